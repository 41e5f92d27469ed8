using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Team;

public sealed class RoundRobinTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Who_was_never_given_anything_comes_first()
    {
        var (first, second) = (Somebody(Now), Somebody(null));

        RoundRobin.Choose([first, second]).ShouldBe(second.Member);
    }

    [Fact]
    public void Then_comes_who_was_given_something_least_recently()
    {
        var (late, early) = (Somebody(Now), Somebody(Now.AddMinutes(-1)));

        RoundRobin.Choose([late, early]).ShouldBe(early.Member);
    }

    [Fact]
    public void Who_does_not_fit_is_not_chosen()
    {
        var (unfit, fit) = (Somebody(null) with { Fit = CandidateFit.LacksSkill }, Somebody(Now));

        RoundRobin.Choose([unfit, fit]).ShouldBe(fit.Member);
        RoundRobin.Choose([unfit]).ShouldBeNull();
    }

    /// <summary>Whatever the order in which they are looked at, nobody gets a second thing before all had one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    public void Turns_are_even(int members)
    {
        var random = new Random(4711);
        var team = Enumerable.Range(0, members).Select(_ => Somebody(null)).ToList();
        var given = team.ToDictionary(c => c.Member, _ => 0);
        for (var turn = 1; turn <= 10 * members; turn++)
        {
            var shuffled = team.ToArray();
            random.Shuffle(shuffled);
            var chosen = RoundRobin.Choose(shuffled).ShouldNotBeNull();
            given[chosen]++;
            team = [.. team.Select(c => c.Member == chosen ? c with { LastGivenAt = Now.AddSeconds(turn) } : c)];

            (given.Values.Max() - given.Values.Min()).ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void A_member_fits_by_the_services_code_or_group_and_by_the_language()
    {
        var task = Task("pothole", "es");

        RoundRobin.FitOf(Member([], []), task, "roads").ShouldBe(CandidateFit.Eligible);
        RoundRobin.FitOf(Member(["pothole"], ["es"]), task, "roads").ShouldBe(CandidateFit.Eligible);
        RoundRobin.FitOf(Member(["roads"], ["es", "en"]), task, "roads").ShouldBe(CandidateFit.Eligible);
        RoundRobin.FitOf(Member(["roads"], []), task, null).ShouldBe(CandidateFit.LacksSkill);
        RoundRobin.FitOf(Member(["taxes"], ["es"]), task, "roads").ShouldBe(CandidateFit.LacksSkill);
        RoundRobin.FitOf(Member([], ["fr"]), task, "roads").ShouldBe(CandidateFit.LacksLanguage);
        RoundRobin.FitOf(Member([], ["fr"]), Task("pothole", LanguageGuess.Other), "roads").ShouldBe(CandidateFit.Eligible);
    }

    [Fact]
    public void Who_had_it_and_did_not_claim_it_is_passed_over()
    {
        var member = Member([], []);
        var task = HumanTask.Evolve(Task("pothole", "es"), new TaskReturned(member.Id, "not_claimed", Now))!;

        RoundRobin.FitOf(member, task, null).ShouldBe(CandidateFit.HadIt);
    }

    private static Candidate Somebody(DateTimeOffset? given) => new(MemberId.New(Now), given, CandidateFit.Eligible);

    private static TeamMember Member(string[] skills, string[] languages) => new(MemberId.New(Now), "Ana", skills, languages);

    private static HumanTask Task(string service, string language) => HumanTask.Evolve(null, new TaskOpened(
        TaskId.New(Now), TaskKind.Handoff, null, TicketId.New(Now), "TKT-1", Channel.Whatsapp, Priority.High, "legal", service,
        language, Now))!;
}

using CleanFte.Domain.Team;

namespace CleanFte.Unit.Team;

public sealed class TeamDeciderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Start.AddHours(1);
    private static readonly MemberId Ana = MemberId.New(Start);
    private static readonly MemberJoined Joined = new(Ana, "Ana", ["roads"], ["es"], Start);
    private static readonly TeamMember Offline = Given();
    private static readonly TeamMember Online = Given(new WentOnline(Start));
    private static readonly TeamMember Gone = Given(new MemberLeft(Start));

    [Fact]
    public void Somebody_joins_once_and_may_come_back()
    {
        TeamDecider.Join(null, Joined).ShouldYield(Joined);
        TeamDecider.Join(Offline, Joined).ShouldYieldNothing();
        TeamDecider.Join(Gone, Joined).ShouldYield(Joined);
        Given(new MemberLeft(Start), Joined).Left.ShouldBeFalse();
    }

    [Fact]
    public void Only_what_differs_is_a_change()
    {
        TeamDecider.Change(Offline, "Ana", ["roads"], ["es"], Now).ShouldYieldNothing();
        TeamDecider.Change(Offline, "Ana", ["taxes"], ["es"], Now).Events.ShouldHaveSingleItem();
        TeamDecider.Change(Gone, "Ana", ["taxes"], ["es"], Now).ShouldRefuse("member.left");
    }

    [Fact]
    public void Presence_changes_when_it_is_another()
    {
        TeamDecider.GoOnline(Offline, Now).ShouldYield(new WentOnline(Now));
        TeamDecider.GoOnline(Online, Now).ShouldYieldNothing();
        TeamDecider.GoOnline(Gone, Now).ShouldRefuse("member.left");
        TeamDecider.GoOffline(Online, "own_choice", Now).ShouldYield(new WentOffline("own_choice", Now));
        TeamDecider.GoOffline(Offline, "own_choice", Now).ShouldYieldNothing();
    }

    [Fact]
    public void Who_leaves_goes_offline_first()
    {
        TeamDecider.Leave(Online, Now).ShouldYield(new WentOffline("left", Now), new MemberLeft(Now));
        TeamDecider.Leave(Offline, Now).ShouldYield(new MemberLeft(Now));
        TeamDecider.Leave(Gone, Now).ShouldYieldNothing();
    }

    [Fact]
    public void Presence_that_flaps_stays_as_it_is_for_a_minute()
    {
        var member = Offline;
        for (var i = 0; i < TeamMember.MaxPresenceChanges; i++)
        {
            var at = Now.AddMilliseconds(100 * i);
            var decision = member.Online ? TeamDecider.GoOffline(member, "own_choice", at) : TeamDecider.GoOnline(member, at);
            member = TeamMember.Evolve(member, (TeamMemberEvent)decision.Events.ShouldHaveSingleItem())!;
        }

        TeamDecider.GoOnline(member, Now.AddSeconds(2)).ShouldRefuse("member.presence_too_often");
        TeamDecider.GoOnline(member, Now.AddMinutes(2)).Events.ShouldHaveSingleItem();
    }

    [Fact]
    public void Who_forgot_to_go_is_sent_home()
    {
        TeamDecider.Forget(Online, Start.AddHours(15)).ShouldYieldNothing();
        TeamDecider.Forget(Online, Start + TeamMember.LongestPresence)
            .ShouldYield(new WentOffline("forgotten", Start + TeamMember.LongestPresence));
        TeamDecider.Forget(Offline, Start.AddDays(9)).ShouldYieldNothing();
    }

    [Fact]
    public void Only_who_is_online_is_given_anything()
    {
        var task = TaskId.New(Now);

        TeamDecider.Give(Online, task, Now).ShouldYield(new TaskGiven(task, Now));
        TeamDecider.Give(Offline, task, Now).ShouldRefuse("member.offline");
        Given(new WentOnline(Start), new TaskGiven(task, Now)).LastGivenAt.ShouldBe(Now);
    }

    private static TeamMember Given(params TeamMemberEvent[] events) =>
        events.Prepend(Joined).Aggregate((TeamMember?)null, TeamMember.Evolve)!;
}

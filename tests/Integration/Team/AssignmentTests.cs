using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Team;

/// <summary>Who is given what, in one process and in two.</summary>
public sealed class AssignmentTests : TestDatabase
{
    private readonly List<Workshop> _shops = [];

    public override async Task DisposeAsync()
    {
        foreach (var shop in _shops)
        {
            await shop.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_thousand_hand_overs_at_once_are_spread_evenly_over_fifty()
    {
        var shop = await Open();
        var team = await Team(shop, 50);
        var tickets = await Tickets(shop, 1_000);

        await Escalate(shop, tickets);

        var given = await Given(shop);
        given.Keys.ShouldBe(team.Select(m => m.Value), ignoreOrder: true);

        // A reservation that is given up again, where a save lost its race, may let somebody pass.
        given.Values.ShouldAllBe(count => count >= 19 && count <= 21);
    }

    [Fact]
    public async Task Two_processes_give_nobody_two_while_another_is_free()
    {
        var (one, two) = (await Open(), await Open());
        await Team(one, 20);
        for (var round = 1; round <= 5; round++)
        {
            var tickets = await Tickets(one, 20);

            await Task.WhenAll(Escalate(one, tickets[..10]), Escalate(two, tickets[10..]));

            (await Given(one)).Values.ShouldAllBe(count => count == round);
        }
    }

    [Fact]
    public async Task The_event_says_who_was_looked_at_and_choosing_again_chooses_the_same()
    {
        var shop = await Open();
        var team = await Team(shop, 3, ["roads"], ["pothole"], ["taxes"]);

        foreach (var ticket in await Tickets(shop, 4))
        {
            await Escalate(shop, [ticket]);
        }

        var chosen = await Assigned(shop);
        chosen.Select(a => a.Member).ShouldBe([team[1], team[1], team[1], team[1]], "the others do something else");
        chosen.ShouldAllBe(a => a.Candidates.Count == 3 && RoundRobin.Choose(a.Candidates) == a.Member);
        chosen[0].Candidates.Single(c => c.Member == team[2]).Fit.ShouldBe(CandidateFit.LacksSkill);
    }

    [Fact]
    public async Task What_nobody_claims_goes_to_the_next_and_then_waits_for_anybody()
    {
        var shop = await Open();
        using var stop = new CancellationTokenSource();
        await Run(shop, stop.Token);
        var team = await Team(shop, 2);
        await Escalate(shop, await Tickets(shop, 1));
        var first = (await Assigned(shop)).Single().Member;

        Later(shop, TimeSpan.FromMinutes(11));
        await Wait.Until(async () => (await Assigned(shop)).Count == 2, "the other has it");
        (await Assigned(shop))[^1].Member.ShouldBe(team.Single(m => m != first));

        Later(shop, TimeSpan.FromMinutes(11));
        await Wait.Until(
            async () => (await shop.Ask<string>("select state from human_tasks")).Single() == "waiting", "it waits for anybody");
        await stop.CancelAsync();
    }

    [Fact]
    public async Task Who_goes_gives_back_and_who_comes_takes_what_waits()
    {
        var shop = await Open();
        using var stop = new CancellationTokenSource();
        await Run(shop, stop.Token);
        var ana = (await Team(shop, 1)).Single();
        await Escalate(shop, await Tickets(shop, 3));
        await shop.Send(new SetPresence(ana, false));
        await Wait.Until(
            async () => (await shop.Ask<string>("select state from human_tasks")).All(s => s == "waiting"), "she gave them back");

        var (ben, cleo) = (await Member(shop), await Member(shop));
        await shop.Send(new SetPresence(ben, true));

        await Wait.Until(
            async () => (await shop.Ask<Guid?>("select member_id from human_tasks")).All(m => m == ben.Value), "he has them");
        await shop.Send(new SetPresence(ben, false));
        await Wait.Until(
            async () => (await shop.Ask<string>("select state from human_tasks")).All(s => s == "waiting"), "he gave them back");
        await shop.Send(new SetPresence(ben, true));
        await Wait.Until(
            async () => (await shop.Ask<Guid?>("select member_id from human_tasks")).All(m => m == ben.Value), "he has them again");
        await shop.Send(new SetPresence(cleo, true));
        await Escalate(shop, await Tickets(shop, 1));
        (await Assigned(shop))[^1].Member.ShouldBe(cleo, "she was never given anything");
        await stop.CancelAsync();
    }

    [Fact]
    public async Task Nobody_there_and_it_waits()
    {
        var shop = await Open();

        await Escalate(shop, await Tickets(shop, 1));

        (await shop.Ask<string>("select state from human_tasks")).ShouldBe(["waiting"]);
        (await shop.Ask<string>("select status from tickets")).ShouldBe(["escalated"]);
    }

    private async Task<Workshop> Open()
    {
        var shop = await Workshop.Open(ConnectionString);
        _shops.Add(shop);
        return shop;
    }

    /// <summary>Timers and what they cause, as the service runs them.</summary>
    private static async Task Run(Workshop shop, CancellationToken ct)
    {
        await shop.Worker<TimerLoop>().StartAsync(ct);
        await shop.Worker<InboxWorker>().StartAsync(ct);
    }

    private static void Later(Workshop shop, TimeSpan time)
    {
        shop.Clock.Move(time);
        shop.Get<Signals>().Wake(Topic.Timers);
    }

    private static async Task<IReadOnlyList<MemberId>> Team(Workshop shop, int size, params string[][] skills)
    {
        var team = new List<MemberId>();
        for (var i = 0; i < size; i++)
        {
            var member = await Member(shop, skills.Length > 0 ? skills[i] : []);
            (await shop.Send(new SetPresence(member, true))).Refusal.ShouldBeNull();
            team.Add(member);
        }

        return team;
    }

    private static async Task<MemberId> Member(Workshop shop, params string[] skills)
    {
        var now = shop.Clock.GetUtcNow();
        var id = MemberId.New(now);
        var session = shop.Session();
        session.Start<TeamMember>(id, TeamDecider.Join(null, new MemberJoined(id, "Ana", skills, [], now)));
        await session.Save(CancellationToken.None);
        return id;
    }

    private static async Task<TicketId[]> Tickets(Workshop shop, int count)
    {
        var now = shop.Clock.GetUtcNow();
        var tickets = new TicketId[count];
        for (var i = 0; i < count; i++)
        {
            tickets[i] = TicketId.New(now);
        }

        await Task.WhenAll(tickets.Select(async id =>
        {
            var session = shop.Session();
            session.Start<Ticket>(id, (Decision<TicketEvent>)new TicketCreated(
                id, TrackingNumber.Draw().Value, CustomerId.New(now), null, Channel.Web, "pothole", "en", Priority.Normal,
                Severity.Moderate, "Hole", "A hole.", null, null, now));
            await session.Save(CancellationToken.None);
        }));
        return tickets;
    }

    private static async Task Escalate(Workshop shop, IEnumerable<TicketId> tickets) => (await Task.WhenAll(
        tickets.Select(ticket => shop.Send(new EscalateToHuman(ticket, "human_request", null, null)))))
        .ShouldAllBe(outcome => outcome.Refusal == null);

    private static async Task<Dictionary<Guid, int>> Given(Workshop shop) =>
        (await shop.Ask<Guid>("select stream_id from mt_events where type = 'task_given'"))
            .GroupBy(id => id).ToDictionary(g => g.Key, g => g.Count());

    private static async Task<IReadOnlyList<TaskAssigned>> Assigned(Workshop shop) =>
    [
        .. (await shop.Ask<string>("select data::text from mt_events where type = 'task_assigned' order by seq_id"))
            .Select(json => (TaskAssigned)Infrastructure.EventStore.EventTypes.Read(
                "task_assigned", System.Text.Encoding.UTF8.GetBytes(json))),
    ];
}

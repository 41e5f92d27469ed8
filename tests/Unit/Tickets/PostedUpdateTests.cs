using CleanFte.Application;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Tickets;

/// <summary>What other systems say of a ticket, and what everybody may read of how it went on.</summary>
public sealed class PostedUpdateTests
{
    private static readonly DateTimeOffset At = TicketHistory.Start.AddHours(1);
    private static readonly UpdatePosted Update = new(Guid.NewGuid(), "We are on it.", null, At);

    [Fact]
    public void Words_alone_are_an_update() =>
        TicketDecider.PostUpdate(TicketHistory.Given(), Update, null).Events.ShouldBe([Update]);

    [Fact]
    public void A_status_that_is_new_changes_with_the_words() =>
        TicketDecider.PostUpdate(TicketHistory.Given(), Update, TicketStatus.InProgress).Events.ShouldBe(
            [
                Update with { Status = TicketStatus.InProgress },
                new StatusChanged(TicketStatus.Open, TicketStatus.InProgress, At),
            ]);

    [Fact]
    public void A_status_that_is_so_already_leaves_the_words()
    {
        var working = TicketHistory.Given(new StatusChanged(TicketStatus.Open, TicketStatus.InProgress, At));
        var closed = TicketHistory.Given(new StatusChanged(TicketStatus.Open, TicketStatus.Closed, At));

        TicketDecider.PostUpdate(working, Update, TicketStatus.Open).Events.ShouldBe([Update]);
        TicketDecider.PostUpdate(working, Update, TicketStatus.InProgress).Events.ShouldBe([Update]);
        TicketDecider.PostUpdate(closed, Update, TicketStatus.Resolved).Events.ShouldBe([Update]);
    }

    [Fact]
    public void A_repeat_is_refused_and_so_is_what_the_state_does_not_allow()
    {
        var told = TicketHistory.Given(Update);
        var old = TicketHistory.Given(new TicketResolved(null, At));
        var later = Update with { Update = Guid.NewGuid(), At = At + TicketDecider.ReopenWindow + TimeSpan.FromDays(1) };

        TicketDecider.PostUpdate(told, Update, TicketStatus.Resolved).Refusal.ShouldBe(TicketRefusals.UpdateRepeated);
        TicketDecider.PostUpdate(old, later, TicketStatus.Open).Refusal.ShouldBe(TicketRefusals.TooLateToReopen);
        TicketDecider.PostUpdate(old, later, TicketStatus.InProgress).Refusal.ShouldBe(TicketRefusals.TooLateToReopen);
    }

    [Fact]
    public void What_is_worked_on_after_it_was_over_is_reopened_first() =>
        TicketDecider.PostUpdate(
            TicketHistory.Given(new TicketResolved(null, At)), Update, TicketStatus.InProgress).Events.ShouldBe(
            [
                Update with { Status = TicketStatus.InProgress },
                new TicketReopened(Update.Text, At),
                new StatusChanged(TicketStatus.Open, TicketStatus.InProgress, At),
            ]);

    [Fact]
    public void A_ticket_takes_so_many_updates_and_no_more()
    {
        var full = TicketHistory.Given(
            [.. Enumerable.Range(0, Ticket.MaxUpdates).Select(_ => Update with { Update = Guid.NewGuid() })]);

        TicketDecider.PostUpdate(full, Update, null).Refusal.ShouldBe(TicketRefusals.TooManyUpdates);
    }

    /// <summary>A rebuild sees all events at once and a save only its own; both must write the same rows.</summary>
    [Fact]
    public void The_rows_are_the_same_however_the_events_are_grouped()
    {
        List<TicketEvent[]> saves =
        [
            [TicketHistory.Created],
            [new PublicTextPublished("Seen.", At)],
            [Update with { Status = TicketStatus.InProgress }, new StatusChanged(TicketStatus.Open, TicketStatus.InProgress, At)],
            [new NoteAdded(Guid.NewGuid(), NoteAuthor.Staff, "Ask Berta.", At), new TicketEscalated(default, "legal", "x", At)],
            [new TicketResolved("Berta filled it.", At)],
            [new PublicTextPublished("Filled.", At), new StatusChanged(TicketStatus.Resolved, TicketStatus.Closed, At)],
            [Update with { Update = Guid.NewGuid(), Status = TicketStatus.Open }, new TicketReopened("Berta forgot.", At)],
            [Update with { Update = Guid.NewGuid(), Text = null }],
            [Update with { Update = Guid.NewGuid(), Status = TicketStatus.Resolved, Word = "duplicate" }, new TicketResolved("Filled.", At)],
            [
                Update with { Update = Guid.NewGuid(), Status = TicketStatus.InProgress },
                new TicketReopened("Not quite.", At),
                new StatusChanged(TicketStatus.Open, TicketStatus.InProgress, At),
            ],
        ];
        List<TicketUpdateRow> saved = [];
        Ticket? ticket = null;
        var version = 0L;
        foreach (var save in saves)
        {
            ticket = save.Aggregate(ticket, Ticket.Evolve);
            version += save.Length;
            saved.AddRange(TicketUpdates.Of(Stream(ticket!, version, save)));
        }

        var rebuilt = TicketUpdates.Of(Stream(ticket!, version, [.. saves.SelectMany(s => s)])).ToList();

        rebuilt.OrderBy(r => r.Version).ShouldBe(saved.OrderBy(r => r.Version));
        saved.OrderBy(r => r.Version).Select(r => $"{r.Version} {r.Over} {r.Status} {r.Text}").ShouldBe(
            [
                "2 False  Seen.", "3 False in_progress We are on it.", "7 True resolved ", "8 True  Filled.", "9 True closed ",
                "10 False open We are on it.", "12 False  ", "13 True resolved We are on it.",
                "15 False in_progress We are on it.",
            ]);
    }

    private static ProjectedStream<Ticket> Stream(Ticket ticket, long version, IReadOnlyList<IEvent> events) =>
        new("t", ticket.Id, ticket, version, events);
}

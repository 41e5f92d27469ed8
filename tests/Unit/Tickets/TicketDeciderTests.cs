using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using static CleanFte.Unit.Tickets.TicketHistory;

namespace CleanFte.Unit.Tickets;

public sealed class TicketDeciderTests
{
    private static readonly DateTimeOffset Now = Start.AddDays(1);
    private static readonly Ticket Open = Given();
    private static readonly Ticket Escalated = Given(new TicketEscalated(Channel.Whatsapp, "legal", null, Start));
    private static readonly Ticket Resolved = Given(new TicketResolved("done", Start));

    private static readonly Ticket Closed =
        Given(new TicketResolved("done", Start), new StatusChanged(TicketStatus.Resolved, TicketStatus.Closed, Start));

    [Fact]
    public void A_ticket_is_created_once()
    {
        TicketDecider.Create(null, Created).ShouldYield(Created);
        TicketDecider.Create(Open, Created).ShouldYieldNothing();
    }

    [Fact]
    public void Escalating_an_open_ticket_says_why() =>
        TicketDecider.Escalate(Open, "legal", "my lawyer", Now)
            .ShouldYield(new TicketEscalated(Channel.Whatsapp, "legal", "my lawyer", Now));

    [Fact]
    public void Escalating_again_changes_nothing() =>
        TicketDecider.Escalate(Escalated, "legal", null, Now).ShouldYieldNothing();

    [Fact]
    public void Escalating_a_resolved_or_closed_ticket_is_refused()
    {
        TicketDecider.Escalate(Resolved, "legal", null, Now).ShouldRefuse("ticket.already_resolved");
        TicketDecider.Escalate(Closed, "legal", null, Now).ShouldRefuse("ticket.already_resolved");
    }

    [Fact]
    public void A_note_is_always_taken()
    {
        var note = new NoteAdded(Guid.NewGuid(), NoteAuthor.Citizen, "still there", Now);

        TicketDecider.AddNote(note).ShouldYield(note);
    }

    [Theory]
    [InlineData(TicketStatus.InProgress)]
    [InlineData(TicketStatus.Waiting)]
    [InlineData(TicketStatus.Closed)]
    public void An_open_ticket_changes_its_status(TicketStatus to) =>
        TicketDecider.ChangeStatus(Open, to, Now).ShouldYield(new StatusChanged(TicketStatus.Open, to, Now));

    [Fact]
    public void The_same_status_again_changes_nothing()
    {
        TicketDecider.ChangeStatus(Open, TicketStatus.Open, Now).ShouldYieldNothing();
        TicketDecider.ChangeStatus(Escalated, TicketStatus.Escalated, Now).ShouldYieldNothing();
    }

    [Fact]
    public void Changing_the_status_to_resolved_resolves() =>
        TicketDecider.ChangeStatus(Open, TicketStatus.Resolved, Now).ShouldYield(new TicketResolved(null, Now));

    [Fact]
    public void Changing_the_status_to_escalated_is_refused_without_a_reason() =>
        TicketDecider.ChangeStatus(Open, TicketStatus.Escalated, Now).ShouldRefuse("ticket.escalation_needs_reason");

    [Fact]
    public void A_resolved_ticket_can_only_be_closed()
    {
        TicketDecider.ChangeStatus(Resolved, TicketStatus.Closed, Now)
            .ShouldYield(new StatusChanged(TicketStatus.Resolved, TicketStatus.Closed, Now));
        TicketDecider.ChangeStatus(Resolved, TicketStatus.InProgress, Now).ShouldRefuse("ticket.already_resolved");
        TicketDecider.ChangeStatus(Closed, TicketStatus.Open, Now).ShouldRefuse("ticket.already_resolved");
    }

    [Fact]
    public void Resolving_is_done_once()
    {
        TicketDecider.Resolve(Escalated, "done", Now).ShouldYield(new TicketResolved("done", Now));
        TicketDecider.Resolve(Resolved, "done", Now).ShouldYieldNothing();
        TicketDecider.Resolve(Closed, "done", Now).ShouldRefuse("ticket.already_resolved");
    }

    [Fact]
    public void Reopening_works_until_the_window_ends()
    {
        var last = Start + TicketDecider.ReopenWindow;

        TicketDecider.Reopen(Open, null, Now).ShouldYieldNothing();
        TicketDecider.Reopen(Resolved, "again", last).ShouldYield(new TicketReopened("again", last));
        TicketDecider.Reopen(Resolved, "again", last.AddTicks(1)).ShouldRefuse("ticket.too_late_to_reopen");
    }

    [Fact]
    public void Neither_closing_nor_a_late_note_moves_the_reopening_window()
    {
        var late = Start + TicketDecider.ReopenWindow;
        TicketEvent[] afterwards =
        [
            new StatusChanged(TicketStatus.Resolved, TicketStatus.Closed, late),
            new NoteAdded(Guid.NewGuid(), NoteAuthor.Staff, "filed", late),
        ];

        TicketDecider.Reopen(Given([new TicketResolved(null, Start), .. afterwards]), null, late.AddDays(1))
            .ShouldRefuse("ticket.too_late_to_reopen");
        var unresolved = Given(new StatusChanged(TicketStatus.Open, TicketStatus.Closed, Start), afterwards[1]);
        TicketDecider.Reopen(unresolved, null, late.AddDays(1))
            .ShouldRefuse("ticket.too_late_to_reopen");
    }

    [Fact]
    public void Priority_only_rises_while_the_ticket_is_open()
    {
        TicketDecider.RaisePriority(Open, Priority.High, "danger", Now)
            .ShouldYield(new PriorityRaised(Priority.High, "danger", Now));
        TicketDecider.RaisePriority(Open, Priority.Normal, "again", Now).ShouldYieldNothing();
        TicketDecider.RaisePriority(Open, Priority.Low, "no", Now).ShouldRefuse("ticket.priority_only_rises");
        TicketDecider.RaisePriority(Resolved, Priority.Urgent, "late", Now).ShouldRefuse("ticket.already_resolved");
    }

    [Fact]
    public void A_public_text_is_published_once()
    {
        var published = new PublicTextPublished("We are on it.", Now);

        TicketDecider.PublishText(Open, published.Text, Now).ShouldYield(published);
        TicketDecider.PublishText(Given(published), published.Text, Now).ShouldYieldNothing();
    }

    [Fact]
    public void A_place_is_set_once_and_not_after_the_end()
    {
        var place = new Place(40.4, -3.7, null);

        TicketDecider.SetPlace(Open, place, Now).ShouldYield(new PlaceSet(place, Now));
        TicketDecider.SetPlace(Given(new PlaceSet(place, Start)), place, Now).ShouldYieldNothing();
        TicketDecider.SetPlace(Resolved, place, Now).ShouldRefuse("ticket.already_resolved");
    }

    [Fact]
    public void Setting_the_same_place_again_is_no_error_after_the_end()
    {
        var place = new Place(40.4, -3.7, null);

        TicketDecider.SetPlace(Given(new PlaceSet(place, Start), new TicketResolved(null, Start)), place, Now)
            .ShouldYieldNothing();
    }

    [Fact]
    public void Only_what_is_over_can_be_rated()
    {
        TicketDecider.GiveFeedback(Resolved, 5, "fast", Now).ShouldYield(new FeedbackGiven(5, "fast", Now));
        TicketDecider.GiveFeedback(Closed, 1, null, Now).ShouldYield(new FeedbackGiven(1, null, Now));
        TicketDecider.GiveFeedback(Open, 3, null, Now).ShouldRefuse("ticket.not_resolved_yet");
        TicketDecider.GiveFeedback(Resolved, 0, null, Now).ShouldRefuse("ticket.rating_out_of_range");
        TicketDecider.GiveFeedback(Open, 6, null, Now).ShouldRefuse("ticket.rating_out_of_range");
    }
}

using CleanFte.Domain;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Tickets;

/// <summary>Something that everybody may read of how a ticket went on.</summary>
/// <param name="Version">The event's place in the ticket's stream.</param>
/// <param name="UpdateId">Of an update that another system posted: its name.</param>
/// <param name="Over">Whether the ticket was resolved or closed then.</param>
/// <param name="Status">What the status became, where it changed.</param>
/// <param name="Word">In another system's word, where it said one.</param>
public sealed record TicketUpdateRow(
    string TenantId, Guid TicketId, long Version, Guid? UpdateId, bool Over, string? Status, string? Text, DateTimeOffset At,
    string? Word = null);

/// <summary>Finds in a ticket's events what everybody may read: never notes, reasons or what was done for the file.</summary>
internal static class TicketUpdates
{
    public static IEnumerable<TicketUpdateRow> Of(ProjectedStream<Ticket> stream)
    {
        // Backwards from the state that is known: what was before a change is told by the change.
        var over = stream.State!.IsOver;
        for (var i = stream.Events.Count - 1; i >= 0; i--)
        {
            if (PostedBefore(stream.Events, i) is { } told)
            {
                // The update and what it changed are told as one.
                var after = over;
                over = Before(stream.Events[told + 1], over);
                i = told;
                yield return Posted(i, (UpdatePosted)stream.Events[i], after);
                continue;
            }

            switch (stream.Events[i])
            {
                case UpdatePosted update:
                    yield return Posted(i, update, over);
                    break;
                case PublicTextPublished published:
                    yield return Row(i, published.At, null, published.Text);
                    break;
                case StatusChanged changed:
                    yield return Row(i, changed.At, changed.To);
                    break;
                case TicketResolved resolved:
                    yield return Row(i, resolved.At, TicketStatus.Resolved);
                    break;
                case TicketReopened reopened:
                    yield return Row(i, reopened.At, TicketStatus.Open);
                    break;
            }

            over = Before(stream.Events[i], over);
        }

        TicketUpdateRow Posted(int index, UpdatePosted update, bool then) =>
            Row(index, update.At, update.Status, update.Text) with
            {
                UpdateId = update.Update,
                Over = then,
                Word = update.Word,
            };

        TicketUpdateRow Row(int index, DateTimeOffset at, TicketStatus? status, string? text = null) =>
            new(
                stream.Tenant, stream.Id, stream.VersionAt(index), null, over,
                status is { } changed ? WireName.Of(changed) : null, text, at);
    }

    /// <summary>Where the update is that a change came with, directly or after the reopening that it needed; null for no update's.</summary>
    private static int? PostedBefore(IReadOnlyList<IEvent> events, int change) =>
        events[change] is not (StatusChanged or TicketResolved or TicketReopened) ? null
        : change > 0 && events[change - 1] is UpdatePosted { Status: not null } ? change - 1
        : change > 1 && events[change] is StatusChanged changed && events[change - 1] is TicketReopened
            && events[change - 2] is UpdatePosted update && update.Status == changed.To ? change - 2
        : null;

    private static bool Before(IEvent e, bool over) => e switch
    {
        StatusChanged changed => changed.From is TicketStatus.Resolved or TicketStatus.Closed,
        TicketResolved or TicketEscalated => false,
        TicketReopened => true,
        _ => over,
    };
}

using CleanFte.Domain;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Tickets;

/// <summary>Something that everybody may read of how a ticket went on.</summary>
/// <param name="Version">The event's place in the ticket's stream.</param>
/// <param name="UpdateId">Of an update that another system posted: its name.</param>
/// <param name="Over">Whether the ticket was resolved or closed then.</param>
/// <param name="Status">What the status became, where it changed.</param>
public sealed record TicketUpdateRow(
    string TenantId, Guid TicketId, long Version, Guid? UpdateId, bool Over, string? Status, string? Text, DateTimeOffset At);

/// <summary>Finds in a ticket's events what everybody may read: never notes, reasons or what was done for the file.</summary>
internal static class TicketUpdates
{
    public static IEnumerable<TicketUpdateRow> Of(ProjectedStream<Ticket> stream)
    {
        // Backwards from the state that is known: what was before a change is told by the change.
        var over = stream.State!.IsOver;
        for (var i = stream.Events.Count - 1; i >= 0; i--)
        {
            var posted = i > 0 ? stream.Events[i - 1] as UpdatePosted : null;
            switch (stream.Events[i])
            {
                case UpdatePosted update:
                    yield return Row(i, update.At, update.Status, update.Text, update.Update);
                    break;
                case PublicTextPublished published:
                    yield return Row(i, published.At, null, published.Text);
                    break;
                case StatusChanged or TicketResolved or TicketReopened when posted is { Status: not null }:
                    var after = over;
                    over = Before(stream.Events[i], over);
                    i--;
                    yield return Row(i, posted.At, posted.Status, posted.Text, posted.Update, after);
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

        TicketUpdateRow Row(
            int index, DateTimeOffset at, TicketStatus? status, string? text = null, Guid? update = null, bool? then = null) =>
            new(
                stream.Tenant, stream.Id, stream.VersionAt(index), update, then ?? over,
                status is { } changed ? WireName.Of(changed) : null, text, at);
    }

    private static bool Before(IEvent e, bool over) => e switch
    {
        StatusChanged changed => changed.From is TicketStatus.Resolved or TicketStatus.Closed,
        TicketResolved or TicketEscalated => false,
        TicketReopened => true,
        _ => over,
    };
}

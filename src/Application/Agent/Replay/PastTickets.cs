using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent.Replay;

/// <summary>
/// Tickets as they were at a moment. Which tickets there are is asked of those of today, for a number and a customer never
/// change; what they were like comes from their streams.
/// </summary>
internal sealed class PastTickets(
    ITicketQueries today, IPastStreams streams, RunMoment moment, DateTimeOffset now) : ITicketQueries
{
    public async Task<TicketView?> Find(string tenant, string idOrTrackingNumber, CancellationToken ct) =>
        await today.Find(tenant, idOrTrackingNumber, ct) is { } known ? await Then(known.Id, ct) : null;

    public async Task<TicketPage> List(string tenant, TicketFilter filter, CancellationToken ct)
    {
        var page = await today.List(tenant, filter with { CreatedTo = now }, ct);
        var tickets = new List<TicketView>(page.Tickets.Count);
        foreach (var known in page.Tickets)
        {
            if (await Then(known.Id, ct) is { } ticket)
            {
                tickets.Add(ticket);
            }
        }

        return new TicketPage(tickets, null);
    }

    public Task<IReadOnlyList<StoredEvent>> Events(string tenant, Guid ticket, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<MediaRow>> Media(string tenant, Guid ticket, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<MediaRow?> FindMedia(string tenant, Guid media, CancellationToken ct) => throw new NotSupportedException();

    private async Task<TicketView?> Then(Guid id, CancellationToken ct)
    {
        var events = (await streams.Of(id, ct)).Where(moment.IsAfter).Select(e => e.Event).OfType<TicketEvent>().ToArray();
        return events.Aggregate((Ticket?)null, Ticket.Evolve) is { } ticket ? View(ticket, events.Length) : null;
    }

    private static TicketView View(Ticket ticket, long version) => new(
        ticket.Id, ticket.TrackingNumber, ticket.Status, ticket.ServiceCode, ticket.Priority, ticket.Severity,
        WireName.Of(ticket.Channel), ticket.Language, ticket.Subject, ticket.Customer, ticket.Conversation?.Value,
        ticket.Place, ticket.PublicText, ticket.EscalationReason, ticket.Rating, ticket.AccessCodeHash, ticket.CreatedAt,
        ticket.UpdatedAt, ticket.ResolvedAt, version);
}

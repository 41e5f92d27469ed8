using CleanFte.Application.Ports;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>What became of a message that an integrator posted: its state, its ticket, and what was answered.</summary>
public sealed record ShowInbound(string Account, string MessageId) : IRequest<Outcome<InboundView>>
{
    internal sealed class Handler(IEventSession session, IInboundQueries inbound)
        : IRequestHandler<ShowInbound, Outcome<InboundView>>
    {
        public async Task<Outcome<InboundView>> Handle(ShowInbound query, CancellationToken ct) =>
            await inbound.Find(session.Tenant, query.Account, StorableText.Clean(query.MessageId), ct) is { } view
                ? view
                : Refusal.NotFound("message");
    }
}

/// <summary>Reads the ledger with what was made of its rows.</summary>
public interface IInboundQueries
{
    Task<InboundView?> Find(string tenant, string account, string messageId, CancellationToken ct);

    /// <summary>The recorded payload of a message, or null.</summary>
    Task<byte[]?> Payload(string tenant, string account, string messageId, CancellationToken ct);
}

/// <param name="State">pending, processed, ignored or parked.</param>
/// <param name="Reason">Why it was ignored or parked.</param>
public sealed record InboundView(
    string Id, string State, string? Reason, DateTimeOffset ReceivedAt, string? TrackingNumber,
    IReadOnlyList<string> Replies);

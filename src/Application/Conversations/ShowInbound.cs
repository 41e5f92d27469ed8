using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Tickets;
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

    /// <summary>What was made of a processed message of an internal account, or null when it is in no conversation.</summary>
    Task<AnsweredMessage?> Answered(string tenant, string account, string messageId, CancellationToken ct);

    /// <summary>The recorded payload of a message, or null.</summary>
    Task<byte[]?> Payload(string tenant, string account, string messageId, CancellationToken ct);
}

/// <param name="State">pending, processed, ignored or parked.</param>
/// <param name="Reason">Why it was ignored or parked.</param>
public sealed record InboundView(
    string Id, string State, string? Reason, DateTimeOffset ReceivedAt, string? TrackingNumber,
    IReadOnlyList<string> Replies);

/// <param name="Run">The run that answered it; null where the agent was off.</param>
/// <param name="Ticket">The ticket of the conversation's session, or null.</param>
/// <param name="Session">The session the conversation is in, or was in last.</param>
/// <param name="Language">The message's own.</param>
/// <param name="Sentiment">The message's own, 0 (bad) to 1 (good); null when it was not judged.</param>
public sealed record AnsweredMessage(
    AgentRan? Run, TicketId? Ticket, Guid? Session, string? Language, double? Sentiment);

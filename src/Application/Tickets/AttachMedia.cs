using CleanFte.Application.Ports;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>
/// Attaches an uploaded file to a ticket as evidence. A file that is not what it claims is refused, and that is
/// recorded.
/// </summary>
public sealed record AttachMedia(TicketId TicketId, EvidenceItem Item) : IRequest<Outcome<AttachedMedia>>
{
    internal sealed class Handler(IEventSession session, Evidence evidence)
        : IRequestHandler<AttachMedia, Outcome<AttachedMedia>>
    {
        public async Task<Outcome<AttachedMedia>> Handle(AttachMedia command, CancellationToken ct)
        {
            if (await session.Load<Ticket>(command.TicketId, ct) is not { } ticket)
            {
                return Domain.Refusal.NotFound("ticket");
            }

            if (ticket.Media.Count >= Ticket.MaxMedia)
            {
                return TicketRefusals.TooManyMedia;
            }

            var e = await evidence.Keep(session.Tenant, command.TicketId, command.Item, ct);
            var outcome = await session.Decide<Ticket>(
                command.TicketId,
                t => e is MediaAttached attached
                    ? TicketDecider.AttachMedia(t, attached)
                    : TicketDecider.RefuseMedia(t, (MediaRefused)e),
                ct);
            if (outcome.Refusal == TicketRefusals.ReporterErased)
            {
                await evidence.Remove(session.Tenant, command.TicketId, command.Item.Media, ct);
            }

            return outcome.Refusal is { } refusal
                ? refusal
                : e switch
                {
                    MediaAttached a => new AttachedMedia(a.Media, "attached", null, a.ContentType, a.Size, a.Sha256),
                    _ => new AttachedMedia(command.Item.Media, "refused", ((MediaRefused)e).Reason, null, null, null),
                };
        }
    }
}

/// <param name="Status"><c>attached</c> or <c>refused</c>, then with the reason.</param>
public sealed record AttachedMedia(Guid Id, string Status, string? Reason, string? ContentType, long? Size,
    string? Sha256);

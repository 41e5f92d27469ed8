using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Open311;

/// <summary>
/// Tells who reported something by Open311 how it stands, where he is answered by mail. Several changes within a moment are
/// told as one: how it stands then.
/// </summary>
public sealed record TellReporter(LedgerRow Row, TicketId Ticket) : IRequest<Outcome>
{
    public const string TimerKind = "tell_reporter";

    /// <summary>Plans it, if the ticket's reporter is told at all; saved with the change.</summary>
    internal static void Plan(IEventSession session, Ticket ticket, DateTimeOffset now)
    {
        if (ticket is { Channel: Channel.Open311, Conversation: not null })
        {
            session.Schedule(new TimerRow(ticket.Id, TimerKind, now, default));
        }
    }

    internal sealed class Handler(IEventSession session, FormMail mail) : IRequestHandler<TellReporter, Outcome>
    {
        public async Task<Outcome> Handle(TellReporter command, CancellationToken ct)
        {
            if (await session.LoadFresh<Ticket>(command.Ticket, ct) is { Conversation: { } begun } ticket
                && await mail.GoOn(begun, ticket, ct) is { } talk)
            {
                await mail.TellStatus(talk, ticket, ct);
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}

using CleanFte.Application.Tickets;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent.Replay;

/// <summary>Draws what a run has drawn, in its order; what it did not draw is drawn anew.</summary>
/// <param name="run">Its id.</param>
/// <param name="opened">The sessions it opened, each with a ticket.</param>
internal sealed class RecordedDraws(RunId run, IEnumerable<SessionOpened> opened) : Draws
{
    private readonly Queue<SessionOpened> _opened = new(opened);
    private Guid? _session;

    public override RunId Run(DateTimeOffset now) => run;

    public override DrawnTicket Ticket(DateTimeOffset now)
    {
        _session = null;
        if (!_opened.TryDequeue(out var next) || next.Ticket is not { } ticket
            || !TrackingNumber.TryParse(next.TrackingNumber, out var number))
        {
            return base.Ticket(now);
        }

        _session = next.Session;
        return new DrawnTicket(ticket, number);
    }

    public override Guid Session(DateTimeOffset now) => _session ?? base.Session(now);
}

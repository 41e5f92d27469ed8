using CleanFte.Application.Tickets;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent;

/// <summary>
/// What a run cannot know beforehand and draws: ids and tracking numbers that its words and its record name. A replay draws
/// what was drawn then.
/// </summary>
internal class Draws
{
    public virtual RunId Run(DateTimeOffset now) => RunId.New(now);

    public virtual DrawnTicket Ticket(DateTimeOffset now) => new(TicketId.New(now), TrackingNumber.Draw());

    public virtual Guid Session(DateTimeOffset now) => Guid.CreateVersion7(now);
}

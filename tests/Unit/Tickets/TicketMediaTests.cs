using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using static CleanFte.Unit.Tickets.TicketHistory;

namespace CleanFte.Unit.Tickets;

public sealed class TicketMediaTests
{
    private static readonly Guid File = Guid.NewGuid();
    private static readonly MediaReferenced ItsReference = Reference(File);
    private static readonly MediaAttached Attachment = Attach(File);

    private static readonly MediaRefused Refused =
        new(File, "too_large", "image/jpeg", MediaSource.Upload, MediaPurpose.Evidence, Start);

    private static readonly Ticket Full =
        Given([.. Enumerable.Range(0, Ticket.MaxMedia).Select(_ => Reference(Guid.NewGuid()))]);

    [Fact]
    public void A_file_is_referenced_once_up_to_the_maximum()
    {
        TicketDecider.ReferenceMedia(Given(), ItsReference).ShouldYield(ItsReference);
        TicketDecider.ReferenceMedia(Given(ItsReference), ItsReference).ShouldYieldNothing();
        TicketDecider.ReferenceMedia(Given(Attachment), ItsReference).ShouldYieldNothing();
        TicketDecider.ReferenceMedia(Full, ItsReference).ShouldRefuse("ticket.too_many_media");
    }

    [Fact]
    public void A_file_is_attached_once_up_to_the_maximum()
    {
        TicketDecider.AttachMedia(Given(ItsReference), Attachment).ShouldYield(Attachment);
        TicketDecider.AttachMedia(Given(), Attachment).ShouldYield(Attachment);
        TicketDecider.AttachMedia(Given(Attachment), Attachment).ShouldYieldNothing();
        TicketDecider.AttachMedia(Given(Refused), Attachment).ShouldYieldNothing();
        TicketDecider.AttachMedia(Full, Attachment).ShouldRefuse("ticket.too_many_media");
    }

    [Fact]
    public void A_file_that_was_referenced_is_attached_to_a_full_ticket()
    {
        var awaited = Attach(Full.Media.Keys.First());

        TicketDecider.AttachMedia(Full, awaited).ShouldYield(awaited);
    }

    [Fact]
    public void A_file_is_refused_once_up_to_the_maximum()
    {
        TicketDecider.RefuseMedia(Given(ItsReference), Refused).ShouldYield(Refused);
        TicketDecider.RefuseMedia(Given(), Refused).ShouldYield(Refused);
        TicketDecider.RefuseMedia(Given(Refused), Refused).ShouldYieldNothing();
        TicketDecider.RefuseMedia(Given(Attachment), Refused).ShouldYieldNothing();
        TicketDecider.RefuseMedia(Full, Refused).ShouldRefuse("ticket.too_many_media");
    }
}

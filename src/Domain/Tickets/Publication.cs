using CleanFte.Domain.Conversations;
using CleanFte.Domain.Services;

namespace CleanFte.Domain.Tickets;

/// <summary>What of tickets everybody may read. What somebody wrote in a chat or a letter is never part of it.</summary>
public static class Publication
{
    /// <summary>Whether reports about a service are listed for everybody.</summary>
    public static bool IsListed(ServiceDefinition service) =>
        service is { Public: true, Kind: ServiceKind.Report } && !service.IsConfidential();

    /// <summary>Whether who reports there writes for everybody to read.</summary>
    public static bool IsWrittenForEverybody(Channel channel) => channel is Channel.Web or Channel.Open311;

    /// <summary>
    /// What everybody may read of a place. The address on a report that was not written for everybody is somebody's answer, or what
    /// he called the place on his map: the street in it is published and nothing beside it, and where there are coordinates they
    /// are enough.
    /// </summary>
    public static Place? PlaceOf(Channel channel, Place? place) =>
        place is null || IsWrittenForEverybody(channel) ? place
        : place.Latitude is not null ? place with { Address = null }
        : place.Address is { } words && AddressMention.Find(words) is { } street ? new Place(Address: street)
        : null;

    /// <summary>Whether a file was given for everybody to see; colleagues' files and those of chats were not.</summary>
    public static bool IsGivenForEverybody(MediaSource source) => source is MediaSource.Upload or MediaSource.Open311;

    /// <summary>
    /// Whether the answer to a question is shown: what was chosen, counted or dated. Free words may name somebody, and are for
    /// the office.
    /// </summary>
    public static bool IsShown(ServiceStep question) =>
        question.Input is StepInput.Choice or StepInput.Number or StepInput.Date;
}

using CleanFte.Application.Tickets;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Open311;

/// <summary>
/// Reads of tickets what everybody may see. Whoever asks names the services that are listed; tickets of all others do not exist
/// here. Every query is bounded by the tenant.
/// </summary>
public interface IServiceRequests
{
    /// <summary>One page of them, newest first, in one query.</summary>
    Task<IReadOnlyList<ServiceRequest>> List(
        string tenant, IReadOnlyList<string> listed, RequestFilter filter, CancellationToken ct);

    /// <summary>By its tracking number or its id, or null.</summary>
    Task<ServiceRequest?> Find(string tenant, IReadOnlyList<string> listed, string idOrTrackingNumber, CancellationToken ct);

    /// <summary>One page of how they went on, oldest first.</summary>
    Task<IReadOnlyList<RequestUpdate>> Updates(
        string tenant, IReadOnlyList<string> listed, UpdateFilter filter, CancellationToken ct);

    /// <summary>How each of these went on, oldest first; of many the last <paramref name="each"/>.</summary>
    Task<ILookup<Guid, TicketUpdateRow>> Notes(string tenant, IReadOnlyList<Guid> tickets, int each, CancellationToken ct);

    /// <summary>Whether an update of that name was posted before, to whatever ticket.</summary>
    Task<bool> HasUpdate(string tenant, Guid update, CancellationToken ct);

    /// <summary>Where the copy of a file is that everybody may see, or null.</summary>
    Task<PublicFile?> File(string tenant, IReadOnlyList<string> listed, Guid media, CancellationToken ct);
}

/// <param name="Text">What may be read of it: the reporter's words if he wrote them for that, or else what staff published.</param>
/// <param name="Notes">What staff published beside the reporter's own words.</param>
/// <param name="Answers">What was answered to the service's questions.</param>
/// <param name="Media">Files that everybody may see, oldest first.</param>
public sealed record ServiceRequest(
    Guid Id,
    string TrackingNumber,
    TicketStatus Status,
    string ServiceCode,
    string? Text,
    string? Notes,
    Place? Place,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<TicketAnswer> Answers,
    IReadOnlyList<Guid> Media)
{
    public bool IsClosed => Status is TicketStatus.Resolved or TicketStatus.Closed;
}

/// <inheritdoc cref="TicketUpdateRow"/>
/// <param name="Status">In the word of whoever told it; else what the status became, where it changed.</param>
public sealed record RequestUpdate(
    string TrackingNumber, long Version, bool Over, string? Status, string? Text, DateTimeOffset At)
{
    /// <summary>What other systems call it; never changes.</summary>
    public string Id => NameOf(TrackingNumber, Version);

    public static string NameOf(string trackingNumber, long version) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{trackingNumber}.{version}");
}

public sealed record PublicFile(string Key, string ContentType);

/// <summary>What a list is narrowed to; nulls do not narrow.</summary>
/// <param name="TrackingNumbers">These only, whatever else is asked for.</param>
/// <param name="Closed">Only closed ones, or only open ones.</param>
/// <param name="Asked">
/// All of it but the page in the words of who asked, by which the next page of the same list is known; null where no page follows.
/// </param>
public sealed record RequestFilter(
    IReadOnlyList<string>? TrackingNumbers,
    IReadOnlyList<string>? ServiceCodes,
    bool? Closed,
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset? UpdatedFrom,
    DateTimeOffset? UpdatedTo,
    Paging Paging,
    string? Asked = null);

public sealed record UpdateFilter(
    IReadOnlyList<string>? TrackingNumbers, DateTimeOffset From, DateTimeOffset To, Paging Paging);

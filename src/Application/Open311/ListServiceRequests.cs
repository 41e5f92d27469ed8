using System.Globalization;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Open311;

/// <summary>Lists requests as GeoReport asks for them; every word is as it was sent, null where there was none.</summary>
/// <param name="Ids">Overrides the other filters.</param>
/// <param name="Extensions">Whether what GeoReport does not know is told too.</param>
public sealed record ListServiceRequests(
    string? Ids = null,
    string? ServiceCodes = null,
    string? Status = null,
    string? StartDate = null,
    string? EndDate = null,
    string? UpdatedAfter = null,
    string? UpdatedBefore = null,
    string? Page = null,
    string? PageSize = null,
    bool Extensions = false) : IRequest<Outcome<ServiceRequestPage>>
{
    /// <summary>Ids or codes in one request.</summary>
    public const int MaxNamed = 200;

    /// <summary>Updates told with one request.</summary>
    public const int MaxNotes = 50;

    internal sealed class Handler(
        IEventSession session, ICatalogue catalogues, ITenantProfiles profiles, IServiceRequests requests, TimeProvider clock)
        : IRequestHandler<ListServiceRequests, Outcome<ServiceRequestPage>>
    {
        public async Task<Outcome<ServiceRequestPage>> Handle(ListServiceRequests query, CancellationToken ct)
        {
            var services = ListedServices.Of(
                await catalogues.Of(session.Tenant, ct), await profiles.Of(session.Tenant, ct));
            if (!query.TryRead(clock.GetUtcNow(), out var filter, out var refusal))
            {
                return refusal!;
            }

            if (filter!.TrackingNumbers is null
                && filter.ServiceCodes?.FirstOrDefault(c => services.Find(c) is null) is { } unknown)
            {
                return Open311Refusals.UnknownService(unknown);
            }

            var found = await requests.List(session.Tenant, services.Codes, filter, ct);
            if (filter.TrackingNumbers is not null && found.Count == 0 && filter.Paging.Number == 1)
            {
                return Open311Refusals.UnknownRequest;
            }

            var notes = query.Extensions
                ? await requests.Notes(session.Tenant, [.. found.Select(r => r.Id)], MaxNotes, ct)
                : null;
            return new ServiceRequestPage(services, found, notes);
        }
    }

    /// <summary>What is asked for, or every reason why it cannot be read.</summary>
    internal bool TryRead(DateTimeOffset now, out RequestFilter? filter, out Refusal? refusal)
    {
        var errors = new Dictionary<string, string[]>();
        var period = Period.Read(StartDate, EndDate, now, errors);
        var closed = Closed(errors);
        var updatedFrom = Period.Moment("updated_after", UpdatedAfter, errors);
        var updatedTo = Period.Moment("updated_before", UpdatedBefore, errors);
        var paging = Paging.Read(Page, PageSize, errors, Extensions ? Paging.MaxExtended : Paging.MaxSize);
        var codes = Named("service_code", ServiceCodes, errors);
        var numbers = Named("service_request_id", Ids, errors);
        refusal = errors.Count > 0 ? Refusal.Malformed(errors) : null;
        filter = refusal is not null
            ? null
            : new RequestFilter(
                NumbersIn(numbers), codes, closed, period!.Value.From, period.Value.To, updatedFrom, updatedTo, paging!,
                numbers is null ? Asked(paging!) : null);
        return filter is not null;
    }

    /// <summary>The tracking numbers among what was named, as they are spelt here; what is none names no ticket.</summary>
    internal static string[]? NumbersIn(string[]? named) =>
        named is null
            ? null
            : [.. named.Select(n => TrackingNumber.TryParse(n, out var number) ? number.Value : null).OfType<string>()];

    /// <summary>A list with commas, or null.</summary>
    internal static string[]? Named(string field, string? text, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length <= MaxNamed)
        {
            return names;
        }

        errors[field] = [$"Name at most {MaxNamed} at once."];
        return null;
    }

    private string Asked(Paging paging) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ServiceCodes}|{Status}|{StartDate}|{EndDate}|{UpdatedAfter}|{UpdatedBefore}|{paging.Size}");

    private bool? Closed(Dictionary<string, string[]> errors)
    {
        var words = Named("status", Status?.ToLowerInvariant(), errors)?.Distinct().ToArray() ?? [];
        if (words.Any(w => w is not ("open" or "closed")))
        {
            errors["status"] = ["Use open, closed or both."];
        }

        return words is ["open"] ? false : words is ["closed"] ? true : null;
    }
}

/// <param name="Notes">By ticket, where they were asked for.</param>
public sealed record ServiceRequestPage(
    ListedServices Services, IReadOnlyList<ServiceRequest> Requests, ILookup<Guid, TicketUpdateRow>? Notes);

internal static class Open311Refusals
{
    public static readonly Refusal UnknownRequest = new(
        "service_request_id.not_found", "There is no such service_request_id.", RefusalKind.NotFound, "service_request_id");

    public static Refusal UnknownService(string code) => new(
        "service_code.not_found", $"There is no service_code '{Short(code)}'; GET services lists them.", RefusalKind.NotFound,
        "service_code");

    private static string Short(string code) => code.Length > 40 ? $"{code[..40]}…" : code;
}

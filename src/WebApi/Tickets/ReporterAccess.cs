using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Tickets;

namespace CleanFte.WebApi.Tickets;

/// <summary>Who may add to a ticket: whoever holds its access code, and keys that may work on tickets.</summary>
internal static class ReporterAccess
{
    public const string CodeHeader = "X-Access-Code";

    /// <summary>The roles that may work on tickets.</summary>
    public static readonly ApiRole[] Workers = [ApiRole.Integrator, ApiRole.Staff, ApiRole.Admin];

    /// <summary>A key that may not work on tickets is worth no more here than none.</summary>
    public static bool IsWorker(this HttpContext http) => http.Key() is { } key && Workers.Contains(key.Role);

    public static bool MayAddTo(this HttpContext http, TicketView ticket) =>
        http.IsWorker()
        || (ticket.AccessCodeHash is { } hash
            && AccessCode.Matches(hash, http.Request.Headers[CodeHeader].ToString()));

    /// <summary>Whether it is a colleague, and not the reporter, for whom an integrator's key may speak.</summary>
    public static bool IsColleague(this HttpContext http) => http.Key()?.Role is ApiRole.Staff or ApiRole.Admin;

    /// <summary>Who adds a file: colleagues, or the reporter.</summary>
    public static MediaSource MediaSource(this HttpContext http) =>
        http.IsColleague()
            ? Domain.Tickets.MediaSource.Staff
            : Domain.Tickets.MediaSource.Upload;

    /// <summary>That the ticket exists is no secret: its number reads the public view.</summary>
    public static IResult Denied() => Problems.Of(
        403, "ticket.bad_access_code", $"Send the ticket's access code in the header {CodeHeader}, or a key.");
}

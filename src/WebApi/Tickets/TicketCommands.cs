using System.Globalization;
using CleanFte.Application;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.WebApi.Tickets;

/// <summary>Runs a command on a ticket named in the route, with the version from If-Match.</summary>
internal sealed class TicketCommands(ISender sender, IHttpContextAccessor accessor)
{
    private HttpContext Http => accessor.HttpContext!;

    /// <summary>
    /// A command that needs to know what it changes: 428 without If-Match, 412 when it has changed since.
    /// </summary>
    public async Task<IResult> Run(string ticket, Func<TicketId, long, IRequest<Outcome>> command, CancellationToken ct)
    {
        var given = Http.Request.Headers.IfMatch.ToString();
        if (given.Length == 0)
        {
            return Problems.Of(428, "version.required", "Send If-Match with the ETag of the ticket you read.");
        }

        return ETags.TryRead(given, out var version)
            ? await Send(ticket, id => command(id, version), ct)
            : Problems.Of(412, "version.stale", "If-Match is no ETag of this ticket. Read it again.");
    }

    public Task<IResult> RunAnyVersion(string ticket, Func<TicketId, IRequest<Outcome>> command,
        CancellationToken ct) =>
        Send(ticket, command, ct);

    private async Task<IResult> Send(string ticket, Func<TicketId, IRequest<Outcome>> command, CancellationToken ct)
    {
        var found = await sender.Send(new TrackTicket(ticket), ct);
        if (found.Refusal is { } unknown)
        {
            return Problems.Of(unknown);
        }

        var outcome = await sender.Send(command(TicketId.Of(found.Value!.Id)), ct);
        if (outcome.Refusal is { } refusal)
        {
            return Problems.Of(refusal);
        }

        Http.Response.Headers.ETag = ETags.Of(outcome.Version);
        return Results.Ok(new
        {
            id = found.Value.Id,
            trackingNumber = found.Value.TrackingNumber,
            version = outcome.Version
        });
    }
}

/// <summary>A stream's version as an entity tag.</summary>
internal static class ETags
{
    public static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    public static bool TryRead(string tag, out long version) =>
        long.TryParse(tag.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out version);
}

using System.Globalization;
using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.WebApi.Tickets;

/// <summary>Runs a command on a ticket named in the route.</summary>
internal sealed class TicketCommands(ISender sender, Idempotency idempotency, IHttpContextAccessor accessor)
{
    private HttpContext Http => accessor.HttpContext!;

    /// <summary>
    /// A command that needs to know what it changes: 428 without If-Match, 412 when it has changed since.
    /// </summary>
    public async Task<IResult> Run(string ticket, Func<TicketId, long?, IRequest<Outcome>> command, CancellationToken ct)
    {
        var given = Http.Request.Headers.IfMatch.ToString();
        if (given.Length == 0)
        {
            return Problems.Of(428, "version.required", "Send If-Match with the ETag of the ticket you read.");
        }

        if (given.Trim() == ETags.Any)
        {
            return await Send(ticket, id => command(id, null), ct);
        }

        return ETags.TryRead(given, out var version)
            ? await Send(ticket, id => command(id, version), ct)
            : Problems.Of(412, "version.stale", "If-Match is no ETag of this ticket. Read it again.");
    }

    public Task<IResult> RunAnyVersion(string ticket, Func<TicketId, IRequest<Outcome>> command,
        CancellationToken ct) =>
        Send(ticket, command, ct);

    /// <summary>
    /// A command of the reporter. A repeat is told by its Idempotency-Key, and only to who may give it.
    /// </summary>
    public async Task<IResult> RunForReporter(
        string ticket, object body, Func<TicketId, Func<long, IdempotentAnswer>?, IRequest<Outcome>> command,
        CancellationToken ct)
    {
        var found = await sender.Send(new TrackTicket(ticket), ct);
        if (found.Refusal is { } unknown)
        {
            return Problems.Of(unknown);
        }

        var view = found.Value!;
        if (!Http.MayAddTo(view))
        {
            return ReporterAccess.Denied();
        }

        return await idempotency.Once<ChangedTicket>(
            Http,
            body,
            remember => Send(
                view, id => command(id, remember is null ? null : v => remember(ChangedTicket.Of(view, v))), ct),
            changed => (null, changed));
    }

    private async Task<IResult> Send(string ticket, Func<TicketId, IRequest<Outcome>> command, CancellationToken ct)
    {
        var found = await sender.Send(new TrackTicket(ticket), ct);
        if (found.Refusal is { } unknown)
        {
            return Problems.Of(unknown);
        }

        return (await Send(found.Value!, command, ct)).ToResult(changed => changed);
    }

    private async Task<Outcome<ChangedTicket>> Send(
        TicketView ticket, Func<TicketId, IRequest<Outcome>> command, CancellationToken ct)
    {
        var outcome = await sender.Send(command(TicketId.Of(ticket.Id)), ct);
        if (outcome.Refusal is { } refusal)
        {
            return refusal;
        }

        Http.Response.Headers.ETag = ETags.Of(outcome.Version);
        return ChangedTicket.Of(ticket, outcome.Version);
    }
}

/// <param name="Version">The ticket's version now.</param>
internal sealed record ChangedTicket(Guid Id, string TrackingNumber, long Version)
{
    public static ChangedTicket Of(TicketView ticket, long version) => new(ticket.Id, ticket.TrackingNumber, version);
}

/// <summary>A stream's version as an entity tag.</summary>
internal static class ETags
{
    /// <summary>Whatever its version is, as long as there is one (RFC 9110, 13.1.1).</summary>
    public const string Any = "*";

    public static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    public static bool TryRead(string tag, out long version) =>
        long.TryParse(tag.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out version);
}

using CleanFte.Application.Conversations;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.WebApi.Tickets;
using MediatR;

namespace CleanFte.WebApi.Conversations;

/// <summary>A conversation's use of one service, read and changed from outside.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/sessions").WithTags("Sessions")
            .ForRoles(ApiRole.Integrator, ApiRole.Staff, ApiRole.Admin);
        sessions.MapGet("/{id:guid}", Show).Produces<SessionView>()
            .WithSummary("Shows a session: its service, state, data and expiry");
        sessions.MapPut("/{id:guid}", Change).Produces<SessionView>()
            .WithSummary("Changes a session's service, step, data or expiry, or ends it; what is left out stays");
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, ISender sender, CancellationToken ct)
    {
        var outcome = await sender.Send(new ShowSession(id), ct);
        if (outcome.Value is { } view)
        {
            http.Response.Headers.ETag = ETags.Of(view.Version);
        }

        return outcome.ToResult(view => view);
    }

    private static async Task<IResult> Change(
        Guid id, SessionRequest body, HttpContext http, ISender sender, CancellationToken ct)
    {
        var match = http.Request.Headers.IfMatch.ToString();
        var expected = 0L;
        if (match.Length > 0 && !ETags.TryRead(match, out expected))
        {
            return Problems.Of(412, "version.stale", "If-Match is no ETag of this session. Read it again.");
        }

        if (body.State is not (null or "active" or "ended"))
        {
            return Problems.Of(Refusal.Malformed(
                new Dictionary<string, string[]> { ["state"] = ["Use active or ended."] }));
        }

        var outcome = await sender.Send(
            new ChangeSession(
                id, body.State == "ended", body.ServiceCode, body.Step, body.Data, body.ExpiresAt,
                match.Length > 0 ? expected : null),
            ct);
        return outcome.Refusal is { } refusal ? Problems.Of(refusal) : await Show(id, http, sender, ct);
    }
}

/// <inheritdoc cref="SessionView"/>
internal sealed record SessionRequest(
    string? ServiceCode = null,
    string? State = null,
    int? Step = null,
    IReadOnlyDictionary<string, string>? Data = null,
    DateTimeOffset? ExpiresAt = null);

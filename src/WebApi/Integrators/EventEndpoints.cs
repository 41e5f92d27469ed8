using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Integrators;
using CleanFte.Application.Tenants;
using MediatR;

namespace CleanFte.WebApi.Integrators;

/// <summary>What happened, for other systems that ask.</summary>
internal static class EventEndpoints
{
    private const int DefaultLimit = 100;

    /// <summary>In place of a cursor: what comes from now on.</summary>
    private const string FromNow = "now";

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/events", Read).WithTags("Events").ForRoles(ApiRole.Integrator, ApiRole.Admin)
            .RequireRateLimiting(Limits.Events)
            .Produces<EventPage>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Tells what happened, oldest first; the cursor of the answer is where to go on");

    private static async Task<IResult> Read(
        string? after, string? types, int? limit, int? wait, ISender sender, CancellationToken ct)
    {
        FeedCursor? cursor = null;
        if (after is { Length: > 0 } and not FromNow && !Cursors.TryRead(after, out cursor))
        {
            return Problems.Of(ReadEvents.Unreadable);
        }

        var wanted = (types ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var outcome = await sender.Send(
            new ReadEvents(cursor, after == FromNow, wanted, limit ?? DefaultLimit, wait ?? 0), ct);
        return outcome.Refusal is { } refusal ? Problems.Of(refusal) : new PageResult(outcome.Value!);
    }

    /// <summary>Written as it goes: a page of a thousand is half a megabyte.</summary>
    private sealed class PageResult(ReadEvents.Page page) : IResult
    {
        private const int FlushAfter = 32 * 1024;

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.Headers.CacheControl = "no-store";
            await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter);
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var item in page.Items)
            {
                item.Write(json, page.WithPersonal);
                if (json.BytesPending > FlushAfter)
                {
                    await json.FlushAsync(httpContext.RequestAborted);
                    await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
                }
            }

            json.WriteEndArray();
            json.WriteString("cursor", Cursors.Write(page.Next));
            json.WriteBoolean("hasMore", page.HasMore);
            json.WriteEndObject();
        }
    }
}

/// <param name="Cursor">Where to go on; also when there was nothing.</param>
/// <param name="HasMore">Whether to ask again at once.</param>
internal sealed record EventPage(IReadOnlyList<EventView> Items, string Cursor, bool HasMore);

/// <summary>What an event is about; what is not known of it is left out.</summary>
internal sealed record SubjectView
{
    public Guid? TicketId { get; init; }

    public string? TrackingNumber { get; init; }

    public Guid? ConversationId { get; init; }

    public Guid? CustomerId { get; init; }
}

/// <param name="Id">The same in the feed and in every webhook, however often it is delivered.</param>
/// <param name="Type">Such as <c>ticket.created</c>.</param>
/// <param name="Version">Of the contract.</param>
/// <param name="Data">Depends on the type; personal fields only for keys with that right.</param>
internal sealed record EventView(
    Guid Id, string Type, int Version, DateTimeOffset OccurredAt, SubjectView Subject, JsonElement Data);

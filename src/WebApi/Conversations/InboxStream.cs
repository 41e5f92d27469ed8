using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Tenants;

namespace CleanFte.WebApi.Conversations;

/// <summary>The inbox as server-sent events: what happens where, as it happens.</summary>
internal static class InboxStream
{
    /// <summary>Something is sent at least so often, so that nobody between takes the line for dead.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>After so long it ends and is resumed, so that a key that was revoked opens nothing any more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(2);

    public static void MapInboxStream(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/inbox/stream", Listen).WithTags("Inbox").ForRoles(ApiRole.Staff, ApiRole.Admin)
            .WithSummary("Tells what happens in the inbox as server-sent events; Last-Event-ID resumes");

    private static IResult Listen(HttpContext http, Caller caller, IInboxFeed feed, CancellationToken ct) =>
        Open(http, feed, caller.Tenant, ct);

    /// <summary>The stream of a tenant's inbox for a caller who may have it.</summary>
    public static IResult Open(HttpContext http, IInboxFeed feed, string tenant, CancellationToken ct)
    {
        var last = http.Request.Headers["Last-Event-ID"].ToString();
        var after = 0L;
        if (last.Length > 0 && !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return Problems.Of(400, "request.malformed", "Last-Event-ID is no id of an event of this stream.");
        }

        if (!feed.HasRoomFor(tenant))
        {
            return Problems.Of(503, "inbox.too_many_listeners", "Too many listen already. Try again in some seconds.");
        }

        http.Response.Headers["X-Accel-Buffering"] = "no";
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        return TypedResults.ServerSentEvents(Items(feed, tenant, last.Length > 0 ? after : null, stopping, ct));
    }

    private static async IAsyncEnumerable<SseItem<InboxChange?>> Items(
        IInboxFeed feed, string tenant, long? after, CancellationToken stopping, [EnumeratorCancellation] CancellationToken ct)
    {
        // A service that stops waits for no stream that only listens.
        using var life = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        life.CancelAfter(Longest);
        await using var changes = feed.Listen(tenant, after, life.Token).GetAsyncEnumerator(life.Token);
        var next = Next(changes);
        try
        {
            while (!life.IsCancellationRequested)
            {
                if (await Task.WhenAny(next, Task.Delay(Beat, life.Token)) != next)
                {
                    if (life.IsCancellationRequested)
                    {
                        yield break;
                    }

                    yield return new SseItem<InboxChange?>(null, "beat");
                    continue;
                }

                if (!await next)
                {
                    yield break;
                }

                var change = changes.Current;
                yield return new SseItem<InboxChange?>(change, change.What)
                {
                    EventId = change.Id.ToString(CultureInfo.InvariantCulture),
                    ReconnectionInterval = Reconnect,
                };
                next = Next(changes);
            }
        }
        finally
        {
            // What still waits for a change must end before it is disposed of.
            await life.CancelAsync();
            await next;
        }
    }

    /// <summary>Whether there is another; not once the listener has gone or the stream is as old as it may get.</summary>
    private static async Task<bool> Next(IAsyncEnumerator<InboxChange> changes)
    {
        try
        {
            return await changes.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

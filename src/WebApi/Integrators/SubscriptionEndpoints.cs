using CleanFte.Application;
using CleanFte.Application.Integrators;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using MediatR;
using SubscribeCommand = CleanFte.Application.Integrators.Subscribe;

namespace CleanFte.WebApi.Integrators;

/// <summary>Who is told what happens, by webhooks.</summary>
internal static class SubscriptionEndpoints
{
    private const int DefaultLimit = 50;

    public static void MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        var subscriptions = routes.MapGroup("/subscriptions").WithTags("Events")
            .ForRoles(ApiRole.Integrator, ApiRole.Admin);
        subscriptions.MapPost("/", Subscribe).Produces<CreatedSubscription>(StatusCodes.Status201Created).RequireRateLimiting(Limits.Pings)
            .WithSummary("Has an address told what happens from now on; its secret is shown this once");
        subscriptions.MapGet("/", async (ISender sender, CancellationToken ct) =>
                (await sender.Send(new ListSubscriptions(), ct)).ToResult(found => new { items = found }))
            .WithSummary("Lists subscriptions, without their secrets");
        MapOne(subscriptions.MapGroup("/{id:guid}"));
        MapDeliveries(subscriptions.MapGroup("/{id:guid}/deliveries"));
    }

    private static void MapOne(RouteGroupBuilder one)
    {
        one.MapGet("/", async (Guid id, ISender sender, CancellationToken ct) =>
                (await sender.Send(new ShowSubscription(id), ct)).ToResult(found => found))
            .Produces<SubscriptionView>().WithSummary("Shows a subscription and how it fares");
        one.MapDelete("/", async (Guid id, ISender sender, CancellationToken ct) =>
                (await sender.Send(new Unsubscribe(id), ct)).ToResult())
            .WithSummary("Ends a subscription; what waits for it is not delivered any more");
        one.MapPost("/rotate", async (Guid id, ISender sender, CancellationToken ct) =>
                (await sender.Send(new RotateSecret(id), ct)).ToResult(rotated => rotated))
            .Produces<RotatedSecret>().WithSummary("Draws a new secret; for a day the one before signs too");
        one.MapPost("/test", async (Guid id, ISender sender, CancellationToken ct) =>
                (await sender.Send(new TestSubscription(id), ct)).ToResult(test => test))
            .Produces<WebhookTest>().RequireRateLimiting(Limits.Pings).WithSummary("Sends a ping now and tells what came back");
        one.MapPost("/enable", async (Guid id, ISender sender, CancellationToken ct) =>
                (await sender.Send(new EnableSubscription(id), ct)).ToResult())
            .WithSummary("Lets a disabled subscription go on where it stopped");
    }

    private static void MapDeliveries(RouteGroupBuilder deliveries)
    {
        deliveries.MapGet("/", async (Guid id, int? limit, string? cursor, ISender sender, CancellationToken ct) =>
            {
                DeliveryCursor? before = null;
                return cursor is not null && !Cursors.TryRead(cursor, out before)
                    ? Problems.Of(Cursors.Unreadable)
                    : (await sender.Send(new ListDeliveries(id, limit ?? DefaultLimit, before), ct)).ToResult(page =>
                        new { items = page.Deliveries, cursor = Cursors.Write(page.Next) });
            })
            .WithSummary("Lists what was and is to be delivered, newest first");
        deliveries.MapPost("/replay", async (Guid id, ISender sender, CancellationToken ct) =>
                (await sender.Send(new ReplayDeadDeliveries(id), ct)).ToResult(replayed => replayed))
            .Produces<ReplayDeadDeliveries.Replayed>().WithSummary("Has all deliveries tried again that were given up");
        deliveries.MapPost("/{delivery:long}/replay", async (Guid id, long delivery, ISender sender, CancellationToken ct) =>
                (await sender.Send(new ReplayDelivery(id, delivery), ct)).ToResult())
            .WithSummary("Has one tried again that was given up");
    }

    private static async Task<IResult> Subscribe(SubscriptionRequest body, ISender sender, CancellationToken ct)
    {
        var outcome = await sender.Send(new SubscribeCommand(body.Url ?? "", body.Types ?? [], body.Description ?? ""), ct);
        return outcome.Refusal is { } refusal
            ? Problems.Of(refusal)
            : Results.Created($"/api/v1/subscriptions/{outcome.Value!.Subscription.Id}", outcome.Value);
    }
}

/// <param name="Url">Where webhooks go: https, a public address, no redirect.</param>
/// <param name="Types">Such as <c>ticket.created</c>; all when left out.</param>
internal sealed record SubscriptionRequest(string? Url, IReadOnlyList<string>? Types = null, string? Description = null);

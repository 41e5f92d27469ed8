using CleanFte.Domain;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Integrators;

/// <summary>What was and is to be delivered to a subscription, newest first, page by page.</summary>
public sealed record ListDeliveries(Guid Subscription, int Limit, DeliveryCursor? Before) : IRequest<Outcome<DeliveryPage>>
{
    internal sealed class Validator : AbstractValidator<ListDeliveries>
    {
        public Validator() => RuleFor(q => q.Limit).InclusiveBetween(1, Shape.MaxPage);
    }

    internal sealed class Handler(Caller caller, ISubscriptions subscriptions, IWebhookDeliveries deliveries)
        : IRequestHandler<ListDeliveries, Outcome<DeliveryPage>>
    {
        public async Task<Outcome<DeliveryPage>> Handle(ListDeliveries query, CancellationToken ct) =>
            await caller.MayManage(query.Subscription, subscriptions, ct) is { } refusal ? refusal
            : await subscriptions.Find(caller.Tenant, query.Subscription, ct) is null
                ? ShowSubscription.Unknown
                : await deliveries.List(caller.Tenant, query.Subscription, query.Limit, query.Before, ct);
    }
}

/// <summary>Has a dead delivery tried again.</summary>
public sealed record ReplayDelivery(Guid Subscription, long Id) : IRequest<Outcome>
{
    internal static readonly Refusal Disabled = new(
        "subscription.disabled", "This subscription is disabled. Enable it first.", RefusalKind.State);

    private static readonly Refusal NotDead = new(
        "delivery.not_dead", "This delivery was made, or is still being tried.", RefusalKind.State);

    internal sealed class Handler(Caller caller, ISubscriptions subscriptions, IWebhookDeliveries deliveries)
        : IRequestHandler<ReplayDelivery, Outcome>
    {
        public async Task<Outcome> Handle(ReplayDelivery command, CancellationToken ct) =>
            await caller.MayManage(command.Subscription, subscriptions, ct) is { } refusal ? refusal
            : await deliveries.Replay(caller.Tenant, command.Subscription, command.Id, ct) switch
            {
                DeliveryReplay.Unknown => Refusal.NotFound("delivery"),
                DeliveryReplay.NotDead => NotDead,
                DeliveryReplay.Disabled => Disabled,
                _ => new Outcome(0, null),
            };
    }
}

/// <summary>The same with all dead deliveries of a subscription.</summary>
public sealed record ReplayDeadDeliveries(Guid Subscription) : IRequest<Outcome<ReplayDeadDeliveries.Replayed>>
{
    internal sealed class Handler(Caller caller, ISubscriptions subscriptions, IWebhookDeliveries deliveries)
        : IRequestHandler<ReplayDeadDeliveries, Outcome<Replayed>>
    {
        public async Task<Outcome<Replayed>> Handle(ReplayDeadDeliveries command, CancellationToken ct) =>
            await caller.MayManage(command.Subscription, subscriptions, ct) is { } refusal ? refusal
            : await subscriptions.Find(caller.Tenant, command.Subscription, ct) switch
            {
                null => ShowSubscription.Unknown,
                { DisabledAt: not null } => ReplayDelivery.Disabled,
                _ => new Replayed(await deliveries.ReplayAll(caller.Tenant, command.Subscription, ct)),
            };
    }

    /// <param name="Count">How many are tried again.</param>
    public sealed record Replayed(int Count);
}

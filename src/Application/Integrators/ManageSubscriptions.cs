using CleanFte.Application.Tenants;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Integrators;

/// <summary>Lists the tenant's subscriptions.</summary>
public sealed record ListSubscriptions : IRequest<Outcome<IReadOnlyList<SubscriptionView>>>
{
    internal sealed class Handler(Caller caller, ISubscriptions subscriptions)
        : IRequestHandler<ListSubscriptions, Outcome<IReadOnlyList<SubscriptionView>>>
    {
        public async Task<Outcome<IReadOnlyList<SubscriptionView>>> Handle(ListSubscriptions query, CancellationToken ct) =>
            new(await subscriptions.List(caller.Tenant, ct), null);
    }
}

/// <summary>Shows one, without its secret.</summary>
public sealed record ShowSubscription(Guid Id) : IRequest<Outcome<SubscriptionView>>
{
    internal static readonly Refusal Unknown = Refusal.NotFound("subscription");

    internal sealed class Handler(Caller caller, ISubscriptions subscriptions)
        : IRequestHandler<ShowSubscription, Outcome<SubscriptionView>>
    {
        public async Task<Outcome<SubscriptionView>> Handle(ShowSubscription query, CancellationToken ct) =>
            await subscriptions.Find(caller.Tenant, query.Id, ct) is { } found ? found : Unknown;
    }
}

/// <summary>Ends one; what waits for it is not delivered any more.</summary>
public sealed record Unsubscribe(Guid Id) : IRequest<Outcome>
{
    internal sealed class Handler(Caller caller, ISubscriptions subscriptions) : IRequestHandler<Unsubscribe, Outcome>
    {
        public async Task<Outcome> Handle(Unsubscribe command, CancellationToken ct) =>
            await caller.MayManage(command.Id, subscriptions, ct) is { } refusal ? refusal
            : await subscriptions.Remove(caller.Tenant, command.Id, ct) ? new Outcome(0, null)
            : ShowSubscription.Unknown;
    }
}

/// <summary>Draws a new secret.</summary>
public sealed record RotateSecret(Guid Id) : IRequest<Outcome<RotatedSecret>>
{
    internal sealed class Handler(Caller caller, ISubscriptions subscriptions)
        : IRequestHandler<RotateSecret, Outcome<RotatedSecret>>
    {
        public async Task<Outcome<RotatedSecret>> Handle(RotateSecret command, CancellationToken ct) =>
            await caller.MayManage(command.Id, subscriptions, ct) is { } refusal
                ? refusal
                : await subscriptions.Rotate(caller.Tenant, command.Id, ct);
    }
}

/// <summary>Lets a disabled one go on where it stopped.</summary>
public sealed record EnableSubscription(Guid Id) : IRequest<Outcome>
{
    internal sealed class Handler(Caller caller, ISubscriptions subscriptions) : IRequestHandler<EnableSubscription, Outcome>
    {
        public async Task<Outcome> Handle(EnableSubscription command, CancellationToken ct) =>
            await caller.MayManage(command.Id, subscriptions, ct) is { } refusal ? refusal
            : await subscriptions.Enable(caller.Tenant, command.Id, caller.KeyId, caller.MayReadPersonalData, ct)
                ? new Outcome(0, null)
            : ShowSubscription.Unknown;
    }
}

/// <summary>Sends a ping and tells what came back.</summary>
public sealed record TestSubscription(Guid Id) : IRequest<Outcome<WebhookTest>>
{
    internal sealed class Handler(Caller caller, ISubscriptions subscriptions)
        : IRequestHandler<TestSubscription, Outcome<WebhookTest>>
    {
        public async Task<Outcome<WebhookTest>> Handle(TestSubscription command, CancellationToken ct) =>
            await caller.MayManage(command.Id, subscriptions, ct) is { } refusal ? refusal
            : await subscriptions.Test(caller.Tenant, command.Id, ct) is { } test ? test
            : ShowSubscription.Unknown;
    }
}

/// <summary>
/// Who may do something with a subscription or see what it was told: whoever could have made it, and administrators. Whoever had
/// its secret could pass for us with its receiver.
/// </summary>
internal static class SubscriptionRights
{
    private static readonly Refusal Personal = new(
        "subscription.personal_data",
        "This subscription is told personal data. Use a key with that right (personalData) or of the role admin.",
        RefusalKind.Forbidden);

    /// <summary>Why not; null where he may, or there is none.</summary>
    public static async Task<Refusal?> MayManage(
        this Caller caller, Guid id, ISubscriptions subscriptions, CancellationToken ct) =>
        caller.MayReadPersonalData || caller.Role == ApiRole.Admin
        || await subscriptions.Find(caller.Tenant, id, ct) is not { PersonalData: true }
            ? null
            : Personal;
}

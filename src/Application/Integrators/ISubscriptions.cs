namespace CleanFte.Application.Integrators;

/// <summary>Who is told what happens, by webhooks. Every one belongs to a tenant, and no other sees it.</summary>
public interface ISubscriptions
{
    /// <summary>
    /// Makes one, after a ping to its address. Refused: an address that is not public, redirects or is gone, too many, no master key.
    /// </summary>
    Task<Outcome<CreatedSubscription>> Create(string tenant, SubscriptionEntry entry, CancellationToken ct);

    /// <summary>A tenant's subscriptions, oldest first.</summary>
    Task<IReadOnlyList<SubscriptionView>> List(string tenant, CancellationToken ct);

    Task<SubscriptionView?> Find(string tenant, Guid id, CancellationToken ct);

    /// <summary>Removes one with all that waits for it; whether there was one.</summary>
    Task<bool> Remove(string tenant, Guid id, CancellationToken ct);

    /// <summary>Draws a new secret; the one before signs beside it for a day.</summary>
    Task<Outcome<RotatedSecret>> Rotate(string tenant, Guid id, CancellationToken ct);

    /// <summary>
    /// Lets a disabled one go on where it stopped; whether there is one. One whose key has ended is from now on the caller's key's,
    /// and told no more than both may be told.
    /// </summary>
    Task<bool> Enable(string tenant, Guid id, string? key, bool mayReadPersonalData, CancellationToken ct);

    /// <summary>Sends a ping now, and tells what came back; null where there is no such subscription.</summary>
    Task<WebhookTest?> Test(string tenant, Guid id, CancellationToken ct);
}

/// <summary>What is delivered to subscriptions.</summary>
public interface IWebhookDeliveries
{
    /// <summary>One page, newest first.</summary>
    Task<DeliveryPage> List(string tenant, Guid subscription, int limit, DeliveryCursor? before, CancellationToken ct);

    /// <summary>Has a dead one tried again, with all its tries before it.</summary>
    /// <param name="subscription">Null for whichever it is of.</param>
    Task<DeliveryReplay> Replay(string tenant, Guid? subscription, long id, CancellationToken ct);

    /// <summary>The same with all dead ones of a subscription; how many there were.</summary>
    Task<int> ReplayAll(string tenant, Guid subscription, CancellationToken ct);
}

/// <summary>What came of it.</summary>
public enum DeliveryReplay
{
    Done,
    Unknown,
    NotDead,

    /// <summary>Its subscription is, and nothing of it is sent before it is enabled.</summary>
    Disabled,
}

/// <param name="Types">Public types; empty for all.</param>
/// <param name="PersonalData">Whether it is told what identifies people: what its maker's key may be told.</param>
/// <param name="CreatedBy">A member's id, or <c>key:</c> and the key's.</param>
/// <param name="KeyId">The key it was made with. Nothing is delivered once that is revoked or has expired.</param>
public sealed record SubscriptionEntry(
    string Url, IReadOnlyList<string> Types, string Description, bool PersonalData, string CreatedBy, string? KeyId);

/// <param name="Secret">Shown once. <c>whsec_</c> and 32 random bytes in base64, as Standard Webhooks spells it.</param>
public sealed record CreatedSubscription(SubscriptionView Subscription, string Secret);

/// <param name="PreviousUntil">Until then the secret before signs too.</param>
public sealed record RotatedSecret(string Secret, DateTimeOffset PreviousUntil);

/// <param name="State"><c>active</c>, <c>failing</c> since its last success, or <c>disabled</c>.</param>
/// <param name="DisabledReason">
/// <c>gone</c>: its receiver said 410; <c>failing</c>: three days without a success; <c>key_revoked</c> and <c>key_expired</c>: the
/// key it was made with has ended.
/// </param>
/// <param name="CreatedBy">A member's id, or <c>key:</c> and the key's.</param>
/// <param name="KeyId">The key that it ends with; null where that is not known.</param>
/// <param name="Waiting">Deliveries that are still to be made; at most a bound that is told apart no further.</param>
/// <param name="Dead">Deliveries that were given up.</param>
public sealed record SubscriptionView(
    Guid Id,
    string Url,
    IReadOnlyList<string> Types,
    string Description,
    bool PersonalData,
    string CreatedBy,
    string? KeyId,
    string State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastSuccessAt,
    DateTimeOffset? FailingSince,
    DateTimeOffset? DisabledAt,
    string? DisabledReason,
    DateTimeOffset? PreviousSecretUntil,
    long Waiting,
    long Dead);

/// <param name="Status">Of the answer; null where none came.</param>
/// <param name="Error">A stable word for what went wrong.</param>
/// <param name="Explanation">What that means and what to do.</param>
/// <param name="Body">The beginning of the answer.</param>
public sealed record WebhookTest(
    bool Ok, int? Status, string? Error, string? Explanation, string Body, long Milliseconds);

/// <param name="State"><c>waiting</c>, <c>sending</c>, <c>delivered</c> or <c>dead</c>.</param>
/// <param name="EventId">The webhook-id, and the event's id in the feed.</param>
/// <param name="NextTryAt">Null where it is not tried any more, or waits behind another of its ticket.</param>
public sealed record DeliveryView(
    long Id,
    Guid EventId,
    string Type,
    string State,
    int Tries,
    int? LastStatus,
    string? LastError,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastTriedAt,
    DateTimeOffset? NextTryAt);

public sealed record DeliveryCursor(long Before);

public sealed record DeliveryPage(IReadOnlyList<DeliveryView> Deliveries, DeliveryCursor? Next);

using CleanFte.Domain.Customers;

namespace CleanFte.Application.Ports;

/// <summary>Finds who wrote, and where the talk with him goes on.</summary>
public interface ISenders
{
    /// <summary>
    /// The customer with that identifier and his open conversation on the account; nulls where there is none. One who is
    /// verified is never found by a claim, nor the other way round. Concurrent calls share a round trip.
    /// </summary>
    Task<KnownSender> Find(string tenant, string account, Identifier identifier, CancellationToken ct);

    /// <summary>The open conversation of a customer who is known for sure, or null.</summary>
    Task<Guid?> Open(string tenant, string account, Guid customer, CancellationToken ct);

    /// <summary>How often an address was claimed since a moment, in any spelling of the same mailbox.</summary>
    Task<long> Claims(string tenant, Identifier identifier, DateTimeOffset since, CancellationToken ct);
}

public readonly record struct KnownSender(Guid? Customer, Guid? Conversation);

/// <summary>Finds what a provider's status is about.</summary>
public interface IDeliveries
{
    /// <summary>
    /// The outgoing message with our id or the provider's, or null. Concurrent calls share a round trip.
    /// </summary>
    Task<KnownDelivery?> Find(string tenant, string account, Guid? part, string providerMessageId,
        CancellationToken ct);

    /// <summary>What the provider calls the other outgoing messages of a part's conversation.</summary>
    Task<IReadOnlySet<string>> Others(string tenant, Guid conversation, Guid part, CancellationToken ct);

    /// <summary>
    /// Whether something is being sent in a conversation, or may have been, whose id is not known yet; or on its account to one
    /// of these addresses, in whichever conversation.
    /// </summary>
    Task<bool> IsUnderWay(
        string tenant, Guid conversation, string account, IReadOnlyList<string> recipients, CancellationToken ct);

    /// <summary>Parts the agent wrote that nobody has begun to send.</summary>
    Task<IReadOnlyList<Guid>> Unsent(string tenant, Guid conversation, CancellationToken ct);
}

/// <param name="ProviderMessageId">What the provider calls it, once known.</param>
/// <param name="Erased">Whether the person it was sent to was erased.</param>
public sealed record KnownDelivery(Guid Part, Guid Conversation, string? ProviderMessageId, bool Erased);

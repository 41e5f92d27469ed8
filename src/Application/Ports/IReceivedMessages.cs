namespace CleanFte.Application.Ports;

/// <summary>Finds a message that was put into a conversation before.</summary>
public interface IReceivedMessages
{
    /// <summary>Our id of the customer's message with that provider's id, or null.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="customer">Who wrote it.</param>
    /// <param name="account">Where he wrote to.</param>
    /// <param name="providerMessageId">The provider's id.</param>
    /// <param name="receivedAt">When the ledger recorded it.</param>
    /// <param name="ct">Stops it.</param>
    Task<Guid?> Find(
        string tenant, Guid customer, string account, string providerMessageId, DateTimeOffset receivedAt,
        CancellationToken ct);

    /// <summary>The customer's message with that provider's id, while the ledger still has it; else null.</summary>
    Task<KnownMessage?> Find(
        string tenant, Guid customer, string account, string providerMessageId, CancellationToken ct);
}

/// <param name="Id">Our id of it.</param>
public sealed record KnownMessage(Guid Id, Guid Conversation);

namespace CleanFte.Application.Ports;

/// <summary>Asks providers for what was missed.</summary>
public interface IRecovery
{
    /// <summary>
    /// Asks that what an account has missed since it was last asked be fetched and recorded soon. Returns at once; it is
    /// remembered by this process only, and every process asks all providers when it starts.
    /// </summary>
    void Request(ChannelAccount account);
}

/// <summary>The durable record of everything that came in.</summary>
public interface ILedger
{
    /// <summary>
    /// Records elements; one that was recorded before is left as it is. Returns after the commit: from then on nothing
    /// is lost. Concurrent calls share a commit.
    /// </summary>
    /// <param name="account">Whose elements.</param>
    /// <param name="elements">What came in.</param>
    /// <param name="correlationId">The request that brought them, for the events they cause; null when none did.</param>
    /// <param name="ct">Ends the wait, not the recording.</param>
    Task Record(
        ChannelAccount account, IReadOnlyList<InboundElement> elements, string? correlationId, CancellationToken ct);

    /// <summary>Waits until a recorded element is done with: processed, ignored or parked.</summary>
    /// <param name="account">Whose element.</param>
    /// <param name="key">Its key.</param>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Whether it is done with.</returns>
    Task<bool> Settled(ChannelAccount account, string key, TimeSpan atMost, CancellationToken ct);
}

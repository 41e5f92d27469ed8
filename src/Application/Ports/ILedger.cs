namespace CleanFte.Application.Ports;

/// <summary>The durable record of everything that came in.</summary>
public interface ILedger
{
    /// <summary>
    /// Records elements; one that was recorded before is left as it is. Returns after the commit: from then on nothing
    /// is lost. Concurrent calls share a commit.
    /// </summary>
    Task Record(ChannelAccount account, IReadOnlyList<InboundElement> elements, CancellationToken ct);
}

using System.Threading.Channels;
using CleanFte.Application.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanFte.Infrastructure.Channels;

/// <inheritdoc cref="IReadReceipts"/>
internal sealed class ReadReceipts(IChannels channels, ILogger<ReadReceipts> log) : BackgroundService, IReadReceipts
{
    /// <summary>Receipts that wait; what is older was answered meanwhile.</summary>
    private const int MaxWaiting = 1_000;

    /// <summary>Receipts under way at the same time.</summary>
    private const int Places = 8;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private readonly Channel<(ChannelAccount Account, string Message)> _waiting =
        Channel.CreateBounded<(ChannelAccount, string)>(
            new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Show(ChannelAccount account, string providerMessageId)
    {
        if (channels.GatewayOf(account).ShowsReading)
        {
            _waiting.Writer.TryWrite((account, providerMessageId));
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _waiting.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = Places, CancellationToken = stoppingToken },
        async (receipt, ct) =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(MaxWait);
            try
            {
                await channels.GatewayOf(receipt.Account).ShowRead(receipt.Account, receipt.Message, limit.Token);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or IOException or OperationCanceledException)
            {
                log.LogDebug("A read receipt of account {Account} failed ({Reason}).", receipt.Account.Name, e.Message);
            }
        });
}

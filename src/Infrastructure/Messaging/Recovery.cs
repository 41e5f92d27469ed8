using CleanFte.Application.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Asks providers that do not redeliver for what was missed: at start, after each outage and every ten minutes. What
/// was recorded already is recognised by its key.
/// </summary>
internal sealed class Recovery(
    NpgsqlDataSource database, IChannels channels, ILedger ledger, Instance instance, TimeProvider clock,
    ILogger<Recovery> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(15);

    /// <summary>How far before the cursor asking begins: clocks differ, and webhooks may be under way.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    private const int MaxBatch = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var complete = true;
                foreach (var account in channels.Accounts)
                {
                    complete &= await Recover(account, stoppingToken);
                }

                await instance.Recovered.Wait(complete ? Interval : RetryPause, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> Recover(ChannelAccount account, CancellationToken ct)
    {
        try
        {
            var started = clock.GetUtcNow();
            var since = await Since(account, started, ct);
            var batch = new List<InboundElement>(MaxBatch);
            await foreach (var element in channels.GatewayOf(account).Missed(account, since, ct))
            {
                batch.Add(element);
                if (batch.Count == MaxBatch)
                {
                    await ledger.Record(account, batch, null, ct);
                    batch.Clear();
                }
            }

            await ledger.Record(account, batch, null, ct);
            await Advance(account, started, ct);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or NpgsqlException or IOException)
        {
            log.LogWarning(
                "Account {Account} could not be asked for missed messages ({Reason}); trying again.", account.Name,
                e.Message);
            return false;
        }
    }

    private async Task<DateTimeOffset> Since(ChannelAccount account, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select since from recovery_cursors where tenant_id = $1 and account = $2");
        command.Parameters.Add(new NpgsqlParameter { Value = account.Tenant });
        command.Parameters.Add(new NpgsqlParameter { Value = account.Name });
        var cursor = await command.ExecuteScalarAsync(ct) is DateTime since ? new DateTimeOffset(since,
            TimeSpan.Zero) : now;
        return cursor - Overlap;
    }

    private async Task Advance(ChannelAccount account, DateTimeOffset to, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into recovery_cursors (tenant_id, account, since) values ($1, $2, $3)
            on conflict (tenant_id, account) do update set since = greatest(recovery_cursors.since, excluded.since)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = account.Tenant });
        command.Parameters.Add(new NpgsqlParameter { Value = account.Name });
        command.Parameters.Add(new NpgsqlParameter { Value = to });
        await command.ExecuteNonQueryAsync(ct);
    }
}

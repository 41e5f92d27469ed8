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
    : BackgroundService, IRecovery
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(15);

    /// <summary>How far before the cursor asking begins: clocks differ, and webhooks may be under way.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    private const int MaxBatch = 200;

    private const string CursorSql =
        "select since, position from recovery_cursors where tenant_id = $1 and account = $2";

    private const string AdvanceSql = """
        insert into recovery_cursors (tenant_id, account, since, position) values ($1, $2, $3, $4)
        on conflict (tenant_id, account) do update
        set since = greatest(recovery_cursors.since, excluded.since),
            position = coalesce(excluded.position, recovery_cursors.position)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var complete = true;
                foreach (var account in channels.Accounts.Where(a => a.IsEnabled))
                {
                    complete &= await TryRecover(account, stoppingToken);
                }

                await instance.Recovered.Wait(complete ? Interval : RetryPause, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public async Task Recover(ChannelAccount account, CancellationToken ct)
    {
        var started = clock.GetUtcNow();
        var cursor = await Cursor(account, started, ct);
        var batch = new List<InboundElement>(MaxBatch);
        await foreach (var element in channels.GatewayOf(account).Missed(account, cursor, ct))
        {
            batch.Add(element);
            if (batch.Count == MaxBatch)
            {
                await Store(account, batch, cursor.Since + Overlap, ct);
                batch.Clear();
            }
        }

        await Store(account, batch, started, ct);
    }

    private async Task<bool> TryRecover(ChannelAccount account, CancellationToken ct)
    {
        try
        {
            await Recover(account, ct);
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

    /// <summary>Stores a batch, and only then where the next recovery begins.</summary>
    private async Task Store(
        ChannelAccount account, IReadOnlyList<InboundElement> batch, DateTimeOffset since, CancellationToken ct)
    {
        var elements = batch.Where(e => e.Key.Length > 0).ToArray();
        if (elements.Length > 0)
        {
            await ledger.Record(account, elements, null, ct);
        }

        await database.Statement(
            AdvanceSql, account.Tenant, account.Name, since.ToUniversalTime(),
            batch.LastOrDefault(e => e.Position is not null)?.Position).Run(ct);
    }

    private async Task<RecoveryCursor> Cursor(ChannelAccount account, DateTimeOffset now, CancellationToken ct)
    {
        var known = await database.Statement(CursorSql, account.Tenant, account.Name)
            .Rows(r => (Since: r.Time(0), Position: r.TextOrNull(1)), ct);
        return known is [var (since, position)] ? new(since - Overlap, position) : new(now - Overlap, null);
    }
}

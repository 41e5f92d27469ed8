using CleanFte.Application.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Asks providers that do not redeliver for what was missed: at start, after each outage, when it is requested and every
/// ten minutes. What was recorded already is recognised by its key. A provider that is slow or fails delays no other.
/// </summary>
internal sealed class Recovery(
    NpgsqlDataSource database, IChannels channels, ILedger ledger, Instance instance, TimeProvider clock,
    ILogger<Recovery> log)
    : BackgroundService, IRecovery
{
    /// <summary>How far before the cursor asking begins: clocks differ, and webhooks may be under way.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    private const int MaxBatch = 200;

    /// <summary>Bytes of payload after which a batch is stored: two hundred mails may be a quarter of a gigabyte.</summary>
    private const int MaxBatchBytes = 8 * 1024 * 1024;

    private const string CursorSql =
        "select since, position from recovery_cursors where tenant_id = $1 and account = $2";

    private const string AdvanceSql = """
        insert into recovery_cursors (tenant_id, account, since, position) values ($1, $2, $3, $4)
        on conflict (tenant_id, account) do update
        set since = greatest(recovery_cursors.since, excluded.since),
            position = coalesce(excluded.position, recovery_cursors.position)
        """;

    private readonly RecoveryTurns _turns = new(clock);

    private readonly Signal _wake = new();

    public void Request(ChannelAccount account)
    {
        _turns.Request(account.Name);
        _wake.Set();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<Task> { FollowOutages(stoppingToken) };
        try
        {
            while (true)
            {
                running.RemoveAll(task => task.IsCompleted);
                var enabled = channels.Accounts.Where(a => a.IsEnabled).ToDictionary(a => a.Name);
                running.AddRange(_turns.Start(enabled.Keys).Select(name => Run(enabled[name], stoppingToken)));
                await _wake.Wait(_turns.UntilNext(), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(running);
        }
    }

    /// <summary>
    /// Records what an account has missed since it was last asked. Throws <see cref="HttpRequestException"/> when its provider
    /// cannot be asked; what was fetched until then is recorded.
    /// </summary>
    public async Task Recover(ChannelAccount account, CancellationToken ct)
    {
        var started = clock.GetUtcNow();
        var cursor = await Cursor(account, started, ct);
        var batch = new List<InboundElement>(MaxBatch);
        var bytes = 0L;
        try
        {
            await foreach (var element in channels.GatewayOf(account).Missed(account, cursor, ct))
            {
                batch.Add(element);
                bytes += element.Payload.Length;
                if (batch.Count == MaxBatch || bytes >= MaxBatchBytes)
                {
                    await Store(account, batch, cursor.Since + Overlap, ct);
                    batch.Clear();
                    bytes = 0;
                }
            }
        }
        catch (Exception e) when (e is not (OperationCanceledException or NpgsqlException))
        {
            // What came before the failure came: without it nothing would ever be had from a provider that fails late.
            await Store(account, batch, cursor.Since + Overlap, ct);
            throw;
        }

        await Store(account, batch, started, ct);
    }

    private async Task FollowOutages(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                if (await instance.Recovered.Wait(RecoveryTurns.Interval, clock, ct))
                {
                    _turns.RequestAll();
                    _wake.Set();
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task Run(ChannelAccount account, CancellationToken ct)
    {
        var succeeded = false;
        try
        {
            await Recover(account, ct);
            succeeded = true;
        }
        catch (Exception e) when (e is HttpRequestException or NpgsqlException or IOException)
        {
            log.LogWarning(
                "Account {Account} could not be asked for missed messages ({Reason}); trying again.", account.Name,
                e.Message);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process ends; the next one asks anew.
        }
        catch (Exception e)
        {
            // A fault of one gateway must not end the others' recovery.
            log.LogError(e, "Account {Account} could not be asked for missed messages; trying again.", account.Name);
        }
        finally
        {
            _turns.End(account.Name, succeeded);
            _wake.Set();
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

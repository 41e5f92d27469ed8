using CleanFte.Application.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Turns timers that are due into ledger rows, which the same workers process as everything else. Sleeps until the next
/// one is due or a new one is set.
/// </summary>
internal sealed class TimerLoop(NpgsqlDataSource database, Signals signals, TimeProvider clock, ILogger<TimerLoop> log)
    : BackgroundService
{
    /// <summary>The account name of timers in the ledger; @ cannot begin a configured one.</summary>
    public const string Account = "@timers";

    private const int MaxBatch = 500;

    private const string FireSql = """
        with fired as (
            delete from timers t using (
                select tenant_id, stream_id, kind from timers where due <= $1 order by due limit $2 for update skip locked) d
            where t.tenant_id = d.tenant_id and t.stream_id = d.stream_id and t.kind = d.kind
            returning t.tenant_id, t.stream_id, t.kind, t.due, t.payload),
        received as (
            insert into inbox_elements (tenant_id, account, channel, element_key, lane, payload)
            select tenant_id, $3, 'system', stream_id || ':' || kind || ':' || due,
                hashtextextended(stream_id || kind, 0), payload
            from fired
            on conflict (tenant_id, account, element_key) do nothing
            returning id, tenant_id, account, channel, lane)
        insert into inbox (id, tenant_id, account, channel, lane) select * from received
        """;

    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest sleep; a timer set by another process whose call was lost is late by so much at most.
    /// </summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var sleep = await Fire(stoppingToken) ? TimeSpan.Zero : await UntilNext(stoppingToken);
                if (sleep > TimeSpan.Zero)
                {
                    await signals.Timers.Wait(sleep, clock, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                log.LogWarning("Timers could not be read ({Reason}); trying again.", e.Message);
                await signals.Timers.Wait(OutagePause, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private async Task<bool> Fire(CancellationToken ct)
    {
        await using var command = database.CreateCommand(FireSql);
        command.Parameters.Add(new NpgsqlParameter { Value = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter { Value = MaxBatch });
        command.Parameters.Add(new NpgsqlParameter { Value = Account });
        var fired = await command.ExecuteNonQueryAsync(ct) > 0;
        if (fired)
        {
            signals.Recorded();
        }

        return fired;
    }

    private async Task<TimeSpan> UntilNext(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select min(due) from timers");
        if (await command.ExecuteScalarAsync(ct) is not DateTime next)
        {
            return LongestSleep;
        }

        var until = new DateTimeOffset(next, TimeSpan.Zero) - clock.GetUtcNow();
        return until > LongestSleep ? LongestSleep : until;
    }
}

using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// This process among those that share the database. Its one session holds an advisory lock for as long as the process
/// lives, so that another one learns of its death at once, and carries the wake-up calls (LISTEN/NOTIFY) between
/// processes.
/// </summary>
internal sealed class Instance(NpgsqlDataSource database, Signals signals, ILogger<Instance> log) : BackgroundService
{
    /// <summary>The first key of the advisory locks that say who lives.</summary>
    private const int LockSpace = 0x43464C56;

    private const string Topics = "cleanfte";

    /// <summary>Wake-up calls to other processes are gathered for so long: NOTIFY serialises commits.</summary>
    private static readonly TimeSpan NotifyPause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// After the database restarted nobody's session is there; whoever lives is back by then, and keeps what it has
    /// claimed.
    /// </summary>
    private static readonly TimeSpan ReturnAfterRestart = TimeSpan.FromSeconds(10);

    private long _leases = Random.Shared.NextInt64(1L << 42) << 20;

    /// <summary>
    /// Takes the lock in the statement that makes the row, so that nobody sees the row without its lock.
    /// </summary>
    private static readonly string RegisterSql =
        $"with i as (insert into instances default values returning id) select id, pg_advisory_lock({LockSpace}, id) from i";

    private NpgsqlConnection? _session;

    public int Id { get; private set; }

    /// <summary>After an outage it is the same instance, which still holds its leases.</summary>
    private string ReturnSql =>
        $"with i as (insert into instances (id) overriding system value values ({Id}) "
        + $"on conflict (id) do update set started_at = now() returning id) select id, pg_advisory_lock({LockSpace}, id) from i";

    /// <summary>Raised when the session is back after an outage.</summary>
    public Signal Recovered { get; } = new();

    /// <summary>A token no other claim has had: a random start in this process, then counted.</summary>
    public long NextLease() => Interlocked.Increment(ref _leases);

    /// <summary>Registers; workers start after it.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Connect(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await using var command = database.CreateCommand($"delete from instances where id = {Id}");
            await command.ExecuteNonQueryAsync(cancellationToken);
            await using var release = new NpgsqlCommand("unlisten *; select pg_advisory_unlock_all()", _session);
            await release.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or OperationCanceledException)
        {
            log.LogInformation("This instance could not sign off ({Reason}); the others will notice.", e.Message);
        }

        if (_session is not null)
        {
            await _session.DisposeAsync();
        }
    }

    /// <summary>Removes instances whose process is gone and returns their ids.</summary>
    public async Task<int[]> TakeDead(CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            delete from instances i
            where pg_postmaster_start_time() < now() - make_interval(secs => $2) and not exists (
                select from pg_locks l
                where l.locktype = 'advisory' and l.classid = $1::int8::oid and l.objid = i.id::int8::oid
                    and l.database = (select oid from pg_database where datname = current_database()))
            returning i.id
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = (long)LockSpace });
        command.Parameters.Add(new NpgsqlParameter { Value = ReturnAfterRestart.TotalSeconds });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var dead = new List<int>();
        while (await reader.ReadAsync(ct))
        {
            dead.Add(reader.GetInt32(0));
        }

        return [.. dead];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var notifying = Notify(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _session!.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception e) when (
                e is NpgsqlException or IOException or InvalidOperationException or ObjectDisposedException)
            {
                await Reconnect(e, stoppingToken);
            }
        }

        await notifying;
    }

    private async Task Connect(CancellationToken ct)
    {
        var session = await database.OpenConnectionAsync(ct);
        await using (var register = new NpgsqlCommand(Id == 0 ? RegisterSql : ReturnSql, session))
        {
            Id = (int)(await register.ExecuteScalarAsync(ct))!;
        }

        await using (var listen = new NpgsqlCommand($"listen {Topics}", session))
        {
            await listen.ExecuteNonQueryAsync(ct);
        }

        session.Notification += (_, e) => Hear(e.Payload);
        _session = session;
    }

    private async Task Reconnect(Exception cause, CancellationToken stoppingToken)
    {
        log.LogWarning("The session with the database was lost ({Reason}); connecting again.", cause.Message);
        await _session!.DisposeAsync();
        var back = false;
        while (!back && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Connect(stoppingToken);
                back = true;
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                log.LogDebug("The database is still away: {Reason}", e.Message);
                await Pause(ReconnectPause, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        // Whatever was said meanwhile was not heard.
        log.LogInformation("The session with the database is back as instance {Instance}.", Id);
        signals.Hear(Topic.Inbox | Topic.Outbox | Topic.Timers | Topic.Log | Topic.Knowledge | Topic.Erasure);
        Recovered.Set();
    }

    private void Hear(string payload)
    {
        var separator = payload.IndexOf(':', StringComparison.Ordinal);
        if (separator > 0
            && int.TryParse(payload.AsSpan(0, separator), CultureInfo.InvariantCulture, out var sender) && sender != Id
            && int.TryParse(payload.AsSpan(separator + 1), CultureInfo.InvariantCulture, out var topics))
        {
            signals.Hear((Topic)topics);
        }
    }

    private async Task Notify(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signals.Others.Wait(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);
                if (signals.TakePending() is var topics && topics != Topic.None)
                {
                    await using var command = database.CreateCommand("select pg_notify($1, $2)");
                    command.Parameters.Add(new NpgsqlParameter { Value = Topics });
                    command.Parameters.Add(new NpgsqlParameter { Value = $"{Id}:{(int)topics}" });
                    await command.ExecuteNonQueryAsync(stoppingToken);
                }

                await Pause(NotifyPause, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                log.LogDebug("Other processes could not be woken ({Reason}); they look by themselves.", e.Message);
                await Pause(ReconnectPause, stoppingToken);
            }
        }
    }

    private static async Task Pause(TimeSpan pause, CancellationToken ct)
    {
        try
        {
            await Task.Delay(pause, ct);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the caller's loop ends by itself.
        }
    }
}

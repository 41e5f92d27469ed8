using System.Collections.Concurrent;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Integrators;

/// <summary>
/// Wakes those in this process who wait for something of their tenant: one look at the log for all of them, and none where nobody
/// waits.
/// </summary>
internal sealed class LogBell(NpgsqlDataSource database, SettledLog settled, Signals signals, ILogger<LogBell> log) : BackgroundService
{
    /// <summary>Saves that come so close together are looked at once.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// When to look again while a transaction under way holds the log up, or the database is away: that this is over raises no signal.
    /// </summary>
    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(250);

    private const string NewSql = """
        select w.tenant_id from unnest($1::varchar[]) w (tenant_id)
        where exists (select from mt_events e where e.tenant_id = w.tenant_id and e.seq_id > $2 and e.seq_id <= $3)
        """;

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();
    private long _seen;

    /// <summary>Whether the process stops, so that nobody waits any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>
    /// Ends when something of the tenant is settled after it was asked for, and when the process stops. Whoever asks has to look at the
    /// log before he waits.
    /// </summary>
    public Task Next(string tenant) => _waiting.GetOrAdd(tenant, _ => Drawn()).Task;

    /// <summary>Something that is stored was held up: it is looked for until it is settled.</summary>
    public void LookAgain() => signals.Feed.Set();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var again = Timeout.InfiniteTimeSpan;
            while (true)
            {
                await signals.Feed.Wait(again, TimeProvider.System, stoppingToken);
                again = await Ring(stoppingToken) ? Timeout.InfiniteTimeSpan : HeldUp;
                await Task.Delay(Gathering, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            IsOver = true;
            Wake(_waiting.Keys);
        }
    }

    /// <summary>Whether all there was to see was seen.</summary>
    private async Task<bool> Ring(CancellationToken ct)
    {
        try
        {
            // Whoever asks from here on looks at the log after this, and so sees what is passed over.
            var waiting = _waiting.Keys;
            var known = waiting.Count > 0 ? await settled.Look(ct) : settled.Known;
            if (waiting.Count > 0 && known.End > _seen)
            {
                Wake(await database.Statement(NewSql, waiting.ToArray(), _seen, known.End).Rows(r => r.GetString(0), ct));
            }

            _seen = known.End;
            return known.IsAll || waiting.Count == 0;
        }
        catch (NpgsqlException e)
        {
            log.LogWarning("Those who wait for events could not be told ({Reason}); trying again.", e.Message);
            return false;
        }
    }

    private void Wake(IEnumerable<string> tenants)
    {
        foreach (var tenant in tenants)
        {
            if (_waiting.TryRemove(tenant, out var next))
            {
                next.SetResult();
            }
        }
    }

    private static TaskCompletionSource Drawn() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

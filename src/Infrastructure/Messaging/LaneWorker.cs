using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Claims units of work and runs many of them at once. Under load it claims when half of its places are free, or as many as it
/// is told, so that one claim serves many; otherwise at once.
/// </summary>
internal abstract class LaneWorker<TUnit>(Signal signal, int places, ILogger log, int? headroom = null) : BackgroundService
    where TUnit : class
{
    /// <summary>How often it looks by itself, should a signal have been lost.</summary>
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan OutagePause = TimeSpan.FromMilliseconds(500);

    /// <summary>How long work under way may take to finish when the process is told to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _abandon = new();
    private readonly Pace _pace = new();
    private int _running;

    /// <summary>Whether something waits that a unit's end could make claimable.</summary>
    private volatile bool _more;

    protected abstract Task<Claimed<TUnit>> Claim(int lanes, CancellationToken ct);

    /// <summary>
    /// Runs one unit to its end. Handles its own failures; cancelled only when the process can wait no longer.
    /// </summary>
    protected abstract Task Run(TUnit unit, CancellationToken ct);

    /// <summary>Gives back what is still claimed.</summary>
    protected abstract Task HandBack(CancellationToken ct);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _more = true;
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (Volatile.Read(ref _running) > 0 && waited.Elapsed < Grace && !cancellationToken.IsCancellationRequested)
        {
            await signal.Wait(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }

        await _abandon.CancelAsync();
        try
        {
            await HandBack(cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            log.LogWarning("Claimed work could not be handed back ({Reason}); its lease will end.", e.Message);
        }
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Turn(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning("Work could not be claimed ({Reason}); trying again.", e.Message);
                await signal.Wait(OutagePause, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private async Task Turn(CancellationToken stoppingToken)
    {
        // Until a claim has told otherwise; whatever ends while it looks must wake the next one.
        _more = true;
        var free = places - Volatile.Read(ref _running);
        if (free < (headroom ?? places / 2))
        {
            await signal.Wait(SlowPoll, TimeProvider.System, stoppingToken);
            return;
        }

        await _pace.Next();
        var (units, more) = await Claim(free, stoppingToken);

        // A claim that could have brought more gains nothing by gathering.
        _pace.Carried(units.Count < free ? units.Count : 0);
        _more = more;
        Interlocked.Add(ref _running, units.Count);
        foreach (var unit in units)
        {
            _ = Task.Run(() => RunAndFree(unit), CancellationToken.None);
        }

        if (units.Count == 0 || !more)
        {
            await signal.Wait(SlowPoll, TimeProvider.System, stoppingToken);
        }
    }

    private async Task RunAndFree(TUnit unit)
    {
        try
        {
            await Run(unit, _abandon.Token);
        }
        catch (Exception e)
        {
            log.LogError(e, "A unit of work failed, and so did handling its failure; its lease will end.");
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            if (_more)
            {
                signal.Set();
            }
        }
    }
}

/// <summary>What a claim brought.</summary>
/// <param name="Units">Units of work, each under its lease.</param>
/// <param name="More">Whether something is due that was not claimed: too much for one claim, or behind another in its lane.</param>
internal record Claimed<TUnit>(IReadOnlyList<TUnit> Units, bool More);

internal static class Correlation
{
    /// <summary>What is logged meanwhile names the request that caused it, as the request's own lines do.</summary>
    public static IDisposable? Correlated(this ILogger log, string id) =>
        log.BeginScope(new Dictionary<string, object> { ["CorrelationId"] = id });
}

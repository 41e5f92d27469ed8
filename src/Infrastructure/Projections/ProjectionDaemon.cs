using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanFte.Infrastructure.Projections;

/// <summary>Keeps the metrics up with the log: woken when something was saved, and now and then by itself.</summary>
internal sealed class ProjectionDaemon(
    ChannelMetricsProjection projection,
    Signals signals,
    ProjectionHealth health,
    TimeProvider clock,
    ILogger<ProjectionDaemon> log) : BackgroundService
{
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How old a figure may be: what comes meanwhile is counted in one commit, and takes nothing from the messages.
    /// </summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(1);

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
                // The position has not moved, so nothing is lost; an event that cannot be read stays visible in the
                // health.
                health.Report(e);
                log.LogError(e, "The metrics could not be brought up to date; trying again.");
                await Task.Delay(PauseAfterError, clock, stoppingToken);
            }
        }
    }

    private async Task Turn(CancellationToken ct)
    {
        var step = await projection.Step(ct);
        health.Report(step);
        if (step.BlockedBy.Count > 0 && step.Events == 0)
        {
            await Task.Delay(LogReader.Recheck, clock, ct);
        }
        else if (step.Events == 0)
        {
            await signals.Log.Wait(SlowPoll, clock, ct);
        }
        else if (step.Events < ChannelMetricsProjection.MaxBatch)
        {
            await Task.Delay(Gathering, clock, ct);
        }
    }
}

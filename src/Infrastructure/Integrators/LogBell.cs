using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Hosting;

namespace CleanFte.Infrastructure.Integrators;

/// <summary>Wakes everybody in this process who waits for the log to go on.</summary>
internal sealed class LogBell(Signals signals) : BackgroundService
{
    /// <summary>Saves that come so close together wake once.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private TaskCompletionSource _next = Drawn();

    /// <summary>Ends when something is saved after it was asked for, and when the process stops.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Whether the process stops, so that nobody waits any more.</summary>
    public bool IsOver { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await signals.Feed.Wait(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);
                Ring();
                await Task.Delay(Gathering, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            IsOver = true;
            Ring();
        }
    }

    private void Ring() => Interlocked.Exchange(ref _next, Drawn()).SetResult();

    private static TaskCompletionSource Drawn() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

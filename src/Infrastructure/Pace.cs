using System.Diagnostics;
using CleanFte.Infrastructure.Messaging;

namespace CleanFte.Infrastructure;

/// <summary>
/// Spaces out round trips under load. What a round trip costs beside its items is paid for by all of them, so the more
/// of them the last one carried, the longer the next one gathers. Below a thousand items a second the pauses shrink to
/// nothing, above they grow to the limit: the time that saves is what keeps acknowledgements quick. For one caller at a
/// time.
/// </summary>
internal sealed class Pace
{
    private static readonly TimeSpan PerItem = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(60);

    private long _began = Stopwatch.GetTimestamp();

    private int _items;

    public static TimeSpan PauseAfter(int items) => items * PerItem is var pause && pause < Longest ? pause : Longest;

    /// <summary>Waits for what is left of the pause after the last round trip's beginning.</summary>
    /// <param name="sooner">Ends the pause early.</param>
    public async ValueTask Next(Signal? sooner = null)
    {
        var left = PauseAfter(_items) - Stopwatch.GetElapsedTime(_began);
        if (left >= PerItem)
        {
            await (sooner?.Wait(left, TimeProvider.System, CancellationToken.None) ?? Task.Delay(left));
        }

        _began = Stopwatch.GetTimestamp();
    }

    /// <summary>How many items the round trip carried.</summary>
    public void Carried(int items) => _items = items;
}

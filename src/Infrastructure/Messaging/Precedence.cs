using System.Diagnostics;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Acknowledging comes before processing: a provider gives up on a slow answer, while what is recorded can wait. While
/// recording is slow, workers put off taking on more.
/// </summary>
internal sealed class Precedence
{
    /// <summary>A commit that many wait for and that takes longer tells that the machine is full.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(8);

    /// <summary>Callers in one commit from which on its time tells something; a lone one may just have met a slow disk.</summary>
    private const int Many = 8;

    /// <summary>How long one slow commit counts.</summary>
    private static readonly TimeSpan Counts = TimeSpan.FromMilliseconds(50);

    /// <summary>How long work is put off at most, so that it goes on in any case.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private long _slowUntil;

    public void Recorded(int callers, TimeSpan took)
    {
        if (callers >= Many && took > Slow)
        {
            Volatile.Write(ref _slowUntil, Stopwatch.GetTimestamp() + (long)(Counts.TotalSeconds * Stopwatch.Frequency));
        }
    }

    /// <summary>Returns when recording is quick, or when waiting any longer would stop the work.</summary>
    public async ValueTask GiveWay(CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), Volatile.Read(ref _slowUntil)) is { Ticks: > 0 } left
            && Stopwatch.GetElapsedTime(began) < Longest)
        {
            await Task.Delay(left, ct);
        }
    }
}

namespace CleanFte.Infrastructure.Messaging;

/// <summary>Pauses between tries: doubling from one second to five minutes, spread by a fifth so that retries do not gather.</summary>
internal static class Pauses
{
    private const double Spread = 0.2;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="failures">Failures so far, the present one included.</param>
    public static TimeSpan After(int failures)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Clamp(failures - 1, 0, 20)), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 + (Spread * ((Random.Shared.NextDouble() * 2) - 1))));
    }
}

namespace CleanFte.Infrastructure.Integrators;

/// <summary>When a delivery that failed is tried again.</summary>
internal static class WebhookPauses
{
    /// <summary>From the first try to the last.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    /// <summary>Pauses are spread by so much, so that what failed together is not tried together.</summary>
    public const double Spread = 0.1;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>Null when it is given up. The last try comes when the three days are over.</summary>
    /// <param name="tries">Failed ones so far.</param>
    /// <param name="spread">From 0 to 1.</param>
    public static DateTimeOffset? Next(int tries, DateTimeOffset firstTriedAt, DateTimeOffset now, double spread)
    {
        var end = firstTriedAt + GiveUpAfter;
        if (now >= end)
        {
            return null;
        }

        var pause = Pauses[Math.Clamp(tries - 1, 0, Pauses.Length - 1)] * (1 + (Spread * spread));
        return now + pause < end ? now + pause : end;
    }
}

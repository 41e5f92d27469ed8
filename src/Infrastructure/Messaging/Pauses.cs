using CleanFte.Application.Conversations;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Pauses between tries: doubling from one second to five minutes, spread by a fifth so that retries do not gather.
/// </summary>
internal sealed class Pauses(MessagingOptions options) : IRetryPauses
{
    private const double Spread = 0.2;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public TimeSpan Lookup => TimeSpan.FromSeconds(options.LookupPauseSeconds);

    public TimeSpan After(int failures)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Clamp(failures - 1, 0, 20)), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 + (Spread * ((Random.Shared.NextDouble() * 2) - 1))));
    }
}

/// <summary>The section <c>Messaging</c> of the configuration.</summary>
public sealed class MessagingOptions
{
    public const string Section = "Messaging";

    /// <summary>
    /// Seconds before an interrupted send is looked up at its provider, which may take so long to list it.
    /// </summary>
    public double LookupPauseSeconds { get; init; } = 30;

    /// <summary>One sentence for each setting that is wrong, naming its environment key.</summary>
    public IEnumerable<string> Validate() => LookupPauseSeconds is >= 0 and <= 3600
        ? []
        : ["Messaging__LookupPauseSeconds must be 0 to 3600 seconds."];
}

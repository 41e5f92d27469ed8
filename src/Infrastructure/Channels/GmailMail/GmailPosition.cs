using System.Globalization;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>Where the next recovery begins, as <c>12345@1763740000</c>.</summary>
/// <param name="History">Gmail's history id; everything up to it is stored. Null when all has to be listed.</param>
/// <param name="Watched">When the watch was last renewed; null when never.</param>
internal readonly record struct GmailPosition(ulong? History, DateTimeOffset? Watched)
{
    public static GmailPosition Parse(string? text)
    {
        var parts = (text ?? "").Split('@');
        return new GmailPosition(
            ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var history) ? history : null,
            parts.Length == 2 && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{History}{(Watched is { } at ? $"@{at.ToUnixTimeSeconds()}" : "")}");
}

using System.Globalization;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>Where the next recovery begins, as <c>12345@1763740000 help@town.example</c>.</summary>
/// <param name="Mailbox">Whose history it is: another mailbox counts by itself.</param>
/// <param name="History">Gmail's history id; everything up to it is stored. Null when all has to be listed.</param>
/// <param name="Watched">When the watch was last renewed; null when never.</param>
internal readonly record struct GmailPosition(string Mailbox, ulong? History, DateTimeOffset? Watched)
{
    /// <summary>The position in that mailbox; its very beginning where the text is of another one.</summary>
    public static GmailPosition Of(string mailbox, string? text) =>
        Parse(text) is var known && string.Equals(known.Mailbox, mailbox, StringComparison.OrdinalIgnoreCase)
            ? known
            : new GmailPosition(mailbox, null, null);

    public static GmailPosition Parse(string? text)
    {
        var whole = (text ?? "").Split(' ', 2);
        var parts = whole[0].Split('@');
        return new GmailPosition(
            whole.Length == 2 ? whole[1] : "",
            ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var history) ? history : null,
            parts.Length == 2 && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{History}{(Watched is { } at ? $"@{at.ToUnixTimeSeconds()}" : "")} {Mailbox}");
}

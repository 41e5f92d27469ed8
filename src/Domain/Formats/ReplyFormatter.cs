using CleanFte.Domain.Conversations;
using CleanFte.Domain.Texts;

namespace CleanFte.Domain.Formats;

/// <summary>
/// Gives a text the form of its channel. When it is too long it ends with the last sentence that fits; what surrounds
/// it, the reference and the signature, is never lost.
/// </summary>
public static class ReplyFormatter
{
    /// <summary>A text without spaces is long too: no reply has more characters than this per word.</summary>
    public const int CharactersPerWord = 16;

    /// <summary>How far beyond the preferred length a chat may go.</summary>
    private const int Patience = 2;

    private const string Gap = "\n\n";

    /// <param name="format">The channel's form, or the tenant's own.</param>
    /// <param name="body">The text itself, checked already.</param>
    /// <param name="language">en, es or fr; others are framed in English.</param>
    /// <param name="customerName">As the customer gave it; addressed only when it looks like a name.</param>
    /// <param name="trackingNumber">The ticket that the reply is about.</param>
    /// <param name="brand">Who signs; a signature without one is only the closing words.</param>
    /// <param name="mustName">Whether a chat, which has no reference line, must name the number too.</param>
    public static string Shape(
        ReplyFormat format,
        string body,
        string language,
        string? customerName,
        string? trackingNumber,
        string? brand = null,
        bool mustName = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(format.MaxWords, ReplyFormat.MinWords, nameof(format));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(format.MaxWords, ReplyFormat.MostWords, nameof(format));
        var isLetter = format.Tone == Tone.Formal;
        var manner = new Manner(language, format.Tone);
        var name = ReplyFrame.NameOf(customerName);
        var greeting = isLetter ? ReplyFrame.Greeting(format, manner, name, brand) : "";
        var signature = isLetter ? ReplyFrame.Signature(format, manner, name, brand) : "";
        var reference = trackingNumber is not null && (mustName || format.Tone != Tone.Conversational)
            ? ReplyFrame.Reference(manner, trackingNumber) : "";
        var text = Preferred(format, body.ReplaceLineEndings("\n").Trim());

        var fitted = Fit(format, text, [greeting, signature]);
        if (reference.Length > 0 && !fitted.Contains(trackingNumber!, StringComparison.OrdinalIgnoreCase))
        {
            // Shortened once more, it names no number that it did not name before.
            fitted = Fit(format, text, [greeting, signature, reference]);
            return Joined(greeting, fitted, reference, signature);
        }

        return Joined(greeting, fitted, signature);
    }

    /// <summary>A chat is read at a glance: sentences that begin a second screen are left out.</summary>
    private static string Preferred(ReplyFormat format, string body)
    {
        var most = Math.Max(format.PreferredCharacters, 1) * Patience;
        return format.Tone == Tone.Conversational && body.Length > most
            && SentenceSplitter.FirstSentences(body, most) is { } sentences ? sentences : body;
    }

    private static string Fit(ReplyFormat format, string body, IEnumerable<string> frame)
    {
        var (words, characters) = (format.MaxWords, format.MaxWords * CharactersPerWord);
        foreach (var part in frame.Where(part => part.Length > 0))
        {
            words -= Words.Count(part);
            characters -= part.Length + Gap.Length;
        }

        return Words.Start(body, words, characters);
    }

    private static string Joined(params string[] parts) => string.Join(Gap, parts.Where(part => part.Length > 0));
}

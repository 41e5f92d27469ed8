using CleanFte.Domain.Conversations;

namespace CleanFte.Domain.Formats;

/// <summary>The form of a channel's replies; a tenant may have its own.</summary>
/// <param name="Tone">Which parts a reply has.</param>
/// <param name="MaxWords">Words of the whole reply, at least <see cref="MinWords"/>.</param>
/// <param name="PreferredCharacters">
/// Whoever composes a text aims at as many characters. Only a <see cref="Formats.Tone.Conversational"/> one is
/// shortened for it, to the whole sentences within twice as many, and only when a sentence ends there.
/// </param>
/// <param name="Greeting">
/// The first line in the tenant's own words, may hold <c>{name}</c> and <c>{brand}</c>; null for the language's own.
/// </param>
/// <param name="Signature">The last lines, likewise.</param>
public sealed record ReplyFormat(
    Tone Tone, int MaxWords, int PreferredCharacters, string? Greeting = null, string? Signature = null)
{
    /// <summary>Room for the longest frame and some sentences.</summary>
    public const int MinWords = 120;

    /// <summary>Words of the longest reply that any format allows: a chat's, which goes out in parts.</summary>
    public const int MostWords = 700;

    /// <summary>Characters of a greeting; the rest is left out.</summary>
    public const int MaxGreeting = 200;

    /// <summary>Characters of a signature; the rest is left out.</summary>
    public const int MaxSignature = 600;

    private static readonly ReplyFormat Letter = new(Tone.Formal, 500, 1_500);
    private static readonly ReplyFormat Notice = new(Tone.SemiFormal, 300, 800);
    private static readonly ReplyFormat Chat = new(Tone.Conversational, MostWords, 300);

    /// <summary>What a channel has of itself; its words are the most that a tenant may choose.</summary>
    public static ReplyFormat DefaultFor(Channel channel) => channel switch
    {
        Channel.Email => Letter,
        Channel.Whatsapp => Chat,
        _ => Notice,
    };
}

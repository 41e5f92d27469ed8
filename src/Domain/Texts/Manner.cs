using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;

namespace CleanFte.Domain.Texts;

/// <summary>How somebody is written to.</summary>
/// <param name="Language">en, es or fr; any other is written to in English.</param>
public readonly record struct Manner(string Language, Tone Tone)
{
    /// <summary>The channel's usual tone, where no tenant's is at hand.</summary>
    public static Manner Usual(string language, Channel channel) =>
        new(language, ReplyFormat.DefaultFor(channel).Tone);
}

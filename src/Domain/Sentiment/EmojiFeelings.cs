using System.Collections.Frozen;
using System.Text;

namespace CleanFte.Domain.Sentiment;

/// <summary>What faces and hands say. Sad and frightened ones are left out: they belong to what is reported.</summary>
internal static class EmojiFeelings
{
    /// <summary>Letters stand before it, so that most of a text costs no look-up.</summary>
    private const int FirstFace = 0x2600;

    private const double Rage = -2.4;
    private const double Annoyance = -1;
    private const double Delight = 2;
    private const double Smile = 0.9;

    private static readonly FrozenDictionary<int, double> Feelings =
        new[]
        {
            ("😡🤬👿🖕💩🤮👎", Rage), ("😠😤😒🙄🤡🤦🤨😑😾🤢😩😫", Annoyance), ("👏❤💖💕😍🥰🤩🙌🏆💯♥💙💚💛🧡💜🎉", Delight),
            ("🙂😊😀😃😄😁👍🙏😘☺🤗👌😇💪", Smile),
        }
        .SelectMany(group => group.Item1.EnumerateRunes(), (group, rune) => (rune.Value, group.Item2))
        .ToFrozenDictionary(pair => pair.Value, pair => pair.Item2);

    public static void Add(ReadOnlySpan<char> text, ref StrongestFeelings good, ref StrongestFeelings bad)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value >= FirstFace && Feelings.TryGetValue(rune.Value, out var feeling))
            {
                good.Add(Math.Max(feeling, 0));
                bad.Add(Math.Max(-feeling, 0));
            }
        }
    }
}

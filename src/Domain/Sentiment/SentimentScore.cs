using System.Buffers;
using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Sentiment;

/// <summary>
/// The writer's feeling towards the service, from its words alone. What is reported does not count, however terrible
/// it is. See docs/sentiment/README.md.
/// </summary>
public static class SentimentScore
{
    /// <summary>Feelings are told early and often; what follows in a longer message is not read.</summary>
    public const int MaxCharacters = 8_192;

    /// <summary>Below it the writer is angry at the service.</summary>
    public const double Angry = 0.3;

    /// <summary>Above it the writer is pleased.</summary>
    public const double Pleased = 0.6;

    private const double Neutral = 0.5;

    /// <summary>How much feeling it takes; the weights below are chosen with it.</summary>
    private const double Scale = 3.54;

    private const double Fury = 3.2;
    private const double Anger = 2;
    private const double Judgement = 2;
    private const double Grumble = 1;
    private const double Praise = 2;
    private const double Thanks = 0.9;
    private const double Dreadful = 1.7;
    private const double Bad = 1;
    private const double Good = 0.4;
    private const double Splendid = 0.75;

    private const double Stronger = 1.3;
    private const double Denied = -0.7;

    /// <summary>A bad word beside a reported thing is most likely about that.</summary>
    private const double AboutTheReport = 0.4;

    private const double MostAboutTheReport = 1;

    /// <summary>Praise next to as much annoyance is sarcasm or courtesy.</summary>
    private const double Annoyed = 1;

    private const double Sarcasm = 0.1;
    private const double LoudGrows = 0.2;
    private const double LoudAlone = 0.1;

    /// <param name="text">What somebody wrote.</param>
    /// <param name="language">
    /// <c>en</c>, <c>es</c> or <c>fr</c>; for any other the words of all three are looked for.
    /// </param>
    /// <returns>0 (furious) to 1 (delighted), 0.5 when no feeling is told.</returns>
    public static double Of(string text, string language)
    {
        var read = text.AsSpan(0, Math.Min(text.Length, MaxCharacters));
        var buffer = ArrayPool<char>.Shared.Rent(read.Length);
        var length = DrawnOutLetters.Shorten(read, buffer, out var drawnOut);
        var message = CuedMessage.Read(buffer.AsSpan(0, length), SentimentCues.Of(language));
        ArrayPool<char>.Shared.Return(buffer);

        var (good, bad, aboutReport) = Feelings(message);
        EmojiFeelings.Add(read, ref good, ref bad);

        // Bad words about what is reported only weigh beside a feeling: a report alone is no annoyance.
        var against = bad.Sum > 0 ? bad.Sum + Math.Min(aboutReport.Sum, MostAboutTheReport) : 0;
        var loudness = Loudness.Of(read, drawnOut);
        var annoyance = (against * (1 + (LoudGrows * loudness))) + (LoudAlone * loudness);
        var praise = good.Sum * (against >= Annoyed ? Sarcasm : 1);
        return Neutral + (Neutral * Math.Tanh((praise - annoyance) / Scale));
    }

    /// <summary>Of phrases that overlap only the strongest counts.</summary>
    private static (StrongestFeelings Good, StrongestFeelings Bad, StrongestFeelings AboutReport) Feelings(
        CuedMessage message)
    {
        var good = new FeelingSpan();
        var bad = new FeelingSpan();
        var aboutReport = new FeelingSpan();
        foreach (var match in message.Matches)
        {
            var strength = Strength(message, match);
            if (strength > 0)
            {
                good.Add(match, strength);
            }
            else if (MayBeAboutReport(match.Label) && message.IsAboutReport(match))
            {
                aboutReport.Add(match, -strength * AboutTheReport);
            }
            else
            {
                bad.Add(match, -strength);
            }
        }

        return (good.Strongest(), bad.Strongest(), aboutReport.Strongest());
    }

    private static double Strength(CuedMessage message, PhraseMatch<SentimentCue> match)
    {
        var strength = match.Label switch
        {
            SentimentCue.Fury => -Fury,
            SentimentCue.Anger => -Anger,
            SentimentCue.Judgement or SentimentCue.Feeling => -Judgement,
            SentimentCue.Grumble => -Grumble,
            SentimentCue.Praise => Praise,
            SentimentCue.Thanks => Thanks,
            SentimentCue.Dreadful => -Dreadful,
            SentimentCue.Bad => -Bad,
            SentimentCue.Good => Good,
            SentimentCue.Splendid => Splendid,
            _ => 0,
        };
        strength *= message.IsStronger(match) ? Stronger : 1;
        return CanBeDenied(match.Label) && message.IsDenied(match) ? strength * Denied : strength;
    }

    private static bool MayBeAboutReport(SentimentCue cue) => cue is SentimentCue.Judgement or SentimentCue.Feeling
        or SentimentCue.Bad or SentimentCue.Dreadful;

    private static bool CanBeDenied(SentimentCue cue) => cue is SentimentCue.Judgement or SentimentCue.Feeling
        or SentimentCue.Praise or SentimentCue.Dreadful or SentimentCue.Bad or SentimentCue.Good
        or SentimentCue.Splendid;
}

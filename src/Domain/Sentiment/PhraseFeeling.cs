using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Sentiment;

/// <summary>The feeling towards the service that the phrases of a message tell, its faces and its loudness.</summary>
internal static class PhraseFeeling
{
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

    /// <returns>Above zero for praise, below for blame.</returns>
    public static double Of(ReadOnlySpan<char> text, CuedMessage message, int drawnOut)
    {
        var (good, bad, aboutReport) = Feelings(message);
        EmojiFeelings.Add(text, ref good, ref bad);

        // Bad words about what is reported only weigh beside a feeling: a report alone is no annoyance.
        var against = bad.Sum > 0 ? bad.Sum + Math.Min(aboutReport.Sum, MostAboutTheReport) : 0;
        var loudness = Loudness.Of(text, drawnOut);
        var annoyance = (against * (1 + (LoudGrows * loudness))) + (LoudAlone * loudness);
        var praise = good.Sum * (against >= Annoyed ? Sarcasm : 1);
        return praise - annoyance;
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

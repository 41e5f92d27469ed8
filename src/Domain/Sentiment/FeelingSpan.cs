using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Sentiment;

/// <summary>Adds up feelings of one kind; of those that share words only the strongest counts.</summary>
internal struct FeelingSpan
{
    private StrongestFeelings _feelings;
    private double _strongest;
    private int _last;

    /// <param name="match">Where it is told; none begins before the one added last.</param>
    /// <param name="strength">How strong it is.</param>
    public void Add(PhraseMatch<SentimentCue> match, double strength)
    {
        if (match.First > _last)
        {
            _feelings.Add(_strongest);
            _strongest = 0;
        }

        _strongest = Math.Max(_strongest, strength);
        _last = Math.Max(_last, match.Last);
    }

    public StrongestFeelings Strongest()
    {
        _feelings.Add(_strongest);
        _strongest = 0;
        return _feelings;
    }
}

using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Sentiment;

/// <summary>Where the words of a message are denied, strengthened or about what is reported.</summary>
internal sealed class CuedMessage
{
    /// <summary>"Not a very good answer": how far a denial reaches.</summary>
    private const int Reach = 3;

    private readonly bool[] _denials;
    private readonly bool[] _stronger;
    private readonly bool[] _forService;
    private readonly bool[] _things;
    private readonly bool[] _pauses;
    private readonly List<MessageWord> _words;

    private CuedMessage(
        ReadOnlySpan<char> text, List<MessageWord> words, IReadOnlyList<PhraseMatch<SentimentCue>> matches)
    {
        _words = words;
        Matches = matches;
        _pauses = Pauses(text, words);
        _denials = new bool[words.Count];
        _stronger = new bool[words.Count];
        _forService = new bool[words.Count];
        _things = new bool[words.Count];
        foreach (var match in matches)
        {
            switch (match.Label)
            {
                case SentimentCue.Not:
                    _denials[match.First] = true;
                    break;
                case SentimentCue.Very:
                    _stronger[match.First] = true;
                    break;
                case SentimentCue.Service:
                    _forService[match.First] = true;
                    break;
                case SentimentCue.Thing:
                    _things[match.First] = true;
                    break;
            }
        }

        NamesService = _forService.Contains(true);
        SpreadOverSentences(_forService);
        SpreadOverSentences(_things);
    }

    public IReadOnlyList<PhraseMatch<SentimentCue>> Matches { get; }

    /// <summary>Somebody of the service is named anywhere.</summary>
    public bool NamesService { get; }

    public static CuedMessage Read(ReadOnlySpan<char> text, PhraseIndex<SentimentCue> cues)
    {
        var words = MessageWords.Read(text, cues.Vocabulary);
        return new(text, words, cues.Find(words));
    }

    /// <summary>Its sentence names what is reported, and nobody of the service.</summary>
    public bool IsAboutReport(PhraseMatch<SentimentCue> match) => _things[match.First] && !_forService[match.First];

    public bool IsStronger(PhraseMatch<SentimentCue> match) => match.First > 0 && _stronger[match.First - 1];

    /// <summary>A phrase that begins with its own "not" is denied by no other.</summary>
    public bool IsDenied(PhraseMatch<SentimentCue> match)
    {
        if (_denials[match.First])
        {
            return false;
        }

        for (var i = match.First; i > Math.Max(0, match.First - Reach) && !_pauses[i]; i--)
        {
            if (_denials[i - 1])
            {
                return true;
            }
        }

        return match.Label == SentimentCue.Feeling
            && _denials.AsSpan(match.First, match.Last - match.First).Contains(true);
    }

    /// <summary>"Not bad, thanks" denies no thanks: words that follow a comma or an edge.</summary>
    private static bool[] Pauses(ReadOnlySpan<char> text, List<MessageWord> words)
    {
        var pauses = new bool[words.Count];
        for (var i = 1; i < words.Count; i++)
        {
            pauses[i] = words[i - 1].IsEdge || text[words[i - 1].End..words[i].Start].IndexOfAny(",:()\n") >= 0;
        }

        return pauses;
    }

    private void SpreadOverSentences(bool[] marks)
    {
        for (var i = 1; i < marks.Length; i++)
        {
            marks[i] |= marks[i - 1] && !_words[i].IsEdge;
        }

        for (var i = marks.Length - 2; i >= 0; i--)
        {
            marks[i] |= marks[i + 1] && !_words[i].IsEdge;
        }
    }
}

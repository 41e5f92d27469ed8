namespace CleanFte.Domain.Guardrails;

/// <summary>A passage of a message and what speaks for each reason in it.</summary>
internal sealed class JudgedPassage
{
    /// <summary>
    /// Chosen where the messages of one writer were read with weights fitted to all others (<c>--left-out</c>): below
    /// it more false alarms come in than reasons.
    /// </summary>
    private const double Enough = -0.5;

    /// <summary>Fewer words, such as the answer to a question of ours, say nothing that no phrase knows.</summary>
    private const int FewestWithout = 3;

    private readonly string _text;
    private readonly Range _passage;
    private readonly List<FoundPhrase> _phrases;
    private readonly GuardrailWeights _weights;
    private readonly PassageScore _score;

    private JudgedPassage(string text, Range passage, List<FoundPhrase> phrases, GuardrailWeights weights)
    {
        (_text, _passage, _phrases, _weights) = (text, passage, phrases, weights);
        _score = PassageScore.Of(text.AsSpan()[passage], phrases.Select(phrase => phrase.Reason).Distinct(), weights);
    }

    /// <param name="text">The whole message.</param>
    /// <param name="passage">Which part of it.</param>
    /// <param name="phrases">Those that start in the passage, in their order.</param>
    /// <param name="weights">What it is judged by.</param>
    public static JudgedPassage Of(
        string text, Range passage, List<FoundPhrase> phrases, GuardrailWeights weights) =>
        new(text, passage, phrases, weights);

    public IEnumerable<GuardrailFinding> Findings()
    {
        foreach (var reason in Enum.GetValues<GuardrailReason>())
        {
            var phrase = _phrases.FindIndex(found => found.Reason == reason);
            if (phrase < 0 && _score.Words >= FewestWithout && _score.For(reason) > Enough)
            {
                var (start, end) = StrongestWords(reason);
                yield return new(reason, Quote(start, end));
            }
            else if (phrase >= 0 && (_phrases[phrase].TriedOut || _score.For(reason) > Enough || StandsAlone(_phrases[phrase])))
            {
                yield return new(reason, Quote(_phrases[phrase].Start, _phrases[phrase].End));
            }
        }
    }

    /// <summary>Another wish beside it speaks against it, but not in its own sentence.</summary>
    private bool StandsAlone(FoundPhrase phrase)
    {
        var passage = _text.AsSpan()[.._passage.End];
        var end = Math.Min(phrase.End, passage.Length);
        var start = passage[_passage.Start.Value..phrase.Start].LastIndexOfAny(Passages.SentenceEnds) + 1;
        var after = passage[end..].IndexOfAny(Passages.SentenceEnds);
        var sentence = (_passage.Start.Value + start)..(after < 0 ? passage.Length : end + after + 1);
        var within = _phrases.Where(p => p.Start >= sentence.Start.Value && p.Start < sentence.End.Value)
            .Select(p => p.Reason).Distinct();
        return !sentence.Equals(_passage)
            && PassageScore.Of(passage[sentence], within, _weights).For(phrase.Reason) > Enough;
    }

    private (int Start, int End) StrongestWords(GuardrailReason reason)
    {
        List<(int Start, int End)> places = [];
        var words = new FoldedWords(_text.AsSpan()[_passage], stackalloc char[FoldedWords.MaxWord]);
        while (words.MoveNext())
        {
            places.Add((_passage.Start.Value + words.Start, _passage.Start.Value + words.End));
        }

        var (first, last) = _score.Strongest(reason, places.Count);
        return (places[first].Start, places[last].End);
    }

    private string Quote(int start, int end)
    {
        var length = Math.Min(end - start, GuardrailFinding.MaxEvidence);
        return _text.Substring(start, char.IsHighSurrogate(_text[start + length - 1]) ? length - 1 : length);
    }
}

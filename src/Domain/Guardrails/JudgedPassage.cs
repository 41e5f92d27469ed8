namespace CleanFte.Domain.Guardrails;

/// <summary>A passage of a message and what speaks for each reason in it.</summary>
internal sealed class JudgedPassage
{
    /// <summary>
    /// A phrase counts among the weights, and is left out only when the words around it speak against it. Without one
    /// the words seldom add up to as much. Both limits were chosen where the messages of one writer were read with
    /// weights fitted to others.
    /// </summary>
    private const double EnoughWithPhrase = -0.5;

    private const double EnoughWithout = -0.8;

    /// <summary>Fewer words, such as the answer to a question of ours, say nothing that no phrase knows.</summary>
    private const int FewestWithout = 3;

    private readonly string _text;
    private readonly Range _passage;
    private readonly List<FoundPhrase> _phrases;
    private readonly PassageScore _score;

    private JudgedPassage(string text, Range passage, List<FoundPhrase> phrases)
    {
        (_text, _passage, _phrases) = (text, passage, phrases);
        _score = PassageScore.Of(text.AsSpan()[passage], phrases.Select(phrase => phrase.Reason).Distinct());
    }

    /// <param name="text">The whole message.</param>
    /// <param name="passage">Which part of it.</param>
    /// <param name="phrases">Those that start in the passage, in their order.</param>
    public static JudgedPassage Of(string text, Range passage, List<FoundPhrase> phrases) =>
        new(text, passage, phrases);

    public IEnumerable<GuardrailFinding> Findings()
    {
        foreach (var reason in Enum.GetValues<GuardrailReason>())
        {
            var phrase = _phrases.FindIndex(found => found.Reason == reason);
            if (phrase < 0 && _score.Words >= FewestWithout && _score.For(reason) > EnoughWithout)
            {
                var (start, end) = StrongestWords(reason);
                yield return new(reason, Quote(start, end));
            }
            else if (phrase >= 0 && (_score.For(reason) > EnoughWithPhrase || StandsAlone(_phrases[phrase])))
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
            && PassageScore.Of(passage[sentence], within).For(phrase.Reason) > EnoughWithPhrase;
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

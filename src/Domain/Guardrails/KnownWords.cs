namespace CleanFte.Domain.Guardrails;

/// <summary>The words, facts and names that passages have.</summary>
internal sealed class KnownWords
{
    private readonly HashSet<string>[] _passages;
    private readonly HashSet<string> _names;
    private readonly HashSet<Fact> _facts;
    private readonly string _digits;
    private readonly DateOnly _today;

    public KnownWords(IReadOnlyList<GroundedSentence> passages, GroundedSentence question, DateOnly today)
    {
        _today = today;
        _passages = [.. passages.Select(p => p.Words.SelectMany(w => w.Keys).ToHashSet(StringComparer.Ordinal))];
        _names = [.. _passages.SelectMany(p => p), .. question.Words.SelectMany(w => w.Keys)];
        _facts = [.. passages.SelectMany(p => p.Facts).SelectMany(f => f.Meanings), .. question.Facts.SelectMany(f => f.Meanings)];
        _facts.UnionWith([new(FactKind.Number, today.Year), new(FactKind.Number, today.Year + 1)]);
        _digits = string.Join(' ', passages.Select(p => p.Digits));
    }

    /// <summary>Whether a number, a time, a day or a month stands nowhere and cannot be computed.</summary>
    public bool LackFactOf(GroundedSentence sentence)
    {
        var facts = sentence.Facts;
        for (var at = 0; at < facts.Count; at++)
        {
            if (ComputedDates.LengthAt(facts, at, _today) is var length and > 0)
            {
                at += length - 1;
            }
            else if (!Has(facts[at]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a word that is written as a name is one of nobody's.</summary>
    public bool HasStrangeName(GroundedSentence sentence) =>
        sentence.Words.Exists(word => word.IsName && !word.Keys.Any(_names.Contains));

    /// <summary>Words that stand in two passages: all of them together have every common word of the language.</summary>
    public int CountInTwo(List<GroundedWord> words)
    {
        var best = _passages.MaxBy(p => words.Count(w => w.IsIn(p)));
        return best is null ? 0
            : words.Count(w => w.IsIn(best)) + _passages.Max(p => words.Count(w => w.IsIn(p) && !w.IsIn(best)));
    }

    private bool Has(SaidFact fact) => Array.Exists(fact.Meanings, _facts.Contains)
        || (fact.Meanings is [{ Kind: FactKind.Weekday } day] && IsNear(day.Value))
        || (fact.Digits.Length >= SaidFact.ShortestCode && _digits.Contains(fact.Digits, StringComparison.Ordinal));

    private bool IsNear(int weekday) =>
        weekday == (int)_today.DayOfWeek || weekday == (int)_today.AddDays(1).DayOfWeek;
}

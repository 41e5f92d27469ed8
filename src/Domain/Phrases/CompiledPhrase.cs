namespace CleanFte.Domain.Phrases;

/// <summary>A phrase as sets of numbers. Gaps are short and few, so trying them costs little and never much.</summary>
internal sealed class CompiledPhrase<TLabel>(Phrase<TLabel> phrase, Vocabulary vocabulary)
    where TLabel : struct, Enum
{
    private const int NoMatch = -1;

    private readonly Step[] _steps = [.. phrase.Steps.Select(step => new Step(step, vocabulary))];

    public TLabel Label { get; } = phrase.Label;

    public bool Cancels { get; } = phrase.Cancels;

    /// <returns>The word after the phrase when it starts at this word, or a negative number.</returns>
    public int EndIn(IReadOnlyList<MessageWord> words, int first) => Match(words, first, 0);

    private int Match(IReadOnlyList<MessageWord> words, int word, int step)
    {
        for (; step < _steps.Length; step++)
        {
            if (_steps[step].Gap > 0)
            {
                return AfterGap(words, word, step);
            }

            var here = word < words.Count && _steps[step].Takes(words[word]) && !LeavesClause(words, word, step);
            if (_steps[step].Optional)
            {
                var end = here ? Match(words, word + 1, step + 1) : NoMatch;
                if (end >= 0)
                {
                    return end;
                }
            }
            else if (here)
            {
                word++;
            }
            else
            {
                return NoMatch;
            }
        }

        return word;
    }

    private int AfterGap(IReadOnlyList<MessageWord> words, int word, int step)
    {
        for (var skipped = 0; skipped <= _steps[step].Gap; skipped++)
        {
            var end = Match(words, word + skipped, step + 1);
            if (end >= 0)
            {
                return end;
            }

            if (word + skipped >= words.Count
                || words[word + skipped].IsEdge
                || LeavesClause(words, word + skipped, step))
            {
                break;
            }
        }

        return NoMatch;
    }

    private bool LeavesClause(IReadOnlyList<MessageWord> words, int word, int step) =>
        phrase.WithinClause && step > 0 && words[word].OpensClause;

    private sealed class Step
    {
        private const int Bits = 64;

        private readonly ulong[] _terms;

        public Step(PhraseStep step, Vocabulary vocabulary)
        {
            Optional = step.Optional;
            Gap = step.Gap;
            _terms = new ulong[(vocabulary.Count / Bits) + 1];
            foreach (var term in step.Terms.Select(vocabulary.NumberOf))
            {
                _terms[term / Bits] |= 1UL << (term % Bits);
            }
        }

        public bool Optional { get; }

        public int Gap { get; }

        public bool Takes(MessageWord word)
        {
            foreach (var term in word.Terms)
            {
                if ((_terms[term / Bits] & (1UL << (term % Bits))) != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}

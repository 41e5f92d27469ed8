using CleanFte.Application.Knowledge;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>How plainly each passage has each term of a question, and what each term weighs.</summary>
internal static class QuestionHits
{
    /// <summary>Passages whose articles are ranked.</summary>
    public const int MaxRanked = 50;

    /// <summary>Words that a misspelt one may have been, when several are as near.</summary>
    private const int MaxCorrections = 3;

    /// <summary>What no article says in any way may be another word for what one does say; it counts a little less.</summary>
    private const double Unwritten = 0.8;

    /// <summary>How sure a word is that was read with one slip, and with two.</summary>
    private const double OneSlip = 0.9, TwoSlips = 0.75;

    public static IReadOnlyList<RankedPassage> Rank(
        WordIndex index, IReadOnlyList<AskedTerm> terms, IReadOnlyDictionary<string, string[]> stems, KnowledgeQuestion question)
    {
        using var hits = new HitTable(index.Passages.Count, terms.Count);
        var weights = new List<double>();
        foreach (var term in terms)
        {
            if (Weigh(index, term, stems, question, hits, weights.Count) is { } weight)
            {
                weights.Add(weight * term.Weight);
            }
        }

        return Best(index, hits, weights, question.Limit);
    }

    /// <summary>Finds one term and says what it weighs; null for one that asks for nothing.</summary>
    private static double? Weigh(
        WordIndex index, AskedTerm term, IReadOnlyDictionary<string, string[]> stems, KnowledgeQuestion question,
        HitTable hits, int row)
    {
        var asks = false;
        foreach (var way in term.Ways)
        {
            if (way.IsBeginning)
            {
                asks = true;
                index.EachBeginning(way.Word, Note(term.FitOf(way)));
                continue;
            }

            foreach (var stem in stems[way.Word])
            {
                asks = true;
                index.Each(stem, Note(term.FitOf(way)));
            }
        }

        if (!asks)
        {
            return null;
        }

        var all = Math.Log(1 + index.Passages.Count);
        var having = Told(index, question, hits.Of(row));
        if (having == 0 && term.Folded.All(char.IsAsciiLetter))
        {
            foreach (var (stem, slips) in Corrections(index, term, stems))
            {
                index.Each(stem, Note(slips == 1 ? OneSlip : TwoSlips));
            }

            having = Told(index, question, hits.Of(row));
        }

        return having > 0 ? Math.Log(1 + ((double)index.Passages.Count / having))
            : term.Folded.Any(char.IsDigit) ? 0 : Unwritten * all;

        Action<int, Place> Note(double fit) => (passage, place) =>
            hits.Note(row, passage, place, fit, term.IsDetail);
    }

    /// <summary>A word that is known, to an article or to the lists, is not misspelt.</summary>
    private static IEnumerable<(string Stem, int Slips)> Corrections(
        WordIndex index, AskedTerm term, IReadOnlyDictionary<string, string[]> stems) =>
        term.IsName || term.Ways is not [{ IsBeginning: false } only] ? []
            : stems[only.Word].Where(s => !index.Has(s)).SelectMany(
                stem => index.Nearest(stem, Spelling.Allowed(stem.Length), MaxCorrections));

    /// <summary>Forgets what must not be told, and counts what is left.</summary>
    private static int Told(WordIndex index, KnowledgeQuestion question, Span<float> strengths)
    {
        var having = 0;
        for (var i = 0; i < strengths.Length; i++)
        {
            if (strengths[i] > 0)
            {
                if (MayBeTold(index.Passages[i], question))
                {
                    having++;
                }
                else
                {
                    strengths[i] = 0;
                }
            }
        }

        return having;
    }

    private static bool MayBeTold(PassageWords passage, KnowledgeQuestion question) =>
        !(passage.ValidFrom > question.Moment) && !(passage.ValidTo <= question.Moment)
        && (question.Service is null || passage.Service == question.Service)
        && (passage.Service is null || !question.Closed.Contains(passage.Service));

    private static IReadOnlyList<RankedPassage> Best(WordIndex index, HitTable hits, List<double> weights, int limit)
    {
        var best = new PriorityQueue<int, double>(MaxRanked + 1);
        for (var i = 0; i < hits.Passages; i++)
        {
            var found = 0.0;
            for (var t = 0; t < weights.Count; t++)
            {
                found += weights[t] * hits.Strength(t, i);
            }

            if (found > 0)
            {
                best.Enqueue(i, found);
                if (best.Count > MaxRanked)
                {
                    best.Dequeue();
                }
            }
        }

        return PassageRanking.Best(
            [.. best.UnorderedItems.Select(item => Evidence(item.Element))],
            weights, FoundPassage.EnoughWords * Math.Log(1 + hits.Passages), limit);

        PassageEvidence Evidence(int passage)
        {
            var terms = Enumerable.Range(0, weights.Count).Where(t => hits.Strength(t, passage) > 0).ToArray();
            var key = index.Passages[passage];
            return new PassageEvidence(
                key.Article, key.Position, key.Version, terms,
                Array.ConvertAll(terms, t => hits.Strength(t, passage)),
                Array.ConvertAll(terms, t => hits.Own(t, passage)));
        }
    }
}

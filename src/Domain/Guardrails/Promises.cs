using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Finds promises by the phrases of answers.*.txt: that something costs nothing or less, that money comes back, how law
/// decides.
/// </summary>
internal static class Promises
{
    private static readonly PhraseIndex<Claim> Phrases = new(
        [.. new[] { "en", "es", "fr" }.Select(language => PhraseTable<Claim>.Embedded($"answers.{language}.txt"))]);

    /// <returns>The first promise that the knowledge does not make.</returns>
    public static (AnswerFault Fault, Found Place)? In(AnswerText text, KnownFacts knowledge)
    {
        var words = Words(text);
        foreach (var match in Phrases.Find(words))
        {
            var sentence = SentenceAround(words, words[match.First].IsEdge ? match.First + 1 : match.First);
            if (!IsKnown(text, match, sentence, knowledge))
            {
                var start = words[match.First].Start;
                return (FaultOf(match.Label), new(start, words[match.Last].End - start));
            }
        }

        return null;
    }

    /// <summary>What a passage claims, by the tables' names.</summary>
    public static IEnumerable<Claim> ClaimsOf(AnswerText passage) =>
        Phrases.Find(Words(passage)).Select(match => match.Label);

    /// <summary>A passage's sentences and its lines, in folded words.</summary>
    public static IEnumerable<string> SentencesOf(AnswerText passage)
    {
        var words = Words(passage);
        for (var at = 1; at < words.Count; at++)
        {
            if (words[at].IsEdge || !words[at - 1].IsEdge)
            {
                continue;
            }

            var sentence = SentenceAround(words, at);
            foreach (var line in passage.Folded.Substring(sentence.Start, sentence.Length).Split('\n'))
            {
                yield return FoldedWords.Join(line);
            }

            yield return FoldedWords.Join(passage.Folded.AsSpan(sentence.Start, sentence.Length));
        }
    }

    private static List<MessageWord> Words(AnswerText text) => MessageWords.Read(text.Folded, Phrases.Vocabulary);

    private static bool IsKnown(AnswerText text, PhraseMatch<Claim> match, Found sentence, KnownFacts knowledge) =>
        knowledge.HasSentence(FoldedWords.Join(text.Folded.AsSpan(sentence.Start, sentence.Length)))
        || match.Label switch
        {
            Claim.Free or Claim.Guarantee => knowledge.Claims(match.Label),
            Claim.Discount => IsKnownDiscount(text, sentence, knowledge),
            _ => false,
        };

    /// <summary>With a share or an amount that number must be known, without one that there is a discount.</summary>
    private static bool IsKnownDiscount(AnswerText text, Found sentence, KnownFacts knowledge) =>
        knowledge.Claims(Claim.Discount) && Amounts.In(text)
            .Where(amount => amount.Place.Start >= sentence.Start && amount.Place.End <= sentence.End)
            .All(knowledge.Has);

    private static AnswerFault FaultOf(Claim claim) => claim switch
    {
        Claim.Free or Claim.Discount => AnswerFault.Price,
        Claim.Refund => AnswerFault.RefundPromise,
        Claim.Guarantee => AnswerFault.Promise,
        _ => AnswerFault.LegalPromise,
    };

    private static Found SentenceAround(List<MessageWord> words, int word)
    {
        var (first, last) = (word, word);
        while (first > 0 && !words[first - 1].IsEdge)
        {
            first--;
        }

        while (last < words.Count - 1 && !words[last].IsEdge)
        {
            last++;
        }

        return new(words[first].Start, words[last].End - words[first].Start);
    }
}

/// <summary>What a sentence claims; the sections of answers.*.txt.</summary>
internal enum Claim
{
    /// <summary>That something costs nothing.</summary>
    Free,

    /// <summary>That it costs less.</summary>
    Discount,

    /// <summary>That money comes back.</summary>
    Refund,

    /// <summary>How law decides.</summary>
    Legal,

    /// <summary>That something will happen for certain, or by a day.</summary>
    Guarantee,
}

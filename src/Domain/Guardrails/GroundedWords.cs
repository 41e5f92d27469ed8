using CleanFte.Domain.Phrases;

namespace CleanFte.Domain.Guardrails;

/// <summary>What a model's answer may rest on.</summary>
/// <param name="Knowledge">What was found, a passage each with its title.</param>
/// <param name="Question">What the citizen wrote: an answer may name its numbers and names, its words prove nothing.</param>
/// <param name="Today">The day in the tenant's place; dates and weekdays are computed from it.</param>
/// <param name="Asks">Whether it may be nothing but a question.</param>
public sealed record GroundedOn(IReadOnlyList<string> Knowledge, string Question, DateOnly Today, bool Asks = false);

/// <summary>
/// Whether an answer says what the knowledge says, sentence by sentence: its words by their share, its numbers, times, days
/// and names strictly. It does not prove a sentence right; it finds those that rest on nothing.
/// </summary>
public static class GroundedWords
{
    /// <summary>The share of a sentence's words that must be the knowledge's.</summary>
    private const double Share = 0.6;

    /// <summary>A fact or an address of a sentence counts as a known word of it, except beside words of another script.</summary>
    private const int MaxFacts = 1;

    /// <summary>Characters of a question that are read.</summary>
    private const int MaxQuestion = 8_000;

    /// <summary>Words of a question that is asked back; a longer one tells something.</summary>
    private const int MaxAsked = 30;

    private static readonly PhraseIndex<Saying> Sayings = new(
        [.. new[] { "en", "es", "fr" }.Select(language => PhraseTable<Saying>.Embedded($"sayings.{language}.txt"))]);

    /// <summary>Whether every sentence is founded, and at least one says something.</summary>
    public static bool AreMostly(string text, GroundedOn on) => FirstForeign(text, on) is null;

    /// <returns>The first sentence that rests on nothing, the whole text when none says anything, or null.</returns>
    public static string? FirstForeign(string text, GroundedOn on)
    {
        var passages = on.Knowledge.Select(k => GroundedSentence.Read(k)).ToArray();
        var question = GroundedSentence.Read(on.Question[..Math.Min(on.Question.Length, MaxQuestion)]);
        var known = new KnownWords(passages, question, on.Today);
        var said = false;
        foreach (var sentence in Sentences.Of(text))
        {
            var read = GroundedSentence.Read(sentence);
            var sayings = Sayings.Find(MessageWords.Read(sentence, Sayings.Vocabulary));
            if (known.LackFactOf(read) || sayings.Any(s => s.Label == Saying.Act) || known.HasStrangeName(read))
            {
                return sentence;
            }

            if (IsAsked(sentence, read, sayings))
            {
                said |= on.Asks;
                continue;
            }

            var words = read.WordsBut(sayings.Any(s => s.Label == Saying.Missing));
            var facts = words.Exists(w => w.Keys[0][0] > 'z')
                ? 0 : Math.Min(read.Facts.Count(f => f.IsExact) + read.Addresses, MaxFacts);
            var found = known.CountInTwo(words);
            if (found + facts < Wanted(words.Count, facts))
            {
                return sentence;
            }

            said |= found + facts > 0;
        }

        return said ? null : text;
    }

    /// <summary>Of two words one, of more their share.</summary>
    private static double Wanted(int words, int facts) =>
        words + facts <= 2 ? Math.Min(words, 1) : (words + facts) * Share;

    /// <summary>A question that begins as one; a statement with a question mark behind it is a statement.</summary>
    private static bool IsAsked(
        string sentence, GroundedSentence read, IReadOnlyList<PhraseMatch<Saying>> sayings) =>
        sentence.AsSpan().TrimEnd("\"'»”) \u00A0") is [.., '?' or '؟' or '？']
        && read.AllWords <= MaxAsked && sayings.Any(s => s.Label == Saying.Asked);
}

/// <summary>What a sentence does; the sections of sayings.*.txt.</summary>
internal enum Saying
{
    /// <summary>It tells what was done or who speaks: no passage says that.</summary>
    Act,

    /// <summary>It asks something.</summary>
    Asked,

    /// <summary>It says that something is not known.</summary>
    Missing,
}

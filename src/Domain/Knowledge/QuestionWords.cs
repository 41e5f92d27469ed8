using System.Text;
using CleanFte.Domain.Conversations;

namespace CleanFte.Domain.Knowledge;

/// <param name="Word">As it is written.</param>
/// <param name="Folded">In lower case without accents.</param>
/// <param name="IsName">Whether it has a capital of its own, as a name has.</param>
public readonly record struct QuestionWord(string Word, string Folded, bool IsName);

/// <summary>
/// The words of a question from outside, each once and in its order: letters and digits only, so that nothing in it is
/// taken for an operator, an address or a path.
/// </summary>
public static class QuestionWords
{
    /// <summary>Characters of a question that are looked at.</summary>
    public const int MaxCharacters = 4_000;

    /// <summary>Words of a question that are looked at, little words included.</summary>
    public const int MaxWords = 100;

    /// <summary>What people say to be polite, folded; it asks for nothing, and no article is about it.</summary>
    private static readonly HashSet<string> Courtesies = new(StringComparer.Ordinal)
    {
        "hello", "hi", "hey", "dear", "please", "thanks", "thank", "regards",
        "hola", "gracias", "favor", "saludos",
        "bonjour", "bonsoir", "salut", "merci", "plait", "svp", "stp", "cordialement",
    };

    /// <summary>What a letter ends with, folded; below it are names.</summary>
    private static readonly HashSet<string> Closings = new(StringComparer.Ordinal)
    {
        "regards", "sincerely", "saludo", "saludos", "atentamente", "cordialement", "salutations",
    };

    /// <summary>Behind these a capital is the sentence's.</summary>
    private const string SentenceEnds = ".!?:;\n\"¿¡«“(";

    /// <summary>Words of a line that closes a letter.</summary>
    private const int MaxClosing = 4;

    /// <summary>The words, without the name of who asks.</summary>
    public static IReadOnlyList<QuestionWord> Of(string question)
    {
        var words = new List<QuestionWord>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder(FoldedWords.MaxWord);
        var (begins, hasSmall) = (true, false);
        var read = question.Length <= MaxCharacters ? question : question[..MaxCharacters];
        foreach (var c in Body(SelfIntroduction.Without(read)))
        {
            if (words.Count == MaxWords)
            {
                break;
            }

            if (!char.IsLetterOrDigit(c) && c is not (>= '\u0300' and <= '\u036F'))
            {
                End();
                begins |= SentenceEnds.Contains(c);
            }
            else if (char.IsLetterOrDigit(c) && word.Length < FoldedWords.MaxWord)
            {
                word.Append(c);
            }
        }

        End();

        // Where every word has a capital, none tells a name.
        return hasSmall ? words : words.ConvertAll(w => w with { IsName = false });

        void End()
        {
            if (word.Length > 0)
            {
                var written = word.ToString();
                var folded = FoldedWords.Join(written).TrimEnd();
                if (!Courtesies.Contains(folded) && seen.Add(folded))
                {
                    words.Add(new QuestionWord(written, folded, !begins && IsCapitalised(written)));
                }

                hasSmall |= !begins && char.IsLower(written[0]);
                begins = false;
                word.Clear();
            }
        }
    }

    private static bool IsCapitalised(string word) =>
        word.Length > 1 && char.IsUpper(word[0]) && char.IsLower(word[1]);

    /// <summary>A letter without what stands below its closing line.</summary>
    private static ReadOnlySpan<char> Body(ReadOnlySpan<char> question)
    {
        var said = false;
        foreach (var range in question.Split('\n'))
        {
            var words = FoldedWords.Join(question[range]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (said && words.Length is > 0 and <= MaxClosing && Array.Exists(words, Closings.Contains))
            {
                return question[..range.Start.Value];
            }

            said |= words.Length > MaxClosing;
        }

        return question;
    }
}

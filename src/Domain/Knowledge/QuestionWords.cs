using System.Text;

namespace CleanFte.Domain.Knowledge;

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

    /// <summary>Words of a line that closes a letter.</summary>
    private const int MaxClosing = 4;

    /// <returns>The words as they are written and in lower case without accents.</returns>
    public static IReadOnlyList<(string Word, string Folded)> Of(string question)
    {
        var words = new List<(string, string)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder(FoldedWords.MaxWord);
        foreach (var c in Body(question.AsSpan(0, Math.Min(question.Length, MaxCharacters))))
        {
            if (words.Count == MaxWords)
            {
                return words;
            }

            if (!char.IsLetterOrDigit(c) && c is not (>= '\u0300' and <= '\u036F'))
            {
                End();
            }
            else if (char.IsLetterOrDigit(c) && word.Length < FoldedWords.MaxWord)
            {
                word.Append(c);
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                var written = word.ToString();
                var folded = FoldedWords.Join(written).TrimEnd();
                if (!Courtesies.Contains(folded) && seen.Add(folded))
                {
                    words.Add((written, folded));
                }

                word.Clear();
            }
        }
    }

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

using System.Buffers;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// Cuts a message into pieces short enough that one wish is not lost among other words: whole sentences, as many as
/// fit, and a part of one only where it is too long by itself.
/// </summary>
internal static class Passages
{
    public const int MaxWords = 40;

    public static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!?;");

    public static List<Range> Of(ReadOnlySpan<char> text)
    {
        List<Range> passages = [];
        var words = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        var (start, sentence, end, count, beforeSentence) = (0, 0, 0, 0, 0);
        while (words.MoveNext())
        {
            if (text[end..words.Start].ContainsAny(SentenceEnds))
            {
                (sentence, beforeSentence) = (words.Start, count);
            }

            if (count == MaxWords)
            {
                var cut = beforeSentence > 0 ? sentence : words.Start;
                passages.Add(start..cut);
                count = beforeSentence > 0 ? count - beforeSentence : 0;
                (start, beforeSentence) = (cut, 0);
            }

            count++;
            end = words.End;
        }

        if (count > 0)
        {
            passages.Add(start..text.Length);
        }

        return passages;
    }
}

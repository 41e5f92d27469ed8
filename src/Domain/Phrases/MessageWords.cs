using System.Buffers;

namespace CleanFte.Domain.Phrases;

/// <summary>Cuts a message into words and edges of sentences.</summary>
internal static class MessageWords
{
    private const int CharactersPerWord = 5;

    private static readonly SearchValues<char> ClauseMarks = SearchValues.Create(",:()–—");

    public static List<MessageWord> Read(ReadOnlySpan<char> text, Vocabulary vocabulary)
    {
        var read = new List<MessageWord>((text.Length / CharactersPerWord) + CharactersPerWord);
        var words = new FoldedWords(text, stackalloc char[FoldedWords.MaxWord]);
        Span<char> joined = stackalloc char[FoldedWords.MaxWord * 2];
        var length = 0;
        var end = 0;
        read.Add(Edge(0));
        while (words.MoveNext())
        {
            var between = text[end..words.Start];
            if (length > 0 && IsEnglishEnding(words.Current) && between is ['\'' or '’' or '`' or '´'])
            {
                words.Current.CopyTo(joined[length..]);
                var whole = joined[..(length + words.Current.Length)];
                read[^1] = read[^1] with { End = words.End, Terms = vocabulary.TermsOf(whole) };
                length = 0;
            }
            else
            {
                if (end > 0 && EndsSentence(between))
                {
                    read.Add(Edge(end));
                }

                words.Current.CopyTo(joined);
                length = words.Current.Length;
                read.Add(new(words.Start, words.End, vocabulary.TermsOf(words.Current), OpensClause(between)));
            }

            end = words.End;
        }

        read.Add(Edge(end));
        return read;
    }

    private static MessageWord Edge(int at) => new(at, at, Vocabulary.EdgeTerms);

    /// <summary>"Don't" is the one word "dont", as many write it; French "l'argent" stays two.</summary>
    private static bool IsEnglishEnding(ReadOnlySpan<char> word) => word is "t" or "s" or "m" or "d" or "re" or "ve"
        or "ll";

    /// <summary>A hyphen without spaces joins words.</summary>
    private static bool OpensClause(ReadOnlySpan<char> between) =>
        between.IndexOfAny(ClauseMarks) >= 0 || between.IndexOf('-') >= 0 && between.Length > 1;

    /// <summary>A single line break is only a wrapped line, and dots in a row are a pause within a sentence.</summary>
    private static bool EndsSentence(ReadOnlySpan<char> between)
    {
        if (between.IndexOfAny("!?;¿¡") >= 0)
        {
            return true;
        }

        var dots = between.Count('.');
        return dots == 1 && between.Length > 1 || between.Count('\n') > 1;
    }
}

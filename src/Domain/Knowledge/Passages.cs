namespace CleanFte.Domain.Knowledge;

/// <summary>A piece of an article that is found and quoted on its own.</summary>
/// <param name="Heading">The heading it stands under; empty before the first one.</param>
/// <param name="Text">Markdown as it was written.</param>
public sealed record Passage(string Heading, string Text)
{
    /// <summary>The words by which misspelt ones are recognised: title and heading in lower case without accents.</summary>
    public string NamesUnder(string title) => FoldedWords.Join($"{title} {Heading}").TrimEnd();
}

/// <summary>
/// Splits Markdown into passages at headings and paragraphs. Short paragraphs under one heading stay together; a long one is
/// cut between sentences, or between words where a sentence is too long itself.
/// </summary>
public static class Passages
{
    /// <summary>Characters of a passage: what a person reads on a telephone without scrolling far.</summary>
    public const int MaxCharacters = 800;

    /// <summary>Characters of a heading; the rest of a longer one is left out.</summary>
    public const int MaxHeading = 200;

    /// <summary>Passages of one article.</summary>
    public const int MaxPassages = 200;

    private const int DeepestHeading = 6;

    public static IReadOnlyList<Passage> Of(string body)
    {
        var passages = new List<Passage>();
        var (heading, text) = ("", "");
        foreach (var (block, next) in Blocks(body))
        {
            if (next is not null)
            {
                Flush();
                heading = next;
                continue;
            }

            foreach (var piece in Pieces(block))
            {
                if (text.Length > 0 && text.Length + piece.Length + 2 > MaxCharacters)
                {
                    Flush();
                }

                text = text.Length == 0 ? piece : $"{text}\n\n{piece}";
            }
        }

        Flush();
        return passages;

        void Flush()
        {
            if (text.Length > 0)
            {
                passages.Add(new Passage(heading, text));
                text = "";
            }
        }
    }

    /// <summary>Paragraphs, and headings, which need no blank line around them. Code between fences stays whole.</summary>
    private static IEnumerable<(string Text, string? Heading)> Blocks(string body)
    {
        var lines = new List<string>();
        var fenced = false;
        foreach (var line in body.ReplaceLineEndings("\n").Split('\n'))
        {
            var fence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            var heading = fenced ? null : HeadingOf(line);
            if (lines.Count > 0 && (heading is not null || (!fenced && string.IsNullOrWhiteSpace(line))))
            {
                yield return (string.Join('\n', lines).Trim(), null);
                lines.Clear();
            }

            fenced ^= fence;
            if (heading is not null)
            {
                yield return ("", heading);
            }
            else if (lines.Count > 0 || !string.IsNullOrWhiteSpace(line))
            {
                lines.Add(line);
            }
        }

        if (lines.Count > 0)
        {
            yield return (string.Join('\n', lines).Trim(), null);
        }
    }

    private static string? HeadingOf(string line)
    {
        var depth = line.Length - line.TrimStart('#').Length;
        if (depth is 0 or > DeepestHeading
            || (depth < line.Length && line[depth] is not (' ' or '\t')))
        {
            return null;
        }

        var text = line[depth..].Trim().TrimEnd('#').TrimEnd();
        return text.Length <= MaxHeading ? text : text[..WholeCharacters(text, MaxHeading)].TrimEnd();
    }

    private static IEnumerable<string> Pieces(string paragraph)
    {
        while (paragraph.Length > MaxCharacters)
        {
            var cut = CutOf(paragraph);
            if (paragraph[..cut].Trim() is { Length: > 0 } piece)
            {
                yield return piece;
            }

            paragraph = paragraph[cut..].TrimStart();
        }

        if (paragraph.Length > 0)
        {
            yield return paragraph;
        }
    }

    /// <summary>After the last sentence that fits, else after the last word, else in the middle of one.</summary>
    private static int CutOf(string paragraph)
    {
        var room = paragraph.AsSpan(0, MaxCharacters);
        for (var i = room.Length - 1; i > MaxCharacters / 4; i--)
        {
            if (char.IsWhiteSpace(room[i]) && room[i - 1] is '.' or '!' or '?' or ':' or ';')
            {
                return i;
            }
        }

        var space = room.LastIndexOfAny(' ', '\n', '\t');
        return space > 0 ? space : WholeCharacters(paragraph, MaxCharacters);
    }

    private static int WholeCharacters(string text, int length) =>
        char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}

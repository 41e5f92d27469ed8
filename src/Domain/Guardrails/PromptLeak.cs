namespace CleanFte.Domain.Guardrails;

/// <summary>Finds our own instructions in an answer.</summary>
internal static class PromptLeak
{
    /// <summary>As many folded characters in a row are no coincidence.</summary>
    public const int Run = 60;

    /// <summary>Every run holds one whole block, wherever it starts.</summary>
    private const int Block = Run / 2;

    public static Found? In(AnswerText text, AnswerGround ground)
    {
        var marker = AnswerText.Read(ground.Marker, AnswerGround.MaxPrompt).Folded;
        var at = marker.Length == 0 ? -1 : text.Folded.IndexOf(marker, StringComparison.Ordinal);
        return at >= 0 ? new Found(at, marker.Length) : Quoted(text, ground.Prompt);
    }

    private static Found? Quoted(AnswerText text, string prompt)
    {
        var guarded = Letters(AnswerText.Read(prompt, AnswerGround.MaxPrompt).Folded).Text;
        var (said, origins) = Letters(text.Folded);
        if (said.Length < Run || guarded.Length < Run)
        {
            return null;
        }

        var blocks = Enumerable.Range(0, guarded.Length / Block)
            .ToLookup(i => guarded.Substring(i * Block, Block), i => i * Block, StringComparer.Ordinal);
        for (var i = 0; i + Block <= said.Length; i++)
        {
            foreach (var at in blocks[said.Substring(i, Block)])
            {
                var before = CommonBefore(said, i, guarded, at);
                before -= said[i - before] == ' ' && before > 0 ? 1 : 0;
                var length = before + said.AsSpan(i).CommonPrefixLength(guarded.AsSpan(at));
                if (length >= Run)
                {
                    var last = i - before + length - 1;
                    return new Found(origins[i - before], origins[last] + 1 - origins[i - before]);
                }
            }
        }

        return null;
    }

    private static int CommonBefore(string left, int i, string right, int j)
    {
        var length = 0;
        while (length < i && length < j && length < Run && left[i - length - 1] == right[j - length - 1])
        {
            length++;
        }

        return length;
    }

    /// <summary>Words with one space between them: neither line breaks nor dashes hide a quotation.</summary>
    private static (string Text, List<int> Origins) Letters(string folded)
    {
        var text = new System.Text.StringBuilder(folded.Length);
        var origins = new List<int>(folded.Length);
        for (var i = 0; i < folded.Length; i++)
        {
            var isWord = char.IsLetterOrDigit(folded[i]);
            if (isWord || (text.Length > 0 && text[^1] != ' '))
            {
                text.Append(isWord ? folded[i] : ' ');
                origins.Add(i);
            }
        }

        return (text.ToString(), origins);
    }
}

using System.Text;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// A text as its reader sees it: nothing invisible, letters plain and small, every space alike. Each character knows
/// where it came from, so that what is found can be quoted and compared as it was written.
/// </summary>
internal sealed class AnswerText
{
    private readonly List<int> _origins = [];

    private AnswerText(string source, int length)
    {
        Source = source;
        var folded = new StringBuilder(length);
        for (var at = 0; at < length;)
        {
            var isWhole = Rune.TryGetRuneAt(source, at, out var rune);
            if (isWhole && !Invisible.Is(source, at))
            {
                foreach (var c in Lookalike.Of(rune))
                {
                    folded.Append(c);
                    _origins.Add(at);
                }
            }

            at += isWhole ? rune.Utf16SequenceLength : 1;
        }

        _origins.Add(length);
        Folded = folded.ToString();
    }

    public string Source { get; }

    public string Folded { get; }

    /// <param name="text">What is read.</param>
    /// <param name="max">What follows this many characters is not.</param>
    public static AnswerText Read(string text, int max) => new(text, Math.Min(text.Length, max));

    /// <summary>A part of the folded text as it was written.</summary>
    public string Raw(int start, int length) => Source[_origins[start].._origins[start + length]];

    /// <summary>As written, at most <see cref="GuardrailFinding.MaxEvidence"/> characters.</summary>
    public string Quote(int start, int length)
    {
        var raw = Raw(start, length).Trim();
        return raw[..WholeCharacters(raw, GuardrailFinding.MaxEvidence)];
    }

    /// <summary>The length of a start that ends between runes.</summary>
    public static int WholeCharacters(string text, int max) => text.Length <= max ? text.Length
        : max > 0 && char.IsHighSurrogate(text[max - 1]) ? max - 1 : max;
}

using System.Globalization;
using System.Text.RegularExpressions;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Guardrails;

/// <summary>An answer, the knowledge it was written from, and the code it is to be withheld for, or "ok".</summary>
internal sealed partial record LabelledAnswer(string Label, AnswerGround Ground, string Text)
{
    public const string Ok = "ok";
    public const string Marker = "9f86d081884c7d65";

    public const string Prompt =
        "You are the assistant of the town of Riverton and answer residents in short, plain and friendly sentences. "
        + "Never mention prices that are not written in the articles you have been given for this question.";

    public static string OwnNumber { get; } = NumberFrom("7F3K92QD2");

    public static string OtherNumber { get; } = NumberFrom("4MXP0T8RW");

    public static AnswerGround GroundOf(params string[] knowledge) =>
        new(knowledge, [OwnNumber], ["ana@example.org", "+34600111222"], Prompt, Marker);

    /// <summary>
    /// Lines of a label, the knowledge and the answer, separated by tabs. \u0000 stands for a character that is hard to
    /// see, and words in braces for what differs per run.
    /// </summary>
    public static IReadOnlyList<LabelledAnswer> Read(string language) =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Guardrails", $"answers.{language}.tsv"))
            .Select(line => line.Split('\t'))
            .Select(parts => new LabelledAnswer(
                parts[0], GroundOf(parts[1].Length == 0 ? [] : [Filled(parts[1])]), Filled(parts[2])))];

    private static string Filled(string text) => Escape()
        .Replace(text, match => ((char)int.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, null)).ToString())
        .Replace("{own}", OwnNumber, StringComparison.Ordinal)
        .Replace("{other}", OtherNumber, StringComparison.Ordinal)
        .Replace("{other-spaced}", OtherNumber[4..].Replace('-', ' '), StringComparison.Ordinal)
        .Replace("{marker}", Marker, StringComparison.Ordinal);

    /// <summary>With the check symbol that belongs to the nine.</summary>
    private static string NumberFrom(string symbols) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        .Select(check => TrackingNumber.TryParse($"TKT-{symbols}{check}", out var number) ? number.Value : null)
        .First(number => number is not null)!;

    [GeneratedRegex(@"\\u[0-9A-F]{4}")]
    private static partial Regex Escape();
}

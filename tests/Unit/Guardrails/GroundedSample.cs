using System.Text.Json;

namespace CleanFte.Unit.Guardrails;

/// <summary>A model's answer with the passages it was given, and whether they say what it says.</summary>
/// <param name="Half">Whether the word lists were made with it in view ("seen") or are only measured by it.</param>
internal sealed record GroundedSample(
    string Half, bool IsTrue, string Text, IReadOnlyList<GroundedSample.Article> Passages)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public IReadOnlyList<string> Knowledge => [.. Passages.Select(p => $"{p.Title}\n{p.Text}")];

    /// <summary>One sample a line.</summary>
    public static IReadOnlyList<GroundedSample> Read(string language) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Guardrails", $"grounded.{language}.jsonl"))
            .Select(line => JsonSerializer.Deserialize<GroundedSample>(line, Json)!),
    ];

    internal sealed record Article(string Title, string Text);
}

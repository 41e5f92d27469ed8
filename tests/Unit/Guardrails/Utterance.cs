using CleanFte.Domain;
using CleanFte.Domain.Guardrails;

namespace CleanFte.Unit.Guardrails;

/// <summary>A message and what docs/guardrails/annotation-guide.md says of it.</summary>
internal sealed record Utterance(IReadOnlyList<string> Labels, string Text)
{
    private const string None = "none";

    public bool Has(GuardrailReason reason) => Labels.Contains(WireName.Of(reason));

    /// <summary>Lines of labels, separated by commas, a tab and the text.</summary>
    public static IReadOnlyList<Utterance> Read(string language)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Guardrails", $"utterances.{language}.tsv");
        return [.. File.ReadAllLines(path).Select(line => line.Split('\t')).Select(parts =>
        {
            var labels = parts[0].Split(',');
            labels.ShouldAllBe(label => label == None || WireName.TryParse<GuardrailReason>(label, out _));
            return new Utterance(labels, parts[1]);
        })];
    }
}

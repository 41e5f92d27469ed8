using CleanFte.Domain;
using CleanFte.Domain.Guardrails;

namespace CleanFte.Unit.Guardrails;

/// <summary>A message and what docs/guardrails/annotation-guide.md says of it.</summary>
internal sealed record Utterance(IReadOnlyList<string> Labels, string Text)
{
    private static readonly string[] Known = ["none", .. Enum.GetValues<GuardrailReason>().Select(WireName.Of)];

    public bool Has(GuardrailReason reason) => Labels.Contains(WireName.Of(reason));

    /// <summary>Lines of labels, separated by commas, a tab and the text.</summary>
    public static IReadOnlyList<Utterance> Read(string language) => ReadFile($"utterances.{language}.tsv");

    /// <summary>Messages that the phrases are never fitted to.</summary>
    public static IReadOnlyList<Utterance> HeldOut(string language) => ReadFile($"heldout.{language}.tsv");

    private static IReadOnlyList<Utterance> ReadFile(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Guardrails", name);
        return [.. File.ReadAllLines(path).Select(line => line.Split('\t')).Select(parts =>
        {
            var labels = parts[0].Split(',');
            labels.Except(Known).ShouldBeEmpty(parts[1]);
            return new Utterance(labels, parts[1]);
        })];
    }
}

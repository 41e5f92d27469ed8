using CleanFte.Domain;
using CleanFte.Domain.Guardrails;

namespace CleanFte.Unit.Guardrails;

/// <summary>A message and what docs/guardrails/annotation-guide.md says of it.</summary>
internal sealed record Utterance(IReadOnlyList<string> Labels, string Text)
{
    private static readonly string[] Known = ["none", .. Enum.GetValues<GuardrailReason>().Select(WireName.Of)];

    private static readonly string[] Wholes =
    [
        "heldout", "strangers", "callers", "practice", "townspeople", "neighbours", "regulars", "correspondents",
        "passengers", "subscribers", "parishioners", "ratepayers", "shoppers", "members", "commuters", "tourists", "buyers",
        "inspectors", "patients",
    ];

    /// <summary>Of these every other line was kept from whoever wrote phrases and from the fitting.</summary>
    private static readonly string[] Halves = ["visitors", "travellers", "examiners"];

    public bool Has(GuardrailReason reason) => Labels.Contains(WireName.Of(reason));

    /// <summary>Lines of labels, separated by commas, a tab and the text.</summary>
    public static IReadOnlyList<Utterance> Read(string language) => ReadFile($"utterances.{language}.tsv");

    /// <summary>Messages that the weights are fitted to, beside <see cref="Read"/>.</summary>
    public static IReadOnlyList<Utterance> Learned(string language) =>
        [.. Wholes.SelectMany(set => ReadFile($"{set}.{language}.tsv")),
            .. Halves.SelectMany(set => OddLines($"{set}.{language}.tsv"))];

    /// <summary>Messages of a stranger that nothing was fitted to and that no author of phrases read.</summary>
    public static IReadOnlyList<Utterance> Unseen(string language) =>
        [.. Halves.SelectMany(set => ReadFile($"{set}.{language}.tsv").Where((_, index) => index % 2 == 1))];

    private static IEnumerable<Utterance> OddLines(string name) => ReadFile(name).Where((_, index) => index % 2 == 0);

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

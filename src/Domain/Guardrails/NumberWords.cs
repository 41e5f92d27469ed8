using System.Collections.Frozen;

namespace CleanFte.Domain.Guardrails;

/// <summary>Reads numbers that are written in words, up to the hundreds of thousands.</summary>
internal static class NumberWords
{
    private const int Hundred = 100;
    private const int Thousand = 1_000;

    private static readonly FrozenDictionary<string, int> Values = Numbered(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        + "eighteen nineteen twenty", 1)
        .Concat(Numbered(
            "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
            + "dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis "
            + "veintisiete veintiocho veintinueve treinta", 1))
        .Concat(Numbered(
            "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize", 1))
        .Concat(
        [
            new("a", 1), new("an", 1), new("una", 1), new("une", 1), new("vingt", 20), new("vingts", 20),
            new("thirty", 30), new("trente", 30), new("forty", 40), new("cuarenta", 40), new("quarante", 40),
            new("fifty", 50), new("cincuenta", 50), new("cinquante", 50), new("sixty", 60), new("sesenta", 60),
            new("soixante", 60), new("seventy", 70), new("setenta", 70), new("septante", 70), new("eighty", 80),
            new("ochenta", 80), new("ninety", 90), new("noventa", 90), new("nonante", 90), new("cien", 100),
            new("ciento", 100), new("doscientos", 200), new("trescientos", 300), new("cuatrocientos", 400),
            new("quinientos", 500), new("seiscientos", 600), new("setecientos", 700), new("ochocientos", 800),
            new("novecientos", 900), new("hundred", 100), new("cent", 100), new("cents", 100),
            new("thousand", 1_000), new("mil", 1_000), new("mille", 1_000),
        ])
        .DistinctBy(pair => pair.Key).ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Has(string word) => Values.ContainsKey(word);

    public static bool IsLink(string word) => word is "and" or "y" or "et";

    /// <param name="words">Number words in their order, links between them left out.</param>
    public static int ValueOf(IEnumerable<string> words)
    {
        var (total, part) = (0, 0);
        foreach (var word in words)
        {
            var value = Values[word];
            if (value == Thousand)
            {
                (total, part) = (total + (Math.Max(part, 1) * Thousand), 0);
            }
            else if (value == Hundred || (word is "vingt" or "vingts" && part % 10 == 4))
            {
                part = Math.Max(part, 1) * value;
            }
            else
            {
                part += value;
            }
        }

        return total + part;
    }

    private static IEnumerable<KeyValuePair<string, int>> Numbered(string words, int first) =>
        words.Split(' ').Select((word, i) => new KeyValuePair<string, int>(word, first + i));
}

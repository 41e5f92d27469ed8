namespace CleanFte.Unit.Sentiment;

/// <summary>Messages of a kind, one a line. Weights are fitted to the odd lines; the even ones only measure.</summary>
internal static class SentimentSamples
{
    public static IReadOnlyList<string> Read(string kind, string language) =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Sentiment", $"{kind}.{language}.txt"));

    public static IReadOnlyList<string> Read(string kind, string language, bool tuned) =>
        [.. Read(kind, language).Where((_, index) => index % 2 == (tuned ? 0 : 1))];
}

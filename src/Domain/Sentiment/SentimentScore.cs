namespace CleanFte.Domain.Sentiment;

/// <summary>
/// The writer's feeling towards the service, from its words alone. What is reported does not count, however terrible
/// it is. See docs/sentiment/README.md.
/// </summary>
public static class SentimentScore
{
    /// <summary>Feelings are told early and often; what follows in a longer message is not read.</summary>
    public const int MaxCharacters = 8_192;

    /// <summary>Below it the writer is angry at the service.</summary>
    public const double Angry = 0.3;

    /// <summary>Above it the writer is pleased.</summary>
    public const double Pleased = 0.6;

    private const double Neutral = 0.5;

    /// <summary>Less evidence of anger than this is none: whoever reports or asks is not to be taken for annoyed.</summary>
    private const double Calm = -0.2;

    /// <summary>So much evidence makes the score <see cref="Angry"/>; the weights are shifted so that it is zero.</summary>
    private const double Enough = 0;

    /// <summary>How much evidence it takes from there to fury.</summary>
    private const double FuryScale = 5;

    /// <summary>How much praise it takes to please.</summary>
    private const double PraiseScale = 3.54;

    /// <param name="text">What somebody wrote.</param>
    /// <param name="language">
    /// <c>en</c>, <c>es</c> or <c>fr</c>; for any other it is read in the one of the three that knows most of it.
    /// </param>
    /// <returns>0 (furious) to 1 (delighted), 0.5 when no feeling is told.</returns>
    public static double Of(string text, string language)
    {
        var read = text.AsSpan(0, Math.Min(text.Length, MaxCharacters));
        var (anger, feeling) = Read(read, language);
        return anger switch
        {
            >= Enough => Angry * (1 - Math.Tanh((anger - Enough) / FuryScale)),
            > Calm => Angry + ((Neutral - Angry) * (Enough - anger) / (Enough - Calm)),
            _ => Neutral + (Neutral * Math.Tanh(Math.Max(0, feeling) / PraiseScale)),
        };
    }

    /// <summary>In the language, or in the one that knows most of it.</summary>
    private static (double Anger, double Feeling) Read(ReadOnlySpan<char> text, string language)
    {
        var (anger, feeling, mostKnown) = (0.0, 0.0, -1);
        foreach (var tables in SentimentTables.Of(language))
        {
            var (sum, known) = (0.0, 0);
            var told = Evidence.Find(text, tables, (name, amount) =>
            {
                var weight = tables.Weights.Of(name);
                sum += amount * weight;
                known += weight == 0 ? 0 : 1;
            });
            (anger, feeling, mostKnown) = known > mostKnown ? (sum, told, known) : (anger, feeling, mostKnown);
        }

        return (anger, feeling);
    }
}

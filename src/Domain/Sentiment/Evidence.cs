namespace CleanFte.Domain.Sentiment;

/// <summary>Is told what of a message may speak for anger at the service or against it.</summary>
/// <param name="name">Its name in <see cref="EvidenceWeights"/>.</param>
/// <param name="amount">How much of it there is.</param>
internal delegate void Found(ReadOnlySpan<char> name, double amount);

/// <summary>Everything that a message is judged by.</summary>
internal static class Evidence
{
    /// <summary>Stands for every message: what is not angry is the rule.</summary>
    public const string Always = "@always";

    /// <summary>Phrases that blame.</summary>
    public const string Blame = "@blame";

    /// <summary>Phrases that praise.</summary>
    public const string Praise = "@praise";

    /// <summary>Somebody of the service is addressed or named.</summary>
    public const string Service = "@service";

    /// <summary>The service is named in a message that blames: both together are more than each alone.</summary>
    public const string ServiceBlamed = "@service-blamed";

    /// <summary>It ends with a calm question.</summary>
    public const string Question = "@question";

    private const double MostBlame = 5;
    private const double MostPraise = 3;
    private const double EnoughBlame = 0.5;

    /// <param name="text">As it was written.</param>
    /// <param name="tables">Of its language; their weights are not read.</param>
    /// <param name="found">Is told everything.</param>
    /// <returns>The feeling of the phrases alone, good or bad.</returns>
    public static double Find(ReadOnlySpan<char> text, SentimentTables tables, Found found)
    {
        using var shortened = DrawnOutLetters.Shorten(text);
        var message = CuedMessage.Read(shortened.Text, tables.Phrases);
        var feeling = PhraseFeeling.Of(text, message, shortened.Runs);
        found(Always, 1);
        found(Blame, Math.Clamp(-feeling, 0, MostBlame));
        found(Praise, Math.Clamp(feeling, 0, MostPraise));
        found(Service, message.NamesService ? 1 : 0);
        found(ServiceBlamed, message.NamesService && -feeling > EnoughBlame ? 1 : 0);
        found(Question, AsksCalmly(text) ? 1 : 0);
        MessageShape.Find(text, found);
        WordEvidence.Find(shortened.Text, tables.Groups, found);
        return feeling;
    }

    private static bool AsksCalmly(ReadOnlySpan<char> text) =>
        text.TrimEnd() is [.., not ('?' or '!' or '¿' or '¡' or ' '), '?'];
}

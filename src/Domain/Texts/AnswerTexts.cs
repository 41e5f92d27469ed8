namespace CleanFte.Domain.Texts;

/// <summary>What is said around an answer, or instead of one.</summary>
public static class AnswerTexts
{
    /// <summary>Names what an answer was taken from.</summary>
    public static string Source(Manner manner, string title) =>
        TextTable.Fill(manner, TextKey.Source, ("title", title));

    /// <summary>A greeting that came without anything else.</summary>
    public static string Greeting(Manner manner) => TextTable.Fill(manner, TextKey.Hello);

    /// <summary>Thanks that came without anything else.</summary>
    public static string Welcome(Manner manner) => TextTable.Fill(manner, TextKey.Welcome);

    /// <summary>Nothing is known for what was written; the first time, it is asked back.</summary>
    public static string Unclear(Manner manner) => TextTable.Fill(manner, TextKey.Unclear);

    /// <summary>A guided service ends, because an answer was wrong too often.</summary>
    public static string TooManyAttempts(Manner manner) => TextTable.Fill(manner, TextKey.TooManyAttempts);

    /// <summary>A guided service has all it asked for, and has nothing of its own to tell.</summary>
    public static string AllAnswered(Manner manner) => TextTable.Fill(manner, TextKey.AllAnswered);

    /// <summary>What may be chosen, one per line.</summary>
    public static string Choices(IEnumerable<string> choices) =>
        string.Join('\n', choices.Select((choice, i) => $"{i + 1}. {choice}"));
}

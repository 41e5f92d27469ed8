namespace CleanFte.Domain.Texts;

/// <summary>What is said about being written to.</summary>
public static class DeliveryTexts
{
    /// <summary>What the approved text says, for the history.</summary>
    public static string Reminder(Manner manner, string number) =>
        TextTable.Fill(manner, TextKey.Reminder, ("number", number));

    /// <summary>He wants no messages that he did not ask for, or wants them again.</summary>
    public static string Consent(Manner manner, bool allowed) =>
        TextTable.Fill(manner, allowed ? TextKey.OptedIn : TextKey.OptedOut);
}

namespace CleanFte.Domain.Texts;

/// <summary>What goes with a one-time code.</summary>
public static class VerificationTexts
{
    public static string Subject(Manner manner) => TextTable.Fill(manner, TextKey.CodeSubject);

    /// <param name="tenant">Whose it is, so that nobody enters it elsewhere.</param>
    public static string Code(Manner manner, string tenant, string code) =>
        TextTable.Fill(manner, TextKey.Code, ("tenant", tenant), ("code", code));
}

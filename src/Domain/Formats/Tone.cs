namespace CleanFte.Domain.Formats;

/// <summary>How texts of a channel sound.</summary>
public enum Tone
{
    /// <summary>With greeting, signature and reference, as in a letter.</summary>
    Formal,

    /// <summary>Polite and to the point, with the reference.</summary>
    SemiFormal,

    /// <summary>As people write to each other.</summary>
    Conversational,
}

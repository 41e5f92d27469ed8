namespace CleanFte.Domain.Guardrails;

/// <summary>Something that is either right or wrong.</summary>
internal enum FactKind
{
    /// <summary>In hundredths.</summary>
    Number,

    /// <summary>Minutes since midnight.</summary>
    Time,

    /// <summary>As <see cref="DayOfWeek"/> counts.</summary>
    Weekday,

    Month,
}

/// <param name="Value">Whole, or in hundredths behind <see cref="Fraction"/>.</param>
/// <param name="Fraction">Hundredths of a number.</param>
internal readonly record struct Fact(FactKind Kind, int Value, int Fraction = 0);

/// <summary>A fact as it is written: "5" is a number, five o'clock and five in the afternoon.</summary>
/// <param name="Meanings">The plain one first; one that is known is enough.</param>
/// <param name="Digits">Its digits, for codes and telephone numbers.</param>
internal readonly record struct SaidFact(Fact[] Meanings, string Digits)
{
    /// <summary>Digits of a number that may be a part of a longer one.</summary>
    public const int ShortestCode = 6;

    /// <summary>Weekdays and months stand in half of all texts.</summary>
    public bool IsExact => Meanings is not [{ Kind: FactKind.Weekday or FactKind.Month }, ..];

    /// <summary>Before a thing that is counted a number is no time.</summary>
    public SaidFact AsCount() => Meanings is [{ Kind: FactKind.Number } number, _, ..] ? this with { Meanings = [number] } : this;
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CleanFte.Domain.Tickets;

/// <summary>
/// What a citizen keeps: <c>TKT-7F3K-92QD20</c>. Nine random Crockford base32 symbols and one check symbol, the value
/// modulo 37, redrawn while that is above 31 so that the check is a symbol of the same alphabet.
/// </summary>
public readonly record struct TrackingNumber
{
    /// <summary>The canonical spelling.</summary>
    public const string Pattern = "^TKT-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{6}$";

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int RandomSymbols = 9;
    private const int Symbols = RandomSymbols + 1;
    private const int Modulus = 37;

    /// <summary>Longest input worth reading; a number with every allowed separator is shorter.</summary>
    private const int MaxInput = 40;

    private readonly string? _value;

    private TrackingNumber(string value) => _value = value;

    public string Value =>
        _value ?? throw new InvalidOperationException("A tracking number was used before it was set.");

    /// <summary>Draws a number from a cryptographic source.</summary>
    public static TrackingNumber Draw()
    {
        Span<char> symbols = stackalloc char[Symbols];
        Span<byte> random = stackalloc byte[RandomSymbols];
        while (true)
        {
            var value = 0L;
            RandomNumberGenerator.Fill(random);
            for (var i = 0; i < RandomSymbols; i++)
            {
                var digit = random[i] & 31;
                symbols[i] = Alphabet[digit];
                value = (value * 32) + digit;
            }

            if (value % Modulus is < 32 and var check)
            {
                symbols[RandomSymbols] = Alphabet[(int)check];
                return Spell(symbols);
            }
        }
    }

    /// <summary>
    /// Reads a number as people write it: any case, spaces and hyphens anywhere, O for 0, I and L for 1. False for
    /// anything else, a wrong check symbol included.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TrackingNumber number)
    {
        number = default;
        if (text is null || text.Length > MaxInput)
        {
            return false;
        }

        Span<char> symbols = stackalloc char[Symbols + 3];
        var count = 0;
        foreach (var c in text)
        {
            if (c is ' ' or '-' or '\u00A0' or '\u2010' or '\u2011' or '\u2012' or '\u2013')
            {
                continue;
            }

            if (count == symbols.Length)
            {
                return false;
            }

            symbols[count++] = char.ToUpperInvariant(c);
        }

        if (count != symbols.Length || !symbols[..3].SequenceEqual("TKT"))
        {
            return false;
        }

        return TryRead(symbols[3..], out number);
    }

    public override string ToString() => Value;

    private static bool TryRead(Span<char> symbols, out TrackingNumber number)
    {
        number = default;
        var value = 0L;
        for (var i = 0; i < Symbols; i++)
        {
            symbols[i] = symbols[i] switch { 'O' => '0', 'I' or 'L' => '1', var c => c };
            var digit = Alphabet.IndexOf(symbols[i], StringComparison.Ordinal);
            if (digit < 0 || (i == RandomSymbols && value % Modulus != digit))
            {
                return false;
            }

            value = (value * 32) + digit;
        }

        number = Spell(symbols);
        return true;
    }

    private static TrackingNumber Spell(ReadOnlySpan<char> symbols) => new($"TKT-{symbols[..4]}-{symbols[4..]}");
}

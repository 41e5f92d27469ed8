using System.Diagnostics.CodeAnalysis;

namespace CleanFte.Domain.Customers;

/// <summary>A phone number in E.164: + and 7 to 15 digits, the first not 0.</summary>
public readonly record struct PhoneNumber(string Value)
{
    private const int MinDigits = 7;
    private const int MaxDigits = 15;

    /// <summary>Characters of a spelling, brackets and spaces included.</summary>
    public const int MaxSpelling = 40;

    /// <summary>
    /// Reads a number with its country code; spaces, hyphens, dots and brackets are dropped, 00 is read as +.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PhoneNumber number)
    {
        number = default;
        if (text is null || text.Length > MaxSpelling)
        {
            return false;
        }

        Span<char> digits = stackalloc char[MaxSpelling];
        var count = 0;
        var plus = false;
        foreach (var c in text.AsSpan().Trim())
        {
            switch (c)
            {
                case >= '0' and <= '9':
                    digits[count++] = c;
                    break;
                case '+' when count == 0 && !plus:
                    plus = true;
                    break;
                case ' ' or '-' or '.' or '(' or ')' or '\u00A0':
                    break;
                default:
                    return false;
            }
        }

        var start = !plus && count > 2 && digits[0] == '0' && digits[1] == '0' ? 2 : 0;
        var length = count - start;
        if ((!plus && start == 0) || length is < MinDigits or > MaxDigits || digits[start] == '0')
        {
            return false;
        }

        number = new PhoneNumber($"+{digits.Slice(start, length)}");
        return true;
    }

    public override string ToString() => Value;
}

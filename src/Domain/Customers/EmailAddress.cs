using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CleanFte.Domain.Customers;

/// <summary>
/// An e-mail address in small letters: telephones begin a field with a capital, and no server we know of tells mailboxes apart by
/// case. What stands behind a plus is kept, because only the receiving server knows what it means.
/// </summary>
public readonly record struct EmailAddress(string Value)
{
    /// <summary>RFC 5321, 4.5.3.1.</summary>
    public const int MaxLength = 254;

    private const int MaxLocalPart = 64;

    public static bool TryParse([NotNullWhen(true)] string? text, out EmailAddress address)
    {
        address = default;
        var trimmed = text?.Trim();
        if (trimmed is null || trimmed.Length > MaxLength)
        {
            return false;
        }

        var at = trimmed.LastIndexOf('@');
        if (at is < 1 or > MaxLocalPart)
        {
            return false;
        }

        var local = trimmed.AsSpan(0, at);
        var domain = trimmed.AsSpan(at + 1);
        if (!IsLocalPart(local) || !IsDomain(domain))
        {
            return false;
        }

        address = new EmailAddress(trimmed.ToLowerInvariant());
        return true;
    }

    public override string ToString() => Value;

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        foreach (var c in local)
        {
            if (char.IsWhiteSpace(c) || IsInvisible(c)
                || c is '@' or ',' or ';' or ':' or '<' or '>' or '(' or ')' or '"')
            {
                return false;
            }
        }

        return local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal);
    }

    /// <summary>What nobody can see or PostgreSQL cannot hold does not tell two addresses apart.</summary>
    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate;

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.Length < 3 || !domain.Contains('.') || domain[0] is '.' or '-' || domain[^1] is '.' or '-')
        {
            return false;
        }

        foreach (var c in domain)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('.' or '-'))
            {
                return false;
            }
        }

        return !domain.Contains("..", StringComparison.Ordinal);
    }
}

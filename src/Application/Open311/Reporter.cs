using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Customers;

namespace CleanFte.Application.Open311;

/// <summary>Who reported something, as another system says.</summary>
/// <param name="DeviceId">What the other system knows his device by.</param>
/// <param name="AccountId">What the other system knows him by.</param>
public sealed record Reporter(
    string? Email, string? Phone, string? FirstName, string? LastName, string? AccountId, string? DeviceId)
{
    /// <summary>Characters of an id in another system.</summary>
    private const int MaxId = 200;

    internal string? Name
    {
        get
        {
            var name = StorableText.Clean($"{FirstName?.Trim()} {LastName?.Trim()}".Trim());
            return name.Length > 0 ? name : null;
        }
    }

    /// <summary>A number without its country is nobody's in particular; it is kept for people to read.</summary>
    internal string? Unreadable =>
        Phone is { } phone && !PhoneNumber.TryParse(phone, out _) ? $"phone: {phone}" : null;

    internal void Check(Dictionary<string, string[]> errors)
    {
        if (Email is not null && !EmailAddress.TryParse(Email, out _))
        {
            errors["email"] = ["Give an e-mail address such as ana@example.org."];
        }

        AtMost("phone", Phone, PhoneNumber.MaxSpelling, errors);
        AtMost("first_name", FirstName, CreateTicket.MaxName, errors);
        AtMost("last_name", LastName, CreateTicket.MaxName, errors);
        AtMost("account_id", AccountId, MaxId, errors);
        AtMost("device_id", DeviceId, MaxId, errors);
    }

    internal List<Identifier> Claims()
    {
        var claims = new List<Identifier>(4);
        if (EmailAddress.TryParse(Email, out var email))
        {
            claims.Add(new Identifier(IdentifierKind.Email, StorableText.Clean(email.Value), Verification.Claimed));
        }

        if (PhoneNumber.TryParse(Phone, out var phone))
        {
            claims.Add(new Identifier(IdentifierKind.Phone, phone.Value, Verification.Claimed));
        }

        Add("account", AccountId);
        Add("device", DeviceId);
        return claims;

        void Add(string kind, string? id)
        {
            if (id is not null)
            {
                claims.Add(new Identifier(
                    IdentifierKind.External, $"{kind}:{StorableText.Clean(id)}", Verification.Claimed));
            }
        }
    }

    private static void AtMost(string field, string? text, int most, Dictionary<string, string[]> errors)
    {
        if (text?.Length > most)
        {
            errors[field] = [$"Write at most {most} characters."];
        }
    }
}

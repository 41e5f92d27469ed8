using CleanFte.Domain.Customers;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>Who a mail says it is from.</summary>
/// <param name="Address">In canonical spelling.</param>
/// <param name="Name">The name beside it, or null.</param>
internal sealed record MailSender(string Address, string? Name)
{
    private const int MaxName = 200;

    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];

    public string LocalPart => Address[..Address.LastIndexOf('@')];

    /// <summary>Null without exactly one readable address: of two From headers everybody reads another one.</summary>
    public static MailSender? Of(MailHeaders headers) =>
        headers.All("From").Take(2).ToArray() is [var from] ? Parse(from) : null;

    /// <summary>Reads <c>"Name" &lt;address&gt;</c>, or an address alone.</summary>
    public static MailSender? Parse(string value)
    {
        var trimmed = value.Trim();
        if (!trimmed.EndsWith('>'))
            return EmailAddress.TryParse(trimmed, out var alone) ? new MailSender(alone.Value, null) : null;

        var start = trimmed.LastIndexOf('<');
        var before = start < 0 ? "" : trimmed[..start].Trim();
        if (start < 0 || HasAddress(before) || !EmailAddress.TryParse(trimmed[(start + 1)..^1], out var address))
            return null;
        // Decoded only now: what an encoded name contains is a name, whatever it looks like.
        var name = EncodedWords.Decode(Unquoted(before)).Trim();
        return new MailSender(address.Value, name.Length == 0 ? null : name[..Math.Min(name.Length, MaxName)]);
    }

    /// <summary>Whether there is an address in angle brackets, outside quotation marks, before the last one.</summary>
    private static bool HasAddress(string before)
    {
        var quoted = false;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] == '\\')
                i++;
            else if (before[i] == '"')
                quoted = !quoted;
            else if (before[i] == '<' && !quoted)
                return true;
        }

        return false;
    }

    private static string Unquoted(string name) =>
        name is ['"', .., '"'] ? name[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : name;
}

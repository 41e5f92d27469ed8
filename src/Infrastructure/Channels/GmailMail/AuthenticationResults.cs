using System.Text;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Whether Gmail vouches for a mail's From (RFC 8601). Only the topmost header counts, and only when Gmail's own server
/// wrote it: whoever sends a mail can put such headers below.
/// </summary>
internal static class AuthenticationResults
{
    private const string Gmail = "mx.google.com";

    public static bool Vouches(MailHeaders headers, MailSender sender)
    {
        if (headers.First("Authentication-Results") is not { } header)
            return false;
        var results = Split(WithoutComments(header));
        if (results.Count == 0 || !results[0].Trim().Equals(Gmail, StringComparison.OrdinalIgnoreCase))
            return false;

        var methods = results.Skip(1).Select(Result.Parse).ToArray();
        var dmarc = methods.Where(m => m.Method == "dmarc").ToArray();
        // The domain's owner has the last word where he has a policy.
        if (dmarc.Length > 0 && dmarc.All(m => m.Value != "none"))
            return dmarc.All(m => m.Value == "pass" && SameDomain(m.Property("header.from"), sender.Domain));
        return methods.Any(m => m is { Method: "dkim", Value: "pass" }
            && (Signs(m.Property("header.d"), sender.Domain) || Signs(m.Property("header.i"), sender.Domain)));
    }

    private static bool SameDomain(string? domain, string from) =>
        string.Equals(DomainOf(domain), from, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The domain itself or one above it may sign. One below may not: under some domains anybody can have one.
    /// </summary>
    private static bool Signs(string? signer, string from) =>
        DomainOf(signer) is { } domain && domain.Contains('.')
        && (from.Equals(domain, StringComparison.OrdinalIgnoreCase)
            || from.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase));

    private static string? DomainOf(string? value) => value?[(value.LastIndexOf('@') + 1)..];

    /// <summary>Comments nest, and may hold whatever the sender chose.</summary>
    private static string WithoutComments(string header)
    {
        var text = new StringBuilder(header.Length);
        var (depth, quoted) = (0, false);
        for (var i = 0; i < header.Length; i++)
        {
            var c = header[i];
            if (c == '\\' && (quoted || depth > 0))
            {
                i++;
                continue;
            }

            if (c == '"' && depth == 0)
                quoted = !quoted;
            else if (c == '(' && !quoted)
                depth++;
            else if (c == ')' && depth > 0)
                depth--;
            else if (depth == 0)
                // What is quoted is a value and must not be taken for structure.
                text.Append(quoted && c is (';' or '=' or ' ') ? '_' : c);
        }

        return text.ToString();
    }

    private static List<string> Split(string text) => [.. text.Split(';')];

    private sealed record Result(string Method, string Value, IReadOnlyList<string> Properties)
    {
        public static Result Parse(string text)
        {
            var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var method = words.Length > 0 ? words[0].Split('=', 2) : [];
            return method is [var name, var value]
                ? new Result(name.Split('/')[0].ToLowerInvariant(), value.ToLowerInvariant(), words[1..])
                : new Result("", "", []);
        }

        public string? Property(string name) => Properties
            .Where(p => p.StartsWith($"{name}=", StringComparison.OrdinalIgnoreCase))
            .Select(p => p[(name.Length + 1)..])
            .FirstOrDefault();
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CleanFte.StandIns;

/// <summary>A mail as it was handed over, taken apart by the letter of RFC 5322.</summary>
public sealed partial record RawMail(IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    private const int MaxLine = 998;

    private static readonly string[] Needed = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"];

    public string ThreadId { get; init; } = "";

    /// <summary>What a mail with files is made of, the text first; else empty.</summary>
    public IReadOnlyList<RawMail> Parts { get; init; } = [];

    public string Subject => WithoutEncoding(Header("Subject"));

    public string Header(string name) =>
        Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    /// <summary>Null when it is no base64url, or no mail.</summary>
    public static RawMail? Parse(string? raw)
    {
        if (raw is null || raw.AsSpan().IndexOfAny('+', '/', '\n') >= 0 || !Base64Url.IsValid(raw))
            return null;
        return Read(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(raw)));
    }

    /// <summary>The same of a mail that was uploaded as it is; null when it is none.</summary>
    public static RawMail? Parse(byte[] mail) => Read(Encoding.UTF8.GetString(mail));

    private static RawMail? Read(string text)
    {
        if (text.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().IndexOfAny('\r', '\n') >= 0
            || text.Split("\r\n").Any(line => line.Length > MaxLine)
            || text.Split("\r\n\r\n", 2) is not [var head, var body])
            return null;
        var headers = new List<(string, string)>();
        foreach (var line in head.Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n"))
        {
            if (HeaderLine().Match(line) is not { Success: true } match)
                return null;
            headers.Add((match.Groups[1].Value, match.Groups[2].Value));
        }

        var mail = new RawMail(headers, "");
        if (Boundary().Match(mail.Header("Content-Type")) is not { Success: true } multipart)
            return Decoded(body) is { } decoded ? mail with { Body = decoded } : null;

        // What stands before the first part is for programs that know no parts; what stands after the last must be nothing.
        var pieces = $"\r\n{body}".Split($"\r\n--{multipart.Groups[1].Value}");
        if (pieces[^1].TrimEnd() != "--")
            return null;
        var parts = pieces[1..^1].Select(piece => Read(piece["\r\n".Length..])).ToArray();
        return Array.Exists(parts, p => p is null) ? null : mail with { Parts = parts!, Body = parts[0]!.Body };
    }

    /// <summary>What is wrong with it, or null.</summary>
    public string? Refusal(string from)
    {
        if (Needed.FirstOrDefault(n => Headers.Count(h => h.Name.Equals(n, StringComparison.OrdinalIgnoreCase)) != 1) is { } wrong)
            return $"{wrong} is missing or there twice";
        if (!Header("From").EndsWith(from, StringComparison.Ordinal) && !Header("From").EndsWith($"<{from}>", StringComparison.Ordinal))
            return "From is another mailbox";
        if (!OneAddress().IsMatch(Header("To")))
            return "Recipient address required";
        if (!MessageIds().IsMatch(Header("Message-ID")) || !Header("Message-ID").EndsWith($"@{from.Split('@')[1]}>", StringComparison.Ordinal))
            return "Message-ID is none";
        if (Header("References") is { Length: > 0 } references && !MessageIds().IsMatch(references))
            return "References are none";
        if (!DateTimeOffset.TryParseExact(Header("Date"), "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out _))
            return "Date is none";
        if (Headers.Any(h => h.Value.Any(c => c > '~')))
            return "a header is not ASCII";
        return Parts.Count > 0 || Header("Content-Transfer-Encoding") == "base64" ? null : "the body's encoding is not known";
    }

    /// <summary>The subject as threads are compared by it.</summary>
    public static string Topic(string subject) => Prefixes().Replace(WithoutEncoding(subject), "").Trim();

    private static string WithoutEncoding(string header) => DecodedWords().Replace(
        Between().Replace(header, "$1$2"),
        word => Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[1].Value)));

    private static string? Decoded(string body)
    {
        var buffer = new byte[body.Length];
        return body.Split("\r\n").All(line => line.Length <= 76)
            && Convert.TryFromBase64String(body.Replace("\r\n", "", StringComparison.Ordinal), buffer, out var length)
                ? Encoding.UTF8.GetString(buffer, 0, length)
                : null;
    }

    [GeneratedRegex("^multipart/mixed; boundary=\"([^\"]{1,70})\"$")]
    private static partial Regex Boundary();

    [GeneratedRegex("^([A-Za-z0-9-]+): (.*)$")]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"^[^@\s<>,;:]+@[^@\s<>,;:]+$")]
    private static partial Regex OneAddress();

    [GeneratedRegex(@"^<[^<>\s]+@[^<>\s]+>( <[^<>\s]+@[^<>\s]+>)*$")]
    private static partial Regex MessageIds();

    [GeneratedRegex(@"=\?utf-8\?B\?([A-Za-z0-9+/=]+)\?=")]
    private static partial Regex DecodedWords();

    [GeneratedRegex(@"(\?=) (=\?)")]
    private static partial Regex Between();

    [GeneratedRegex("^((re|fwd?):\\s*)+", RegexOptions.IgnoreCase)]
    private static partial Regex Prefixes();
}

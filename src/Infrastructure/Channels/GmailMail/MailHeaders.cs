namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>The headers of a mail or of a part, unfolded; names are compared without case.</summary>
internal sealed class MailHeaders(IReadOnlyList<MailHeader?>? headers)
{
    public string? First(string name) => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) => (headers ?? [])
        .Where(h => string.Equals(h?.Name, name, StringComparison.OrdinalIgnoreCase) && h!.Value is not null)
        .Select(h => Unfolded(h!.Value!));

    public bool Has(string name) => First(name) is not null;

    /// <summary>The value without its parameters, in lower case: <c>inline; filename=a</c> is <c>inline</c>.</summary>
    public string Word(string name) => (First(name) ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>A parameter of a header's value, or null.</summary>
    public string? Parameter(string name, string parameter)
    {
        foreach (var piece in (First(name) ?? "").Split(';').Skip(1))
        {
            var equals = piece.IndexOf('=');
            if (equals > 0 && piece.AsSpan(0, equals).Trim().Equals(parameter, StringComparison.OrdinalIgnoreCase))
                return piece[(equals + 1)..].Trim().Trim('"');
        }

        return null;
    }

    private static string Unfolded(string value) =>
        value.Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ').Trim();
}

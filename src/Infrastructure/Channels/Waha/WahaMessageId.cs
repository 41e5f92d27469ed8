namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>
/// A message's id: <c>false_111@c.us_AAA</c> tells whose it is, in which chat it stands, and WhatsApp's own id of it.
/// </summary>
internal readonly record struct WahaMessageId(bool FromMe, string Chat, string Bare)
{
    private const string Ours = "true_";

    private const string Theirs = "false_";

    public static WahaMessageId? Parse(string? id)
    {
        if (id is not { Length: <= WahaChat.MaxId })
            return null;
        var fromMe = id.StartsWith(Ours, StringComparison.Ordinal);
        if (!fromMe && !id.StartsWith(Theirs, StringComparison.Ordinal))
            return null;
        var rest = id.AsSpan(fromMe ? Ours.Length : Theirs.Length);
        if (rest.IndexOf('_') is not (> 0 and var end))
            return null;
        var bare = rest[(end + 1)..];
        // In a group the author follows.
        if (bare.IndexOf('_') is >= 0 and var author)
            bare = bare[..author];
        return bare.IsEmpty ? null : new(fromMe, rest[..end].ToString(), bare.ToString());
    }

    /// <summary>
    /// The id that a message is known by here. A citizen's is known by all of it, because what is to be shown as read
    /// must be found by it. Ours is known by WhatsApp's own id alone: we send to a number, and engines report of the
    /// same message under the hidden id.
    /// </summary>
    public static string Known(string id) => Parse(id) is { FromMe: true } ours ? ours.Bare : id;

    /// <summary>The id of a message that a change is about; some engines give WhatsApp's own only.</summary>
    /// <param name="target">As the change names it.</param>
    /// <param name="change">The change's own id, which stands in the same chat.</param>
    /// <param name="person">Who changed it.</param>
    public static string Target(string target, string? change, WahaChat person) =>
        Parse(target) is not null ? Known(target) : $"{Theirs}{Parse(change)?.Chat ?? person.Id}_{target}";
}

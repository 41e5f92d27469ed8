using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.Waha;

internal enum ChatKind
{
    /// <summary>Nothing that a person could be written to by.</summary>
    Unknown,

    Phone,

    /// <summary>WhatsApp's id of somebody whose number it hides.</summary>
    Lid,

    Group,
    Newsletter,
    Status,
}

/// <summary>
/// A chat in WAHA's spelling: <c>…@c.us</c> (some engines <c>…@s.whatsapp.net</c>), <c>…@lid</c>, <c>…@g.us</c>.
/// </summary>
/// <param name="Digits">Before the at sign; empty where there is no person.</param>
internal readonly record struct WahaChat(ChatKind Kind, string Digits)
{
    public const string Scheme = "whatsapp:";

    /// <summary>Characters of an id; longer ones are not WhatsApp's.</summary>
    public const int MaxId = 200;

    private const int MaxLid = 30;

    public static WahaChat Of(string? id)
    {
        if (id is not { Length: <= MaxId } || id.LastIndexOf('@') is not (> 0 and var at))
            return default;
        var user = id.AsSpan(0, at);
        // Behind a colon stands which of a person's devices wrote.
        if (user.IndexOf(':') is > 0 and var colon)
            user = user[..colon];
        return id.AsSpan(at + 1) switch
        {
            "c.us" or "s.whatsapp.net" when IsE164(user) => new(ChatKind.Phone, user.ToString()),
            "lid" or "hosted.lid" when user.Length <= MaxLid && IsDigits(user) => new(ChatKind.Lid, user.ToString()),
            "g.us" => new(ChatKind.Group, ""),
            "newsletter" => new(ChatKind.Newsletter, ""),
            "broadcast" => new(ChatKind.Status, ""),
            _ => default,
        };
    }

    /// <summary>The chat of an address as <see cref="Address"/> spells it.</summary>
    public static WahaChat OfAddress(string address) =>
        address.StartsWith($"{Scheme}+", StringComparison.Ordinal)
            ? Of($"{address[(Scheme.Length + 1)..]}@c.us")
            : Of(address);

    public bool IsPerson => Kind is ChatKind.Phone or ChatKind.Lid;

    public SenderIdentity Identity => Kind == ChatKind.Phone ? new("phone", $"+{Digits}") : new("lid", Digits);

    /// <summary>Where an answer goes, and the lane of what the person does.</summary>
    public string Address => Kind == ChatKind.Phone ? $"{Scheme}+{Digits}" : Id;

    /// <summary>As WAHA takes it.</summary>
    public string Id => Kind == ChatKind.Phone ? $"{Digits}@c.us" : $"{Digits}@lid";

    private static bool IsE164(ReadOnlySpan<char> digits) =>
        digits.Length is >= 7 and <= 15 && digits[0] != '0' && IsDigits(digits);

    private static bool IsDigits(ReadOnlySpan<char> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}

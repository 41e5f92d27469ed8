using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>
/// Who somebody is in the Cloud API's payloads: digits of a phone number, an id like <c>US.1349…</c> that Meta gives per
/// business, or both. The phone number is the older and surer address where both are told.
/// </summary>
internal readonly record struct CloudIdentity(string? Phone, string? UserId)
{
    public const string Scheme = "whatsapp:";

    private const int MaxUserId = 200;

    /// <summary>Reads both fields; a phone field that holds an id counts as the id.</summary>
    public static CloudIdentity Of(string? phone, string? userId)
    {
        var digits = phone is ['+', .. var rest] ? rest : phone;
        return IsE164(digits)
            ? new CloudIdentity($"+{digits}", Id(userId))
            : new CloudIdentity(null, Id(userId) ?? Id(phone));
    }

    public bool IsKnown => Phone is not null || UserId is not null;

    public SenderIdentity Sender => Phone is { } phone ? new("phone", phone) : new("whatsapp_user", UserId!);

    public IReadOnlyList<SenderIdentity> AlsoKnownAs =>
        Phone is not null && UserId is { } id ? [new SenderIdentity("whatsapp_user", id)] : [];

    /// <summary>Where an answer goes, and the lane of what he does.</summary>
    public string Address => $"{Scheme}{Phone ?? UserId}";

    private static string? Id(string? text) => text is { Length: > 0 and <= MaxUserId } ? text : null;

    private static bool IsE164(ReadOnlySpan<char> digits) =>
        digits.Length is >= 7 and <= 15 && digits[0] != '0' && !digits.ContainsAnyExceptInRange('0', '9');
}

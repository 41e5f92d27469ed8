using CleanFte.Domain;
using CleanFte.Domain.Customers;

namespace CleanFte.Application.Ports;

/// <summary>A tenant's account with a provider. Names are unique per database.</summary>
/// <param name="Tenant">The tenant it belongs to.</param>
/// <param name="Name">The name in webhook addresses and configuration.</param>
/// <param name="Provider">Which gateway speaks for it.</param>
/// <param name="Address">
/// The address citizens write to, as the provider spells it: <c>whatsapp:+14155238886</c>.
/// </param>
/// <param name="Channel">The channel it serves, as written outside: <c>whatsapp</c>, <c>email</c>.</param>
/// <param name="Settings">
/// The provider's own settings (AccountSid, AuthToken, ApiBaseUrl ...), by configuration key.
/// </param>
public sealed record ChannelAccount(
    string Tenant,
    string Name,
    string Provider,
    string Address,
    string Channel,
    IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Provider of accounts that nothing leaves by: replies are read from the conversation.</summary>
    public const string InternalProvider = "rest";

    public const string SandboxProvider = "sandbox";

    /// <summary>Setting: an approved text that tells a citizen to write, by language where the provider names each.</summary>
    public const string ReminderTemplate = "ReminderTemplate";

    /// <summary>Setting: when nobody is written to who did not write just before.</summary>
    public const string QuietHours = "QuietHours";

    /// <summary>An account that an integrator's or our own front end speaks by, in a channel's form.</summary>
    public static ChannelAccount Internal(string tenant, string channel) =>
        new(tenant, $"@{channel}", InternalProvider, "", channel, new Dictionary<string, string>());

    /// <summary>
    /// The lane of one person's messages on an internal account, however he is named. No tenant has a colon in its name, so no two
    /// kinds of identifier share one.
    /// </summary>
    public static string InternalLane(string tenant, IdentifierKind kind, string value) =>
        kind == IdentifierKind.External ? $"{tenant}/{value}" : $"{WireName.Of(kind)}:{tenant}/{value}";

    /// <summary>The provider's own id of the account, as its payloads have it; empty where there is none.</summary>
    public string ProviderId { get; init; } = "";

    /// <summary>Whether it is in use: otherwise nothing is taken, and what is to be sent waits.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>How long free text may be sent after the citizen wrote; null where it always may.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>Whether what is sent by it reaches nobody.</summary>
    public bool IsSandbox => Provider == SandboxProvider;

    public string Setting(string key) => Settings.TryGetValue(key, out var value) ? value : "";

    /// <summary>
    /// Whether a payload is this account's by its address and account id; what it does not tell is null. It must tell one.
    /// </summary>
    public bool Owns(string? address, string? providerAccountId) =>
        (address ?? providerAccountId) is not null
        && (address is null || string.Equals(address, Address, StringComparison.OrdinalIgnoreCase))
        && (providerAccountId is null || ProviderId.Length == 0 || ProviderId == providerAccountId);
}

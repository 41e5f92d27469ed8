using System.Globalization;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Conversations;
using Microsoft.Extensions.Configuration;

namespace CleanFte.Infrastructure.Channels;

/// <summary>One account, as the section <c>Channels</c> of the configuration has it.</summary>
/// <param name="Account">Its name in webhook addresses: <c>[a-z0-9-]</c>, unique.</param>
/// <param name="Provider">One of <see cref="ProviderSettings.All"/>.</param>
/// <param name="Address">What citizens write to: <c>whatsapp:+14155238886</c>, <c>help@example.org</c>.</param>
/// <param name="Settings">The provider's own keys.</param>
public sealed record ChannelOptions(
    string Account, string Provider, string Address, IReadOnlyDictionary<string, string> Settings)
{
    public const string Section = "Channels";

    public const string DefaultTenant = "default";

    private static readonly string[] Common = [nameof(Account), nameof(Tenant), nameof(Provider), nameof(Address)];

    public string Tenant { get; init; } = DefaultTenant;

    /// <summary>Reads one account; a value that is null counts as empty.</summary>
    public static ChannelOptions From(IConfigurationSection section) => new(
        section[nameof(Account)] ?? "", section[nameof(Provider)] ?? "", section[nameof(Address)] ?? "",
        section.GetChildren()
            .Where(child => !Common.Contains(child.Key, StringComparer.OrdinalIgnoreCase) && child.Value is { Length: > 0 })
            .ToDictionary(child => child.Key, child => child.Value!, StringComparer.OrdinalIgnoreCase))
    {
        Tenant = section[nameof(Tenant)] ?? DefaultTenant,
    };

    /// <summary>What is wrong with the accounts, each sentence naming its key.</summary>
    public static IEnumerable<string> Validate(IReadOnlyList<ChannelOptions> accounts, string publicUrl)
    {
        for (var i = 0; i < accounts.Count; i++)
        {
            foreach (var error in accounts[i].Errors($"Channels__{i}__"))
            {
                yield return error;
            }

            if (accounts.Take(i).Any(other => other.Account == accounts[i].Account))
            {
                yield return $"Channels__{i}__Account '{accounts[i].Account}' is used twice; give every account its own name.";
            }
        }

        if (accounts.Any(a => a.Provider == "twilio")
            && !(Uri.TryCreate(publicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            yield return "PublicUrl is missing or no web address: set it to where the provider reaches this service, such as "
                + "https://help.example.org; signatures are computed over it.";
        }
    }

    /// <summary>The account, with the defaults of what is not set.</summary>
    public ChannelAccount ToAccount()
    {
        var provider = ProviderSettings.Find(Provider)!;
        var settings = provider.Settings.ToDictionary(s => s.Key, s => Settings.GetValueOrDefault(s.Key) is { Length: > 0 } set
            ? set
            : s.Default);
        return new ChannelAccount(Tenant, Account, Provider, Address, provider.Channel, settings)
        {
            ProviderId = provider.Id is { } id ? settings[id] : "",
            Window = provider.Window,
        };
    }

    /// <summary>What is wrong with this account, by the key of each.</summary>
    /// <param name="key">What stands before the keys.</param>
    public IEnumerable<string> Errors(string key)
    {
        if (Account.Length is 0 or > 40 || Account.Any(c => c is not (>= 'a' and <= 'z' or >= '0' and <= '9' or '-')))
        {
            yield return $"{key}Account must be 1 to 40 lower-case letters, digits and hyphens; it is part of the webhook's address.";
        }

        if (!CreateTenant.IsId(Tenant))
        {
            yield return $"{key}Tenant is '{Tenant}'; use 2 to 40 lower-case letters, digits and hyphens.";
        }

        if (ProviderSettings.Find(Provider) is not { } provider)
        {
            yield return $"{key}Provider is '{Provider}'; set it to one of {string.Join(", ", ProviderSettings.All.Select(p => p.Name))}.";
            yield break;
        }

        if (!provider.IsAddress(Address))
        {
            yield return $"{key}Address is '{Address}'; set it to what citizens write to, such as {provider.ExampleAddress}.";
        }

        foreach (var unknown in Settings.Keys.Where(k => !provider.Settings.Any(s => Is(s, k))))
        {
            yield return $"{key}{unknown} is no setting of {Provider}; it has {string.Join(", ", provider.Settings.Select(s => s.Key))}.";
        }

        foreach (var setting in provider.Settings)
        {
            if (ErrorOf(setting, Settings.GetValueOrDefault(setting.Key) ?? "") is { } error)
            {
                yield return $"{key}{setting.Key} {error}";
            }
        }
    }

    private static bool Is(ProviderSetting setting, string key) =>
        string.Equals(setting.Key, key, StringComparison.OrdinalIgnoreCase);

    private static string? ErrorOf(ProviderSetting setting, string value) => setting switch
    {
        { IsRequired: true } when value.Length == 0 => $"is missing: {setting.Meaning}.",
        { IsUrl: true } when value.Length > 0
            && !(Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") =>
            "is no web address.",
        { Key: ChannelAccount.QuietHours } when value.Length > 0 && !QuietHours.TryParse(value, out _) =>
            "is no span of time; write 21:00-08:00.",
        { Key: ProviderSettings.MaxPerSecond } when value.Length > 0
            && !(int.TryParse(value, CultureInfo.InvariantCulture, out var pace) && pace >= 0) =>
            "must be a number and not negative; 0 leaves pacing to the provider.",
        _ => null,
    };
}

using CleanFte.Application.Tenants;
using CleanFte.Domain.Customers;

namespace CleanFte.Infrastructure.Channels;

/// <summary>
/// One account of the configuration's section <c>Channels</c>. JSON can say null where nothing is meant; that counts as
/// empty.
/// </summary>
public sealed class ChannelOptions
{
    public const string Section = "Channels";

    private const string Scheme = "whatsapp:";

    /// <summary>Its name in webhook addresses: <c>[a-z0-9-]</c>, unique.</summary>
    public string Account { get; init => field = value ?? ""; } = "";

    public string Tenant { get; init => field = value ?? ""; } = "default";

    /// <summary>twilio or sandbox.</summary>
    public string Provider { get; init => field = value ?? ""; } = "";

    /// <summary>The number citizens write to: <c>whatsapp:+14155238886</c>.</summary>
    public string Address { get; init => field = value ?? ""; } = "";

    public string AccountSid { get; init => field = value ?? ""; } = "";

    public string AuthToken { get; init => field = value ?? ""; } = "";

    public string ApiBaseUrl { get; init => field = value ?? ""; } = "https://api.twilio.com";

    /// <summary>Messages a second that may be sent; 0 leaves pacing to the provider.</summary>
    public int MaxPerSecond { get; init; }

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

    private IEnumerable<string> Errors(string key)
    {
        if (Account.Length is 0 or > 40 || Account.Any(c => c is not (>= 'a' and <= 'z' or >= '0' and <= '9' or '-')))
        {
            yield return $"{key}Account must be 1 to 40 lower-case letters, digits and hyphens; it is part of the webhook's address.";
        }

        if (Provider is not ("twilio" or "sandbox"))
        {
            yield return $"{key}Provider is '{Provider}'; set it to twilio or sandbox.";
        }

        if (!CreateTenant.IsId(Tenant))
        {
            yield return $"{key}Tenant is '{Tenant}'; use 2 to 40 lower-case letters, digits and hyphens.";
        }

        if (!(Address.StartsWith(Scheme, StringComparison.Ordinal)
            && PhoneNumber.TryParse(Address[Scheme.Length..], out _)))
        {
            yield return $"{key}Address is '{Address}'; set it to the number citizens write to, such as whatsapp:+14155238886.";
        }

        if (Provider == "twilio" && (AccountSid.Length == 0 || AuthToken.Length == 0))
        {
            yield return $"{key}AccountSid and {key}AuthToken are needed for Twilio; its console shows both.";
        }

        if (!Uri.TryCreate(ApiBaseUrl, UriKind.Absolute, out _))
        {
            yield return $"{key}ApiBaseUrl is no web address; leave it out to use https://api.twilio.com.";
        }

        if (MaxPerSecond < 0)
        {
            yield return $"{key}MaxPerSecond must not be negative; 0 leaves pacing to the provider.";
        }
    }
}

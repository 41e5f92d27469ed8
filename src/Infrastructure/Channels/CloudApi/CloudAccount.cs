using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>What is computed once per account instead of once per message, and what tells the two providers apart.</summary>
internal sealed class CloudAccount
{
    public const string Meta = "meta";

    public const string Dialog360 = "360dialog";

    private readonly string _media;

    private CloudAccount(ChannelAccount account, Uri apiBase, string webhookUrl, string messages, string media, string probe)
    {
        Address = account.Address;
        ApiBase = apiBase;
        WebhookUrl = webhookUrl;
        Messages = new Uri(messages);
        Uploads = new Uri($"{messages[..messages.LastIndexOf('/')]}/media");
        Probe = new Uri(probe);
        _media = media;
    }

    public string Address { get; }

    public Uri ApiBase { get; }

    /// <summary>Where messages are posted.</summary>
    public Uri Messages { get; }

    /// <summary>Where files are uploaded, beside the messages.</summary>
    public Uri Uploads { get; }

    /// <summary>What is asked to see whether the account is right.</summary>
    public Uri Probe { get; }

    /// <summary>The header that carries the credential.</summary>
    public required string Header { get; init; }

    public required string Credential { get; init; }

    /// <summary>Where files are, if not at the API; null where their addresses are changed to the API's.</summary>
    public Uri? MediaBase { get; init; }

    /// <summary>Where webhooks have to be delivered; empty when nobody can reach us.</summary>
    public string WebhookUrl { get; }

    /// <summary>Where the address of a file is asked for.</summary>
    public Uri Media(string id) => new($"{_media}/{Uri.EscapeDataString(id)}");

    /// <summary>Null when the settings make no request possible.</summary>
    public static CloudAccount? From(ChannelAccount account, string publicUrl)
    {
        if (WebAddress(account, ProviderSettings.ApiBaseUrl) is not { } apiBase)
            return null;
        var root = apiBase.AbsoluteUri.TrimEnd('/');
        var webhook = publicUrl.Length == 0
            ? ""
            : $"{publicUrl.TrimEnd('/')}/api/v1/webhooks/whatsapp/{account.Provider}/{Uri.EscapeDataString(account.Name)}";
        return account.Provider == Dialog360
            ? OfDialog360(account, apiBase, root, webhook)
            : OfMeta(account, apiBase, root, webhook);
    }

    private static CloudAccount? OfMeta(ChannelAccount account, Uri apiBase, string root, string webhook)
    {
        var (number, token) = (account.Setting("PhoneNumberId"), account.Setting("AccessToken"));
        if (number.Length == 0 || token.Length == 0)
            return null;
        var graph = $"{root}/{Uri.EscapeDataString(account.Setting("ApiVersion"))}";
        var own = $"{graph}/{Uri.EscapeDataString(number)}";
        return new CloudAccount(
            account, apiBase, webhook, $"{own}/messages", graph, $"{own}?fields=display_phone_number,verified_name")
        {
            Header = "Authorization",
            Credential = $"Bearer {token}",
            MediaBase = WebAddress(account, "MediaBaseUrl") ?? apiBase,
        };
    }

    private static CloudAccount? OfDialog360(ChannelAccount account, Uri apiBase, string root, string webhook) =>
        account.Setting("ApiKey") is { Length: > 0 } key
            ? new CloudAccount(account, apiBase, webhook, $"{root}/messages", root, $"{root}/v1/configs/webhook")
            {
                Header = "D360-API-KEY",
                Credential = key,
            }
            : null;

    private static Uri? WebAddress(ChannelAccount account, string key) =>
        Uri.TryCreate(account.Setting(key), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}

using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>What is computed once per account instead of once per mail, and the access token it has.</summary>
internal sealed class GmailAccount : IDisposable
{
    private GmailAccount(Uri apiBase, Uri tokenUrl, ChannelAccount account, string publicUrl)
    {
        ApiBase = apiBase;
        TokenUrl = tokenUrl;
        Name = account.Name;
        Address = account.Address;
        Domain = account.Address[(account.Address.LastIndexOf('@') + 1)..];
        SenderName = account.Setting("SenderName");
        Topic = account.Setting("Topic");
        ServiceAccount = account.Setting("ServiceAccount");
        Grant = new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = account.Setting("ClientId"),
            ["client_secret"] = account.Setting("ClientSecret"),
            ["refresh_token"] = account.Setting("RefreshToken"),
        };
        WebhookUrl = publicUrl.Length == 0 ? "" : $"{publicUrl.TrimEnd('/')}/api/v1/webhooks/gmail/{account.Name}";
    }

    public Uri ApiBase { get; }

    public Uri TokenUrl { get; }

    public string Name { get; }

    public string Address { get; }

    /// <summary>The part of the address behind the @; our Message-IDs end with it.</summary>
    public string Domain { get; }

    public string SenderName { get; }

    /// <summary>Where Gmail publishes changes; empty when it is only polled.</summary>
    public string Topic { get; }

    public string ServiceAccount { get; }

    /// <summary>The form that an access token is asked with.</summary>
    public IReadOnlyDictionary<string, string> Grant { get; }

    /// <summary>Where Pub/Sub has to push to; empty without a public URL.</summary>
    public string WebhookUrl { get; }

    /// <summary>One refresh at a time.</summary>
    public SemaphoreSlim Refreshing { get; } = new(1, 1);

    public AccessToken? Token { get; set; }

    /// <summary>Null when the settings make no request possible.</summary>
    public static GmailAccount? From(ChannelAccount account, string publicUrl) =>
        account.Setting("ClientId").Length > 0 && account.Setting("RefreshToken").Length > 0
            && WebAddress(account.Setting("ApiBaseUrl"), "https://gmail.googleapis.com") is { } api
            && WebAddress(account.Setting("TokenUrl"), "https://oauth2.googleapis.com/token") is { } token
            ? new GmailAccount(api, token, account, publicUrl)
            : null;

    /// <summary>The address of a method of the mailbox.</summary>
    public Uri Method(string path) => new(ApiBase, $"/gmail/v1/users/me/{path}");

    /// <summary>Where mails of many megabytes are sent.</summary>
    public Uri Upload => new(ApiBase, "/upload/gmail/v1/users/me/messages/send?uploadType=multipart");

    public void Dispose() => Refreshing.Dispose();

    private static Uri? WebAddress(string configured, string otherwise) =>
        Uri.TryCreate(configured.Length > 0 ? configured : otherwise, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
            ? uri
            : null;
}

/// <param name="Until">When another one is asked for.</param>
internal sealed record AccessToken(string Value, DateTimeOffset Until);

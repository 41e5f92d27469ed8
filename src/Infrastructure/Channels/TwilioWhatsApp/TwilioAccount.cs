using System.Text;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>What is computed once per account instead of once per message.</summary>
internal sealed class TwilioAccount
{
    public const string DefaultApiBaseUrl = "https://api.twilio.com";

    private const string ApiVersion = "2010-04-01";

    private TwilioAccount(Uri apiBase, string sid, ChannelAccount account, string publicUrl)
    {
        ApiBase = apiBase;
        Sid = sid;
        Address = account.Address;
        Messages = new Uri(apiBase, $"/{ApiVersion}/Accounts/{Uri.EscapeDataString(sid)}/Messages.json");
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{sid}:{account.Setting("AuthToken")}"));
        Authorization = $"Basic {credentials}";
        FormStart = Encoding.ASCII.GetBytes($"From={Uri.EscapeDataString(account.Address)}");
        WebhookUrl = $"{publicUrl.TrimEnd('/')}/api/v1/webhooks/whatsapp/twilio/{Uri.EscapeDataString(account.Name)}";
        Callback = publicUrl.Length == 0
            ? []
            : Encoding.ASCII.GetBytes($"&StatusCallback={Uri.EscapeDataString($"{WebhookUrl}/status?{TwilioWebhook.ReplyParameter}=")}");
    }

    public Uri ApiBase { get; }

    public string Sid { get; }

    public string Address { get; }

    /// <summary>Where messages are posted and listed.</summary>
    public Uri Messages { get; }

    /// <summary>The value of the Authorization header.</summary>
    public string Authorization { get; }

    /// <summary>The encoded start of every message's form.</summary>
    public byte[] FormStart { get; }

    /// <summary>The encoded StatusCallback up to the reply part's id; empty when there is no public URL.</summary>
    public byte[] Callback { get; }

    /// <summary>Null when the settings make no request possible.</summary>
    public static TwilioAccount? From(ChannelAccount account, string publicUrl)
    {
        var url = account.Setting("ApiBaseUrl") is { Length: > 0 } configured ? configured : DefaultApiBaseUrl;
        var sid = account.Setting("AccountSid");
        return sid.Length > 0
            && Uri.TryCreate(url, UriKind.Absolute, out var apiBase)
            && apiBase.Scheme is "http" or "https"
            ? new TwilioAccount(apiBase, sid, account, publicUrl)
            : null;
    }

    /// <summary>Where Twilio has to deliver messages.</summary>
    public string WebhookUrl { get; }

    /// <summary>Whether an address may see this account's credentials.</summary>
    public bool Trusts(Uri uri) =>
        Uri.Compare(
            uri,
            ApiBase,
            UriComponents.SchemeAndServer,
            UriFormat.Unescaped,
            StringComparison.OrdinalIgnoreCase) == 0;
}

using System.Globalization;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>What is computed once per account instead of once per message.</summary>
internal sealed class WahaAccount
{
    public const string KeyHeader = "X-Api-Key";

    private readonly string _root;

    private WahaAccount(ChannelAccount account, Uri apiBase, string key, string session, string publicUrl)
    {
        _root = apiBase.AbsoluteUri.TrimEnd('/');
        (ApiBase, Key, Session) = (apiBase, key, session);
        Phone = WahaChat.OfAddress(account.Address);
        HmacKey = account.Setting("HmacKey");
        SessionInfo = new Uri($"{_root}/api/sessions/{Uri.EscapeDataString(session)}");
        SendText = new Uri($"{_root}/api/sendText");
        SendImage = new Uri($"{_root}/api/sendImage");
        SendFile = new Uri($"{_root}/api/sendFile");
        SendSeen = new Uri($"{_root}/api/sendSeen");
        StartTyping = new Uri($"{_root}/api/startTyping");
        WebhookUrl = publicUrl.Length == 0
            ? ""
            : $"{publicUrl.TrimEnd('/')}/api/v1/webhooks/whatsapp/waha/{Uri.EscapeDataString(account.Name)}";
    }

    public Uri ApiBase { get; }

    public string Key { get; }

    public string HmacKey { get; }

    public string Session { get; }

    /// <summary>The number that citizens write to.</summary>
    public WahaChat Phone { get; }

    public Uri SessionInfo { get; }

    public Uri SendText { get; }

    public Uri SendImage { get; }

    public Uri SendFile { get; }

    public Uri SendSeen { get; }

    public Uri StartTyping { get; }

    /// <summary>Where webhooks have to be delivered; empty when nobody can reach us.</summary>
    public string WebhookUrl { get; }

    private string SessionRoot => $"{_root}/api/{Uri.EscapeDataString(Session)}";

    /// <summary>The chats, those with the newest messages first.</summary>
    public Uri Chats(int limit, int offset) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{SessionRoot}/chats?limit={limit}&offset={offset}&sortBy=conversationTimestamp&sortOrder=desc"));

    /// <summary>The messages of a chat, the newest first.</summary>
    /// <param name="withMedia">Whether files are to be downloaded by WAHA, so that they have an address.</param>
    public Uri Messages(string chat, int limit, int offset, bool withMedia) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{SessionRoot}/chats/{Uri.EscapeDataString(chat)}/messages?limit={limit}&offset={offset}")
        + (withMedia ? "&downloadMedia=true" : "&downloadMedia=false"));

    /// <summary>Null when the settings make no request possible.</summary>
    public static WahaAccount? From(ChannelAccount account, string publicUrl)
    {
        var (key, session) = (account.Setting("ApiKey"), account.Setting("Session"));
        return key.Length > 0 && session.Length > 0
            && Uri.TryCreate(account.Setting(ProviderSettings.ApiBaseUrl), UriKind.Absolute, out var apiBase)
            && apiBase.Scheme is "http" or "https"
                ? new WahaAccount(account, apiBase, key, session, publicUrl)
                : null;
    }

    /// <summary>
    /// Where a file is fetched from. WAHA names its files by its own idea of its address, which behind a proxy or in a
    /// container is a loopback one; it is reached where the settings say. Nobody else is shown the key.
    /// </summary>
    public MediaRequest Request(Uri file)
    {
        if (file.IsLoopback && !Trusts(file))
            file = new Uri(_root + file.PathAndQuery);
        return Trusts(file) ? new MediaRequest(file, Key, KeyHeader, ApiBase) : new MediaRequest(file, null);
    }

    private bool Trusts(Uri uri) => uri.GetLeftPart(UriPartial.Authority) == ApiBase.GetLeftPart(UriPartial.Authority);
}

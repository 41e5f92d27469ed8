using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.Waha;

/// <summary>Asks WAHA what it knows of the session, and says what to do about what is wrong.</summary>
internal sealed class WahaCheck(WahaHttp http)
{
    private static readonly string[] Needed = ["message", "message.any", "*"];

    public async Task<IReadOnlyList<ChannelFinding>> Look(WahaAccount account, CancellationToken ct)
    {
        try
        {
            using var session = await http.Get(account, account.SessionInfo, ct);
            return
            [
                new("credentials", true, "WAHA takes ApiKey."),
                Session(account, session.RootElement.Text("status"u8) ?? "unknown"),
                .. Address(account, session.RootElement.Member("me"u8)),
                Webhook(account, session.RootElement.Member("config"u8).Member("webhooks"u8)),
            ];
        }
        catch (HttpRequestException failure)
        {
            return [Failed(account, failure)];
        }
    }

    private static ChannelFinding Failed(WahaAccount account, HttpRequestException failure) =>
        (int?)failure.StatusCode switch
        {
            401 or 403 => new(
                "credentials", false, "WAHA does not take ApiKey; it is what WAHA was started with as WAHA_API_KEY."),
            404 => new(
                "session", false,
                $"WAHA has no session {account.Session}; make it with POST /api/sessions, or change Session."),
            _ => new(
                "credentials", false,
                $"WAHA could not be asked ({ProviderHttp.CodeOf(failure)}). Look at ApiBaseUrl and the network, and try "
                + "again."),
        };

    private static ChannelFinding Session(WahaAccount account, string status) => status switch
    {
        "WORKING" => new("session", true, "The session is working."),
        "SCAN_QR_CODE" => new(
            "session", false,
            $"The session waits for its QR code: open {new Uri(account.ApiBase, "/dashboard")} and scan it with the "
            + "number's telephone, under linked devices."),
        "STARTING" => new("session", false, "The session is starting. Try again in a minute."),
        _ => new(
            "session", false,
            $"The session is {status}; restart it with POST /api/sessions/{account.Session}/restart, and if it then "
            + "waits for a QR code, scan it."),
    };

    private static IEnumerable<ChannelFinding> Address(WahaAccount account, JsonElement me)
    {
        if (WahaChat.Of(me.Member("id"u8).Id()) is not { IsPerson: true } phone)
            yield break;
        yield return phone == account.Phone
            ? new("address", true, "Address is the number of the session.")
            : new("address", false, $"The session is that of {phone.Address}; let Address be that.");
    }

    private static ChannelFinding Webhook(WahaAccount account, JsonElement webhooks)
    {
        if (account.WebhookUrl.Length == 0)
            return new("webhook", false, "PublicUrl is not set, so nobody knows where WAHA has to deliver.");
        var ours = webhooks.Items().FirstOrDefault(w => w.Text("url"u8) == account.WebhookUrl);
        if (!ours.IsThere())
        {
            return new(
                "webhook", false,
                $"The session does not deliver to {account.WebhookUrl}; enter it in config.webhooks with HmacKey as "
                + "hmac.key.");
        }

        if (!ours.Member("events"u8).Items().Any(e => Needed.Contains(e.Text())))
            return new("webhook", false, "The session's webhook does not ask for the event message.any.");
        return ours.Member("hmac"u8).Text("key"u8) is { } key && key == account.HmacKey
            ? new("webhook", true, "The session delivers to this account and signs.")
            : new(
                "webhook", false,
                "The session's webhook has another hmac.key than HmacKey, so all that it delivers is refused.");
    }
}

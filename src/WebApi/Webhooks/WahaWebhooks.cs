using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.Waha;

namespace CleanFte.WebApi.Webhooks;

/// <summary>
/// Where WAHA delivers its events: verified over the raw bytes before anything is read, recorded, and only then
/// answered. How old an event is does not matter: a repeat keeps its first time, and its key is known already.
/// </summary>
internal static class WahaWebhooks
{
    public static void MapWahaWebhooks(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/webhooks/whatsapp").ForAnyone().WithTags("Providers");
        routes.MapPost("/waha/{account}", (
            HttpContext http, string account, WebhookServices services, ILoggerFactory logging) =>
            Receive(http, services.Channels.Find(account), services, logging));
    }

    private static async Task<IResult> Receive(
        HttpContext http, ChannelAccount? account, WebhookServices services, ILoggerFactory logging)
    {
        if (account is not { Provider: WahaGateway.Name })
        {
            return Problems.Of(404, "channel.not_found", "There is no such channel account.");
        }

        if (!account.IsEnabled)
        {
            return Problems.Of(503, "channel.disabled", "This channel account is disabled.");
        }

        var body = await RawBody.Read(http.Request, WahaWebhook.MaxBody, http.RequestAborted);
        var headers = http.Request.Headers;
        if (!WahaSignature.IsValid(
            account, body, headers[WahaSignature.AlgorithmHeader], headers[WahaSignature.Header]))
        {
            return WebhookServices.BadSignature(
                "The signature does not match. The session's hmac.key must be HmacKey.");
        }

        if (WahaWebhook.SessionStatus(body) is "FAILED" or "SCAN_QR_CODE")
        {
            logging.CreateLogger(typeof(WahaWebhooks)).LogWarning(
                "The session of account {Account} does not work any more; its check says what to do.", account.Name);
        }

        services.Caller.Tenant = account.Tenant;
        services.Caller.CorrelationId = http.TraceIdentifier;
        await services.Sender.Send(new RecordInbound(account, [WahaWebhook.Element(body)]), http.RequestAborted);
        return Results.Text("{}", "application/json");
    }
}

using System.Buffers;
using System.Diagnostics.Metrics;
using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using MediatR;

namespace CleanFte.WebApi.Webhooks;

/// <summary>
/// Where Twilio delivers messages and statuses: verified over the raw bytes before anything is read, recorded, and only
/// then answered.
/// </summary>
internal static class TwilioWebhooks
{
    /// <summary>Bytes of one webhook; Twilio's are some kilobytes.</summary>
    private const int MaxBody = 256 * 1024;

    private const string Answer = "<Response/>";

    private static readonly Counter<long> BadSignatures =
        Telemetry.Meter.CreateCounter<long>("cleanfte.webhook.bad_signatures",
            description: "Webhooks refused for their signature.");

    public static void MapTwilioWebhooks(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/webhooks/whatsapp").ForAnyone().WithTags("Providers");
        routes.MapPost("/twilio/{account}", (HttpContext http, string account, WebhookServices services) =>
            Receive(http, services.Channels.Find(account), services));
        routes.MapPost("/twilio/{account}/status", (HttpContext http, string account, WebhookServices services) =>
            Receive(http, services.Channels.Find(account), services));
        routes.MapPost("/", (HttpContext http, WebhookServices services) =>
            Receive(http, services.Channels.FirstConfigured("twilio"), services));
    }

    private static async Task<IResult> Receive(HttpContext http, ChannelAccount? account, WebhookServices services)
    {
        if (WebhookServices.Closed(account, "twilio", "sandbox") is { } closed)
        {
            return closed;
        }

        if (!http.Request.HasFormContentType)
        {
            return Problems.Of(415, "request.unsupported_media_type",
                "Twilio sends application/x-www-form-urlencoded.");
        }

        var body = await RawBody.Read(http.Request, MaxBody, http.RequestAborted);
        if (!IsSigned(http.Request, account!, services.PublicUrl, body))
        {
            BadSignatures.Add(1);
            return Problems.Of(403, "webhook.bad_signature",
                "The signature does not match. PublicUrl must be the address Twilio calls.");
        }

        services.Caller.Tenant = account!.Tenant;
        services.Caller.CorrelationId = http.TraceIdentifier;
        Guid? reply = Guid.TryParse(http.Request.Query[TwilioWebhook.ReplyParameter], out var id) ? id : null;
        await services.Sender.Send(new RecordInbound(account, [TwilioWebhook.Element(body, reply)]),
            http.RequestAborted);
        return Results.Text(Answer, "text/xml");
    }

    private static bool IsSigned(HttpRequest request, ChannelAccount account, string publicUrl, byte[] body)
    {
        var token = account.Setting("AuthToken");
        Span<byte> bytes = stackalloc byte[128];
        return System.Text.Encoding.UTF8.TryGetBytes(token, bytes, out var length)
            && TwilioSignature.IsValid(
                bytes[..length], $"{publicUrl}{request.Path}{request.QueryString}", body,
                request.Headers["X-Twilio-Signature"].ToString());
    }
}

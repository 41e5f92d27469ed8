using System.Buffers;
using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
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

    public static void MapTwilioWebhooks(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/webhooks/whatsapp").ForAnyone().WithTags("Providers");
        routes.MapPost("/twilio/{account}", (HttpContext http, string account, WebhookServices services) =>
            Receive(http, services.Channels.Find(account), services));
        routes.MapPost("/twilio/{account}/status", (HttpContext http, string account, WebhookServices services) =>
            Receive(http, services.Channels.Find(account), services));
        routes.MapMethods("/twilio/{account}/files/{media:guid}", [HttpMethods.Get, HttpMethods.Head], File)
            .WithSummary("Where Twilio fetches a file that is sent; the address is signed and ends");
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
            return WebhookServices.BadSignature(
                "The signature does not match. PublicUrl must be the address Twilio calls.");
        }

        services.Caller.Tenant = account!.Tenant;
        services.Caller.CorrelationId = http.TraceIdentifier;
        Guid? reply = Guid.TryParse(http.Request.Query[TwilioWebhook.ReplyParameter], out var id) ? id : null;
        await services.Sender.Send(new RecordInbound(account, [TwilioWebhook.Element(body, reply)]),
            http.RequestAborted);
        return Results.Text(Answer, "text/xml");
    }

    private static async Task<IResult> File(
        string account, Guid media, long? expires, string? signature, WebhookServices services, ITicketQueries tickets,
        IMediaStore store, TimeProvider clock, CancellationToken ct)
    {
        // A disabled account too: what was handed over before is fetched still.
        if (services.Channels.Find(account) is not { Provider: "twilio" } found)
        {
            return WebhookServices.Unknown();
        }

        if (!TwilioFileLink.IsValid(found, media, expires ?? 0, signature ?? "", clock.GetUtcNow()))
        {
            return Problems.Of(403, "link.expired", "This link has ended or is not whole.");
        }

        return await tickets.FindMedia(found.Tenant, media, ct) is { Key: { } key } kept
            && await store.Open(kept.PublicKey ?? key, ct) is { } content
            ? Results.Stream(content, kept.ContentType, kept.FileName)
            : Problems.Of(404, "media.not_found", "There is no such file.");
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

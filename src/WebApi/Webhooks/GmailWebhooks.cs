using System.Diagnostics.Metrics;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.GmailMail;

namespace CleanFte.WebApi.Webhooks;

/// <summary>
/// Where Pub/Sub pushes that a mailbox has changed. A push says so little that only its token is worth verifying; the
/// mails are fetched afterwards.
/// </summary>
internal static class GmailWebhooks
{
    /// <summary>Bytes of one push; Pub/Sub's are some hundred.</summary>
    private const int MaxBody = 64 * 1024;

    private static readonly Counter<long> BadTokens =
        Telemetry.Meter.CreateCounter<long>("cleanfte.webhook.bad_tokens", description: "Pushes refused for their token.");

    public static void MapGmailWebhooks(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/webhooks/gmail").ForAnyone().WithTags("Providers");
        routes.MapPost("/{account}", (HttpContext http, string account, WebhookServices services, PushTokens tokens) =>
            Receive(http, services.Channels.Find(account), $"/{account}", services, tokens));
        routes.MapPost("/", (HttpContext http, WebhookServices services, PushTokens tokens) =>
            Receive(http, services.Channels.FirstConfigured("gmail"), "", services, tokens));
    }

    /// <param name="path">What the address has behind <c>/webhooks/gmail</c>.</param>
    private static async Task<IResult> Receive(
        HttpContext http, ChannelAccount? account, string path, WebhookServices services, PushTokens tokens)
    {
        if (WebhookServices.Closed(account, "gmail") is { } closed)
        {
            return closed;
        }

        var audience = account!.Setting("Audience") is { Length: > 0 } configured
            ? configured
            : $"{services.PublicUrl}/api/v1/webhooks/gmail{path}";
        if (!await tokens.IsValid(
            http.Request.Headers.Authorization.ToString(), account.Setting("ServiceAccount"), audience,
            account.Setting("KeysUrl"), http.RequestAborted))
        {
            BadTokens.Add(1);
            return Problems.Of(401, "webhook.bad_token",
                "The push carries no valid token of the account's ServiceAccount for this address or the account's Audience.");
        }

        var body = await RawBody.Read(http.Request, MaxBody, http.RequestAborted);
        services.Caller.Tenant = account.Tenant;
        services.Caller.CorrelationId = http.TraceIdentifier;
        await services.Sender.Send(
            new RecordInbound(account, [GmailWebhook.Push(account.Address, body)]), http.RequestAborted);
        return Results.Ok();
    }
}

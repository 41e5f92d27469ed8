using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.CloudApi;

namespace CleanFte.WebApi.Webhooks;

/// <summary>
/// Where Meta and 360dialog deliver: verified over the raw bytes before anything is read, every element recorded under the
/// account that it was sent to, and only then answered.
/// </summary>
internal static class CloudApiWebhooks
{
    /// <summary>Characters of a handshake's challenge; Meta's is a number.</summary>
    private const int MaxChallenge = 200;

    public static void MapCloudApiWebhooks(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/webhooks/whatsapp").ForAnyone().WithTags("Providers");
        routes.MapGet("/meta/{account}", (HttpRequest request, string account, WebhookServices services) =>
            Shake(request, services.Channels.Find(account)));
        routes.MapPost("/meta/{account}", (HttpContext http, string account, WebhookServices services) =>
            ReceiveMeta(http, services.Channels.Find(account), services));
        routes.MapPost("/360dialog/{account}", (HttpContext http, string account, WebhookServices services) =>
            Receive360(http, services.Channels.Find(account), services));
    }

    private static IResult Shake(HttpRequest request, ChannelAccount? account)
    {
        if (WebhookServices.Closed(account, CloudAccount.Meta) is { } closed)
            return closed;
        var query = request.Query;
        var challenge = query["hub.challenge"].ToString();
        return query["hub.mode"] == "subscribe"
            && challenge.Length <= MaxChallenge
            && CloudSignature.IsSame(account!.Setting("VerifyToken"), query["hub.verify_token"].ToString())
            ? Results.Text(challenge, "text/plain")
            : Problems.Of(403, "webhook.bad_token", "The verify token is not this account's VerifyToken.");
    }

    private static async Task<IResult> ReceiveMeta(HttpContext http, ChannelAccount? account, WebhookServices services)
    {
        if (WebhookServices.Closed(account, CloudAccount.Meta) is { } closed)
            return closed;
        var body = await RawBody.Read(http.Request, CloudWebhook.MaxBody, http.RequestAborted);
        if (CloudSignature.SignedBy(account!, body, http.Request.Headers[CloudSignature.MetaHeader]) is not { } secret)
            return WebhookServices.BadSignature("The signature does not match. AppSecret must be the secret of the app that the webhook belongs to.");

        // One app may serve several numbers by one address.
        var signed = services.Channels.Accounts
            .Where(a => a.Provider == CloudAccount.Meta && CloudSignature.Shares(a, secret))
            .Prepend(account!)
            .DistinctBy(a => a.ProviderId)
            .ToDictionary(a => a.ProviderId);
        var elements = CloudWebhook.Split(body)
            .GroupBy(
                e => e.PhoneNumberId is { } number && signed.TryGetValue(number, out var owner) ? owner : account!,
                e => e.Element)
            .ToArray();
        // Meta delivers all of it again: nothing is taken for a disabled account by its neighbour's address.
        if (elements.Select(own => WebhookServices.Closed(own.Key, CloudAccount.Meta)).FirstOrDefault(c => c is not null) is { } one)
            return one;
        await Record(http, services, elements);
        return Results.Ok();
    }

    private static async Task<IResult> Receive360(HttpContext http, ChannelAccount? account, WebhookServices services)
    {
        if (WebhookServices.Closed(account, CloudAccount.Dialog360) is { } closed)
            return closed;
        var body = await RawBody.Read(http.Request, CloudWebhook.MaxBody, http.RequestAborted);
        var headers = http.Request.Headers;
        if (!CloudSignature.IsFrom360(
            account!, body, headers[account!.Setting("WebhookHeader")], headers[CloudSignature.PartnerHeader]))
            return WebhookServices.BadSignature("The secret header is missing or wrong. Register the webhook with WebhookHeader and WebhookSecret.");

        var elements = CloudWebhook.Split(body, tellAddress: account.ProviderId.Length == 0);
        await Record(http, services, elements.GroupBy(_ => account, e => e.Element));
        return Results.Ok();
    }

    private static async Task Record(
        HttpContext http, WebhookServices services, IEnumerable<IGrouping<ChannelAccount, InboundElement>> elements)
    {
        services.Caller.CorrelationId = http.TraceIdentifier;
        foreach (var own in elements)
        {
            services.Caller.Tenant = own.Key.Tenant;
            await services.Sender.Send(new RecordInbound(own.Key, [.. own]), http.RequestAborted);
        }
    }
}

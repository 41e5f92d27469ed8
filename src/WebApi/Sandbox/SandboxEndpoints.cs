using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using MediatR;

namespace CleanFte.WebApi.Sandbox;

/// <summary>
/// Plays a citizen without any provider: what is posted takes the same way as a message from WhatsApp.
/// </summary>
internal static class SandboxEndpoints
{
    private const string TokenHeader = "X-Sandbox-Token";

    private static readonly Refusal BadPhone = new(
        "request.malformed", "Give from as a phone number with its country code, such as +34600111222.",
        RefusalKind.Shape, "from");

    public static void MapSandbox(this IEndpointRouteBuilder routes, Settings settings)
    {
        var options = settings.Infrastructure.Channels.FirstOrDefault(c => c.Provider == SandboxGateway.Name);
        if (options is null)
        {
            return;
        }

        var sandbox = routes.MapGroup("/sandbox/messages").ForAnyone().WithTags("Sandbox")
            .AddEndpointFilter(async (context, next) =>
            Tokens.Equal(context.HttpContext.Request.Headers[TokenHeader].ToString(), options.Settings["AuthToken"])
                ? await next(context)
                : Problems.Of(401, "sandbox.bad_token",
                    $"Send the sandbox's token in the header {TokenHeader}; the start prints it."));
        sandbox.MapPost("/", (SandboxMessage message, IChannels channels, ISender sender, Caller caller,
            CancellationToken ct) =>
            Post(message, channels.Find(options.Account)!, sender, caller, ct));
        sandbox.MapGet("/", (string? from, IChannels channels, ISenders senders, ICustomerQueries customers,
            CancellationToken ct) =>
            Show(from, channels.Find(options.Account)!, senders, customers, ct));
    }

    private static async Task<IResult> Post(
        SandboxMessage message, ChannelAccount account, ISender sender, Caller caller, CancellationToken ct)
    {
        if (!PhoneNumber.TryParse(message.From, out var phone))
        {
            return Problems.Of(BadPhone);
        }

        caller.Tenant = account.Tenant;
        var sid = $"SM{Guid.CreateVersion7():N}";
        var fields = message.Fields(account, phone, sid);
        using var form = new FormUrlEncodedContent(fields);
        var payload = await form.ReadAsByteArrayAsync(ct);
        await sender.Send(new RecordInbound(account, [TwilioWebhook.Element(payload)]), ct);
        return Results.Accepted($"/api/v1/sandbox/messages?from={Uri.EscapeDataString(phone.Value)}", new { id = sid });
    }

    private static async Task<IResult> Show(
        string? from, ChannelAccount account, ISenders senders, ICustomerQueries customers, CancellationToken ct)
    {
        if (!PhoneNumber.TryParse(from, out var phone))
        {
            return Problems.Of(BadPhone);
        }

        var known = await senders.Find(
            account.Tenant, account.Name, new Identifier(IdentifierKind.Phone, phone.Value, Verification.Verified), ct);
        var history = known.Customer is { } customer
            ? await customers.History(account.Tenant, new ShowCustomerHistory(customer, 200, null), ct)
            : null;
        return Results.Ok((history?.Messages ?? []).Select(m => new
        {
            m.Direction,
            m.Author,
            m.Text,
            m.Delivery,
            m.At,
        }));
    }
}

/// <param name="From">The citizen's phone number.</param>
/// <param name="ByColleague">Whether a colleague writes to him instead, past us, as from the provider's own app.</param>
/// <param name="MediaUrls">Files, from hosts that Media__AllowedHosts permits.</param>
internal sealed record SandboxMessage(
    string? From, string? Text, string? Name, double? Latitude, double? Longitude, IReadOnlyList<string>? MediaUrls,
    bool ByColleague = false)
{
    /// <summary>The message as Twilio would post it.</summary>
    public Dictionary<string, string> Fields(ChannelAccount account, PhoneNumber phone, string sid)
    {
        var media = MediaUrls ?? [];
        var fields = new Dictionary<string, string>
        {
            ["MessageSid"] = sid,
            ["SmsStatus"] = "received",
            ["AccountSid"] = account.Setting("AccountSid"),
            ["From"] = $"whatsapp:{phone.Value}",
            ["To"] = account.Address,
            ["WaId"] = phone.Value[1..],
            ["ProfileName"] = Name ?? "",
            ["Body"] = Text ?? "",
            ["NumMedia"] = media.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (ByColleague)
        {
            fields[SandboxGateway.ByColleague] = "1";
        }

        if (Latitude is { } latitude && Longitude is { } longitude)
        {
            fields["Latitude"] = latitude.ToString(System.Globalization.CultureInfo.InvariantCulture);
            fields["Longitude"] = longitude.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        for (var i = 0; i < media.Count; i++)
        {
            fields[$"MediaUrl{i}"] = media[i];
        }

        return fields;
    }
}

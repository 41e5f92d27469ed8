using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Agent;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Infrastructure.Channels;
using MediatR;

namespace CleanFte.WebApi.Conversations;

/// <summary>The agent for somebody else's front end: what a citizen writes goes in, what he is answered comes out.</summary>
internal static class OrchestrateEndpoints
{
    public static void MapOrchestrate(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/orchestrate", Post).WithTags("Messages").ForRoles(ApiRole.Integrator, ApiRole.Admin)
            .Produces<OrchestratedAnswer>()
            .WithSummary("Answers a message and returns the replies, which are not sent; dryRun stores nothing");

    private static async Task<IResult> Post(
        OrchestrateRequest body, HttpContext http, ISender sender, IInboundQueries inbound, ICatalogue catalogues,
        Caller caller, CancellationToken ct)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var errors = body.Errors(key, out var customer, out var channel);
        if (body.ServiceCode is { } code && (await catalogues.Of(caller.Tenant, ct)).Find(code) is null)
        {
            errors["serviceCode"] = ["There is no such service; GET /admin/services lists them."];
        }

        if (errors.Count > 0)
        {
            return Problems.Of(Refusal.Malformed(errors));
        }

        var id = InternalMessage.IdOf(http.Key()!, key);
        var account = ChannelAccount.Internal(caller.Tenant, WireName.Of(channel));
        var payload = JsonSerializer.SerializeToUtf8Bytes(body.ToMessage(id, customer), RestJson.Default.RestMessage);
        if (key.Length > 0 && await InternalMessage.IsOther(inbound, account, id, payload, ct))
        {
            return InternalMessage.Mismatch();
        }

        var element = new InboundElement($"m:{id}", ChannelAccount.InternalLane(caller.Tenant, customer.Kind, customer.Value), payload);
        return (await sender.Send(new Orchestrate(account, element, id, body.DryRun ?? false), ct)).ToResult(a => a);
    }
}

/// <param name="Channel">whatsapp, email, web or rest: whose form the replies have.</param>
/// <param name="ServiceCode">The service to use, or null to let the words choose.</param>
/// <param name="DryRun">Only decides; stores nothing.</param>
internal sealed record OrchestrateRequest(
    OrchestrateCustomer? Customer, string? Channel, string? Text, string? ServiceCode = null, bool? DryRun = null)
{
    private const int MaxText = 60_000;

    private const int MaxId = 200;

    private static readonly Channel[] Channels =
        [Domain.Conversations.Channel.Whatsapp, Domain.Conversations.Channel.Email, Domain.Conversations.Channel.Web,
            Domain.Conversations.Channel.Rest];

    public Dictionary<string, string[]> Errors(string key, out Identifier customer, out Channel channel)
    {
        var errors = new Dictionary<string, string[]>();
        if (!TryRead(out customer, out var field, out var message))
        {
            errors[field] = [message];
        }

        if (!WireName.TryParse(Channel, out channel) || !Channels.Contains(channel))
        {
            errors["channel"] = [$"Use one of {string.Join(", ", Channels.Select(WireName.Of))}."];
        }

        if (Text?.Trim().Length is null or 0 or > MaxText)
        {
            errors["text"] = [$"Write 1 to {MaxText} characters."];
        }

        if (key.Length > MaxId)
        {
            errors["Idempotency-Key"] = [$"A key holds at most {MaxId} characters."];
        }

        return errors;
    }

    public RestMessage ToMessage(string id, Identifier customer) => new(
        id, customer.Value, Customer!.Name, Text!, null, null,
        Kind: WireName.Of(customer.Kind), Button: ServiceCode is { } code ? $"{Inbound.Message.ServiceButton}{code}" : null);

    /// <summary>The identifier in its canonical spelling.</summary>
    private bool TryRead(out Identifier customer, out string field, out string message)
    {
        var value = Customer?.Value?.Trim() ?? "";
        string? canonical;
        (canonical, message) = Customer?.Kind switch
        {
            "phone" => (PhoneNumber.TryParse(value, out var phone) ? phone.Value : null,
                "Give a phone number with its country code, such as +34600111222."),
            "email" => (EmailAddress.TryParse(value, out var email) ? email.Value : null, "Give an e-mail address."),
            "external" => (value.Length is >= 1 and <= MaxId ? value : null,
                $"Give your own id of the person, 1 to {MaxId} characters."),
            _ => (null, "Use one of phone, email, external."),
        };
        field = WireName.TryParse<IdentifierKind>(Customer?.Kind, out var kind) ? "customer.value" : "customer.kind";
        if (Customer?.Name?.Length > MaxId)
        {
            (canonical, field, message) = (null, "customer.name", $"A name holds at most {MaxId} characters.");
        }

        customer = new Identifier(kind, canonical ?? "", Verification.Verified);
        return canonical is not null;
    }
}

/// <param name="Kind">phone, email or external.</param>
/// <param name="Value">You have authenticated the person who has it.</param>
internal sealed record OrchestrateCustomer(string? Kind, string? Value, string? Name = null);

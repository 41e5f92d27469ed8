using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.Channels;
using MediatR;

namespace CleanFte.WebApi.Conversations;

/// <summary>
/// The REST channel: an integrator writes for a user it has authenticated, and reads what was answered.
/// </summary>
internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup("/messages").WithTags("Messages").ForRoles(ApiRole.Integrator, ApiRole.Admin);
        messages.MapPost("/", Post).WithSummary("Takes in a message; durable before the answer, processed after it");
        messages.MapGet("/{id}", async (string id, ISender sender, CancellationToken ct) =>
                (await sender.Send(new ShowInbound(RestGateway.AccountName, id), ct)).ToResult(view => view))
            .WithSummary("Shows a message's state, ticket and replies");
    }

    private static async Task<IResult> Post(
        PostedMessage body, HttpContext http, ISender sender, IInboundQueries inbound, Caller caller,
        CancellationToken ct)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (body.Errors(key) is { Count: > 0 } errors)
        {
            return Problems.Of(Refusal.Malformed(errors));
        }

        var id = InternalMessage.IdOf(http.Key()!, key);
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new RestMessage(id, body.ExternalId!, body.Name, body.Text
                ?? "", body.Location?.Latitude, body.Location?.Longitude,
                body.Location?.Address),
            RestJson.Default.RestMessage);
        var account = RestGateway.AccountOf(caller.Tenant);
        await sender.Send(
            new RecordInbound(account, [new InboundElement($"m:{id}", ChannelAccount.InternalLane(caller.Tenant, IdentifierKind.External, body.ExternalId!), payload)]),
            ct);
        if (key.Length > 0 && await InternalMessage.IsOther(inbound, account, id, payload, ct))
        {
            return InternalMessage.Mismatch();
        }

        return Results.Accepted($"/api/v1/messages/{Uri.EscapeDataString(id)}", new { id });
    }
}

/// <param name="ExternalId">Your id of the person; you have authenticated him.</param>
internal sealed record PostedMessage(string? ExternalId, string? Text, string? Name = null, Place? Location = null)
{
    private const int MaxText = 60_000;

    private const int MaxId = 200;

    public Dictionary<string, string[]> Errors(string key)
    {
        var errors = new Dictionary<string, string[]>();
        if (ExternalId?.Trim().Length is null or 0 or > MaxId)
        {
            errors["externalId"] = [$"Give your own id of the person, 1 to {MaxId} characters."];
        }

        if ((Text?.Length ?? 0) > MaxText)
        {
            errors["text"] = [$"A message holds at most {MaxText} characters."];
        }

        if (Name?.Length > MaxId)
        {
            errors["name"] = [$"A name holds at most {MaxId} characters."];
        }

        if (Location is not null && !(Location.IsOnEarth() && Location.Latitude.HasValue))
        {
            errors["location"] = ["Give latitude -90 to 90 with longitude -180 to 180."];
        }

        if (key.Length > MaxId)
        {
            errors["Idempotency-Key"] = [$"A key holds at most {MaxId} characters."];
        }

        return errors;
    }
}

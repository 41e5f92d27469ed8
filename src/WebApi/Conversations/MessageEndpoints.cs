using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.Channels;
using MediatR;

namespace CleanFte.WebApi.Conversations;

/// <summary>
/// The REST channel: an integrator writes for a user it has authenticated, and reads what was answered.
/// </summary>
internal static class MessageEndpoints
{
    /// <summary>Bytes of a key's hash in the message's id: far more than two keys could share by chance.</summary>
    private const int KeyBytes = 16;

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

        // The key is part of the message's id, so the ledger itself tells a repeat. Hashed, because the id goes into
        // addresses.
        var id = key.Length > 0
            ? $"{http.Key()!.Id}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, KeyBytes))}"
            : Guid.CreateVersion7().ToString("N");
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new RestMessage(id, body.ExternalId!, body.Name, body.Text
                ?? "", body.Location?.Latitude, body.Location?.Longitude,
                body.Location?.Address),
            RestJson.Default.RestMessage);
        var account = RestGateway.AccountOf(caller.Tenant);
        await sender.Send(
            new RecordInbound(account, [new InboundElement($"m:{id}", $"{caller.Tenant}/{body.ExternalId}", payload)]),
            ct);
        if (key.Length > 0 && await inbound.Payload(caller.Tenant, account.Name, id, ct) is { } recorded
            && !recorded.AsSpan().SequenceEqual(payload))
        {
            return Problems.Of(422, "idempotency.mismatch",
                "This Idempotency-Key was used with another body. Use a new key.");
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

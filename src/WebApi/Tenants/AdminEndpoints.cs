using CleanFte.Application.Conversations;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.WebApi.Tenants;

/// <summary>Keys and dead letters for administrators, tenants for operators.</summary>
internal static class AdminEndpoints
{
    private const int DefaultLimit = 50;

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").WithTags("Administration");
        MapKeys(admin.MapGroup("/api-keys").ForRoles(ApiRole.Admin, ApiRole.Operator));
        MapDeadLetters(admin.MapGroup("/dead-letters").ForRoles(ApiRole.Admin, ApiRole.Operator));
        MapTenants(admin.MapGroup("/tenants").ForRoles(ApiRole.Operator));
    }

    private static void MapKeys(RouteGroupBuilder keys)
    {
        keys.MapPost("/", async (NewApiKeyRequest body, ISender sender, CancellationToken ct) =>
            {
                if (body.Role is not { } role)
                {
                    return Problems.MustBeOneOf<ApiRole>("role");
                }

                var outcome = await sender.Send(
                    new CreateApiKey(role, body.Label ?? "", body.MemberId, body.ExpiresAt, body.Tenant,
                        body.PersonalData ?? false), ct);
                return outcome.Refusal is { } refusal
                    ? Problems.Of(refusal)
                    : Results.Created($"/api/v1/admin/api-keys/{outcome.Value!.Id}", outcome.Value);
            })
            .WithSummary("Makes a key; it is shown this once");
        keys.MapGet("/", async (string? tenant, ISender sender, CancellationToken ct) =>
                (await sender.Send(new ListApiKeys(tenant), ct)).ToResult(found => new { items = found }))
            .WithSummary("Lists keys, without the keys themselves");
        keys.MapDelete("/{id}", async (string id, string? tenant, ISender sender, CancellationToken ct) =>
                (await sender.Send(new RevokeApiKey(id, tenant), ct)).ToResult())
            .WithSummary("Revokes a key at once");
    }

    private static void MapDeadLetters(RouteGroupBuilder letters)
    {
        letters.MapGet("/", async (int? limit, string? cursor, ISender sender, CancellationToken ct) =>
            {
                DeadLetterCursor? after = null;
                return cursor is not null && !Cursors.TryRead(cursor, out after)
                    ? Problems.Of(Cursors.Unreadable)
                    : (await sender.Send(new ListDeadLetters(limit ?? DefaultLimit, after), ct)).ToResult(page =>
                        new { items = page.Letters, cursor = Cursors.Write(page.Next) });
            })
            .WithSummary("Lists what could not be processed or sent");
        letters.MapPost("/{kind}/{id:long}/replay",
            async (string kind, long id, ISender sender, CancellationToken ct) =>
                WireName.TryParse<DeadLetterKind>(kind, out var which)
                    ? (await sender.Send(new ReplayDeadLetter(which, id), ct)).ToResult()
                    : Problems.Of(Refusal.NotFound("dead_letter")))
            .WithSummary("Has one processed or sent once more");
    }

    private static void MapTenants(RouteGroupBuilder tenants)
    {
        tenants.MapGet("/", async (ISender sender, CancellationToken ct) =>
                (await sender.Send(new ListTenants(), ct)).ToResult(found => new { items = found }))
            .WithSummary("Lists tenants");
        tenants.MapPost("/", async (CreateTenant command, ISender sender, CancellationToken ct) =>
            {
                var outcome = await sender.Send(command, ct);
                return outcome.Refusal is { } refusal
                    ? Problems.Of(refusal)
                    : Results.Created($"/api/v1/admin/tenants/{outcome.Value!.Id}", outcome.Value);
            })
            .WithSummary("Adds a tenant");
    }
}

/// <inheritdoc cref="CreateApiKey"/>
internal sealed record NewApiKeyRequest(
    ApiRole? Role, string? Label, Guid? MemberId = null, DateTimeOffset? ExpiresAt = null, string? Tenant = null,
    bool? PersonalData = null);

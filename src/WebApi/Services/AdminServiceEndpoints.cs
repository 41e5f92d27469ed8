using CleanFte.Application;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;
using CleanFte.WebApi.Tickets;
using MediatR;

namespace CleanFte.WebApi.Services;

/// <summary>The catalogue in full, for administrators.</summary>
internal static class AdminServiceEndpoints
{
    public static void MapAdminServices(this IEndpointRouteBuilder routes)
    {
        var services = routes.MapGroup("/admin/services").WithTags("Administration").ForRoles(ApiRole.Admin);
        services.MapGet("/", async (ISender sender, CancellationToken ct) =>
                (await sender.Send(new ListAllServices(), ct))
                    .ToResult(all => new AdminServiceList(all.Select(AdminService.Of))))
            .Produces<AdminServiceList>()
            .WithSummary("Lists the whole catalogue, retired services too");
        services.MapPut("/{code}", Put)
            .Produces<DefinedService>().Produces<DefinedService>(StatusCodes.Status201Created)
            .WithSummary("Adds a service or replaces what it is");
    }

    /// <summary>
    /// Replacing needs If-Match: 428 without it, 412 when the service has changed since. If-None-Match: * only adds.
    /// </summary>
    private static async Task<IResult> Put(
        string code, ServiceRequest body, HttpContext http, ISender sender, CancellationToken ct)
    {
        var (match, noneMatch) = (http.Request.Headers.IfMatch.ToString(), http.Request.Headers.IfNoneMatch.ToString());
        var expected = 0L;
        if (match.Length > 0 && !ETags.TryRead(match, out expected))
        {
            return Problems.Of(412, "version.stale", "If-Match is no ETag of this service. Read it again.");
        }

        if (noneMatch.Length > 0 && (noneMatch != "*" || match.Length > 0))
        {
            return Problems.Of(
                400, "request.malformed", "Send If-None-Match: * to add a service, or If-Match to replace one.");
        }

        if (body.Wrong(code) is { } wrong)
        {
            return wrong;
        }

        var outcome = await sender.Send(new DefineService(body.ToDefinition(code), expected), ct);
        if (outcome.Refusal is { Kind: RefusalKind.StaleVersion } && match.Length + noneMatch.Length == 0)
        {
            return Problems.Of(428, "version.required", "Send If-Match with the ETag of the service you read.");
        }

        return Answer(code, expected, outcome, http);
    }

    private static IResult Answer(string code, long expected, Outcome outcome, HttpContext http)
    {
        if (outcome.Refusal is { } refusal)
        {
            return Problems.Of(refusal);
        }

        http.Response.Headers.ETag = ETags.Of(outcome.Version);
        var defined = new DefinedService(code, outcome.Version);
        return expected > 0 ? Results.Ok(defined) : Results.Created($"/api/v1/admin/services/{code}", defined);
    }
}

/// <param name="Version">The service's version now.</param>
internal sealed record DefinedService(string Code, long Version);

internal sealed record AdminServiceList(IEnumerable<AdminService> Items);

/// <param name="Etag">What If-Match takes.</param>
internal sealed record AdminService(ServiceDefinition Definition, bool Retired, long Version, string Etag)
{
    public static AdminService Of(CatalogueEntry entry) =>
        new(entry.Definition, entry.Retired, entry.Version, ETags.Of(entry.Version));
}

/// <inheritdoc cref="ServiceDefinition"/>
/// <param name="Code">Left out, or the one in the address.</param>
internal sealed record ServiceRequest(
    string? Group,
    ServiceKind? Kind,
    bool? Public,
    Severity? Severity,
    string? Code = null,
    IReadOnlyList<string>? Roles = null,
    bool AsksPlace = false,
    bool AsksPhoto = false,
    IReadOnlyDictionary<string, ServiceText>? Texts = null,
    IReadOnlyList<ServiceItem>? Items = null,
    IReadOnlyList<ServiceStepRequest>? Steps = null)
{
    /// <summary>What the definition could not say any more: that something was left out.</summary>
    public IResult? Wrong(string code)
    {
        var errors = new Dictionary<string, string[]>();
        Require(Code is null || Code == code, "code", "This is another code than the address has.");
        Require(Kind is not null, "kind", $"Use one of {WireName.All<ServiceKind>()}.");
        Require(Public is not null, "public", "Say whether citizens may choose it.");
        Require(Severity is not null, "severity", $"Use one of {WireName.All<Severity>()}.");
        Require(Items?.All(i => i?.Texts is not null) != false, "items", "An item needs texts.");
        Require(Steps?.All(s => s is { Input: not null }) != false, "steps", "A step needs an input.");
        return errors.Count > 0 ? Problems.Of(Refusal.Malformed(errors)) : null;

        void Require(bool holds, string field, string message)
        {
            if (!holds)
            {
                errors[field] = [message];
            }
        }
    }

    public ServiceDefinition ToDefinition(string code) => new(
        code, Group ?? "", Kind!.Value, Public!.Value, Roles ?? [], Severity!.Value, AsksPlace, AsksPhoto,
        Texts ?? new Dictionary<string, ServiceText>())
    {
        Items = Items ?? [],
        Steps = [.. (Steps ?? []).Select(s => s.ToStep())],
    };
}

/// <inheritdoc cref="ServiceStep"/>
internal sealed record ServiceStepRequest(
    string? Name,
    StepInput? Input,
    IReadOnlyList<string>? Codes = null,
    IReadOnlyList<string>? Choices = null,
    int MaxAttempts = ServiceStep.UsualAttempts,
    IReadOnlyDictionary<string, ServiceStepText>? Texts = null)
{
    public ServiceStep ToStep() => new(
        Name ?? "", Input!.Value, Codes ?? [], Choices ?? [], MaxAttempts,
        Texts ?? new Dictionary<string, ServiceStepText>());
}

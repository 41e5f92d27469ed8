using CleanFte.Application;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Infrastructure.Tenants;
using CleanFte.WebApi.Open311;

namespace CleanFte.WebApi;

/// <summary>
/// Who may call a route, and in which tenant. A key names both; a citizen needs none and is placed by the host name.
/// Every route says one or the other, and a test walks them all.
/// </summary>
internal static class Access
{
    public const string KeyHeader = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>Only keys of these roles.</summary>
    public static TBuilder ForRoles<TBuilder>(this TBuilder routes, params ApiRole[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new Admission(AdmissionKind.Keys, roles));

    /// <summary>Takes the key as a bearer token too, which is all that some clients can send.</summary>
    public static TBuilder WithBearerKeys<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new BearerKeys());

    /// <summary>Everybody; a key, when sent, must be valid and widens what is shown.</summary>
    public static TBuilder ForCitizens<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new Admission(AdmissionKind.Citizens, []));

    /// <summary>
    /// As for citizens; the route itself asks for the ticket's access code where no key speaks for the reporter.
    /// </summary>
    public static TBuilder ForReporters<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new Admission(AdmissionKind.Reporters, []));

    /// <summary>
    /// Providers, who prove themselves by a signature, and what needs neither tenant nor key, such as health.
    /// </summary>
    public static TBuilder ForAnyone<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new Admission(AdmissionKind.Anyone, []));

    /// <summary>Admits or refuses before the body is read. A route that says nothing admits nobody.</summary>
    public static void UseAccess(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.GetEndpoint() is RouteEndpoint endpoint
            && await Refuse(http, endpoint.Metadata.GetMetadata<Admission>()) is { } refusal)
        {
            await refusal.ExecuteAsync(http);
            return;
        }

        await next(http);
    });

    /// <summary>The valid key that this request was admitted with, or null for a citizen.</summary>
    public static VerifiedKey? Key(this HttpContext http) => http.Features.Get<VerifiedKey>();

    private static async Task<IResult?> Refuse(HttpContext http, Admission? admission)
    {
        switch (admission)
        {
            case null:
                return Problems.Of(403, "access.closed", "This route admits nobody.");
            case { Kind: AdmissionKind.Anyone }:
                return null;
            case { Kind: AdmissionKind.Open311 }:
                return await Open311Access.Refuse(http, admission);
            case { Kind: AdmissionKind.Citizens or AdmissionKind.Reporters }
                when !http.Request.Headers.ContainsKey(KeyHeader):
                return await AdmitCitizen(http);
        }

        if (await KeyOf(http) is not { } key)
        {
            http.Response.Headers.WWWAuthenticate = TakesBearer(http) ? "ApiKey, Bearer" : "ApiKey";
            return Problems.Of(
                401, "access.no_valid_key",
                $"Send a valid key in the header {KeyHeader}{(TakesBearer(http) ? ", or as a bearer token" : "")}.");
        }

        if (admission.Kind == AdmissionKind.Keys && !admission.Roles.Contains(key.Role))
        {
            return Problems.Of(
                403, "access.wrong_role",
                $"This needs a key of one of these roles: {string.Join(", ", admission.Roles.Select(WireName.Of))}.");
        }

        Admit(http, key);
        return null;
    }

    private static bool TakesBearer(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<BearerKeys>() is not null;

    private static async Task<VerifiedKey?> KeyOf(HttpContext http)
    {
        var given = http.Request.Headers[KeyHeader].ToString();
        if (given.Length == 0 && TakesBearer(http)
            && http.Request.Headers.Authorization.ToString() is { } sent
            && sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            given = sent[Bearer.Length..].Trim();
        }

        return given.Length == 0
            ? null
            : await http.RequestServices.GetRequiredService<ApiKeyVerifier>().Verify(given, http.RequestAborted);
    }

    /// <summary>What the request does is done in the name of the key.</summary>
    public static void Admit(HttpContext http, VerifiedKey key)
    {
        var caller = http.RequestServices.GetRequiredService<Caller>();
        caller.Tenant = key.Tenant;
        caller.Role = key.Role;
        caller.Member = key.Member;
        caller.MayReadPersonalData = key.MayReadPersonalData;
        caller.UserName = key.Caller;
        caller.KeyId = key.Id;
        caller.CorrelationId = http.TraceIdentifier;
        http.Features.Set(key);
    }

    /// <summary>Admits without a key, in the tenant that the address says.</summary>
    public static async Task<IResult?> AdmitCitizen(HttpContext http)
    {
        if (await TenantOf(http) is not { } tenant)
        {
            return Problems.Of(404, "tenant.not_found", "There is no such tenant.");
        }

        var caller = http.RequestServices.GetRequiredService<Caller>();
        caller.Tenant = tenant;
        caller.CorrelationId = http.TraceIdentifier;
        return null;
    }

    /// <summary>
    /// By host name, else the default tenant; <c>?tenant=</c> may choose another for reading what is public anyway.
    /// </summary>
    private static async ValueTask<string?> TenantOf(HttpContext http)
    {
        var tenants = http.RequestServices.GetRequiredService<ITenants>();
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Query["tenant"].ToString() is { Length: > 0 } asked)
        {
            return (await tenants.Find(asked, http.RequestAborted))?.Id;
        }

        return (await tenants.FindByHost(http.Request.Host.Host, http.RequestAborted))?.Id ?? ITenants.Default;
    }
}

/// <summary>Whom a route admits.</summary>
internal sealed record Admission(AdmissionKind Kind, IReadOnlyList<ApiRole> Roles);

/// <summary>Marks a route that takes keys as bearer tokens.</summary>
internal sealed record BearerKeys;

internal enum AdmissionKind
{
    Anyone,
    Citizens,
    Reporters,
    Keys,
    Open311,
}

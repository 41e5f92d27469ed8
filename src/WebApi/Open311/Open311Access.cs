using CleanFte.Application;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.Tenants;

namespace CleanFte.WebApi.Open311;

/// <summary>
/// Whom GeoReport's addresses admit: everybody reads, keys of some roles write. The key is the client's <c>api_key</c>, in the
/// form or the query, or our own header.
/// </summary>
internal static class Open311Access
{
    private const string KeyField = "api_key";

    private const string JurisdictionField = "jurisdiction_id";

    /// <summary>Reads of everybody.</summary>
    public static TBuilder ForOpen311Readers<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new Admission(AdmissionKind.Open311, []));

    /// <summary>Writes of integrators.</summary>
    public static TBuilder ForOpen311Writers<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new Admission(AdmissionKind.Open311, [ApiRole.Integrator]));

    /// <summary>Admits, or says why not. No body but a form is ever read, and none before it is known to be one.</summary>
    public static async Task<IResult?> Refuse(HttpContext http, Admission admission)
    {
        var writes = admission.Roles.Count > 0;
        if (writes && http.Request.ContentType is { Length: > 0 } && !http.Request.HasFormContentType)
        {
            return Problems.Of(
                400, "request.not_a_form",
                "Send the fields as application/x-www-form-urlencoded or multipart/form-data; no other body is read.");
        }

        if (writes && http.Request.HasFormContentType && await http.Request.TryReadForm(http.RequestAborted) is null)
        {
            return Problems.Of(400, "request.malformed", "The form cannot be read.");
        }

        var given = http.Request.Headers[Access.KeyHeader].ToString() is { Length: > 0 } header
            ? header
            : Field(http, KeyField);
        var key = given is null ? null : await Verified(http, given);
        if (key is null && (writes || given is not null))
        {
            return Problems.Of(403, "access.no_valid_key", $"Send a valid {KeyField}.");
        }

        if (writes && !admission.Roles.Contains(key!.Role))
        {
            return Problems.Of(403, "access.wrong_role", $"This needs an {KeyField} of the role integrator.");
        }

        return await Place(http, key);
    }

    /// <summary>A field of the form or the query; null when it is not there or empty.</summary>
    public static string? Field(HttpContext http, string name)
    {
        var value = http.Request.Query[name].ToString();
        if (value.Length == 0 && http.Features.Get<Microsoft.AspNetCore.Http.Features.IFormFeature>()?.Form is { } form)
        {
            value = form[name].ToString();
        }

        return value.Length == 0 ? null : value;
    }

    private static Task<VerifiedKey?> Verified(HttpContext http, string key) =>
        http.RequestServices.GetRequiredService<ApiKeyVerifier>().Verify(key, http.RequestAborted);

    /// <summary>The tenant is the key's, else the named jurisdiction, else as on the other public routes.</summary>
    private static async Task<IResult?> Place(HttpContext http, VerifiedKey? key)
    {
        string? named = null;
        if (Field(http, JurisdictionField) is { } jurisdiction)
        {
            named = await TenantOf(http, jurisdiction);
            if (named is null)
            {
                return Problems.Of(404, "tenant.not_found", $"There is no such {JurisdictionField}.");
            }
        }

        if (key is not null)
        {
            if (named is not null && named != key.Tenant)
            {
                return Problems.Of(403, "access.other_tenant", $"The {KeyField} is of another {JurisdictionField}.");
            }

            Access.Admit(http, key);
            return null;
        }

        if (named is null)
        {
            return await Access.AdmitCitizen(http);
        }

        var caller = http.RequestServices.GetRequiredService<Caller>();
        caller.Tenant = named;
        caller.CorrelationId = http.TraceIdentifier;
        return null;
    }

    /// <summary>By its name or its host.</summary>
    private static async Task<string?> TenantOf(HttpContext http, string jurisdiction)
    {
        var tenants = http.RequestServices.GetRequiredService<ITenants>();
        return (await tenants.Find(jurisdiction, http.RequestAborted))?.Id
            ?? (await tenants.Find(jurisdiction.ToLowerInvariant(), http.RequestAborted))?.Id
            ?? (await tenants.FindByHost(jurisdiction, http.RequestAborted))?.Id;
    }
}

using CleanFte.Domain;

namespace CleanFte.Application.Tenants;

/// <summary>
/// Who may do what with keys: an admin in his own tenant all but operator keys, an operator everything.
/// </summary>
internal static class KeyRights
{
    private static readonly Refusal NotYours = new(
        "api_key.forbidden", "Only an administrator or an operator manages keys.", RefusalKind.Forbidden);

    private static readonly Refusal OtherTenant = new(
        "api_key.other_tenant", "Only an operator manages the keys of another tenant.", RefusalKind.Forbidden,
        "tenant");

    private static readonly Refusal OperatorOnly = new(
        "api_key.operator_only", "Only an operator manages operator keys.", RefusalKind.Forbidden, "role");

    /// <summary>Why the caller may not manage that tenant's keys, or null.</summary>
    public static Refusal? Refuse(Caller caller, string? tenant) => caller.Role switch
    {
        ApiRole.Operator => null,
        not ApiRole.Admin => NotYours,
        _ when tenant is not null && tenant != caller.Tenant => OtherTenant,
        _ => null,
    };

    /// <summary>Why the caller may not manage a key of that role in that tenant, or null.</summary>
    public static Refusal? Refuse(Caller caller, string? tenant, ApiRole role) =>
        Refuse(caller, tenant)
        ?? (role == ApiRole.Operator && caller.Role != ApiRole.Operator ? OperatorOnly : null);
}

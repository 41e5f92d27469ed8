namespace CleanFte.Domain.Tenants;

/// <summary>The stream of what a tenant is made of.</summary>
public readonly record struct TenantId(Guid Value)
{
    /// <summary>The one stream of a tenant.</summary>
    public static TenantId Named(string tenant) => new(NamedGuid.Of("tenant", tenant));

    public static implicit operator Guid(TenantId id) => id.Value;

    public override string ToString() => Value.ToString();
}

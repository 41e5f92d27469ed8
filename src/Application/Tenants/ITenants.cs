namespace CleanFte.Application.Tenants;

/// <summary>
/// The tenants of this installation, kept in memory: a tenant that another process created is known after a minute at
/// most.
/// </summary>
public interface ITenants
{
    /// <summary>Who is served when nothing says otherwise; there from the first start.</summary>
    const string Default = "default";

    /// <summary>All of them, by id.</summary>
    ValueTask<IReadOnlyList<Tenant>> List(CancellationToken ct);

    ValueTask<Tenant?> Find(string id, CancellationToken ct);

    /// <summary>The tenant of a host name, whatever its case; a port is no part of it.</summary>
    ValueTask<Tenant?> FindByHost(string host, CancellationToken ct);

    /// <summary>False when the id or the host is another tenant's.</summary>
    Task<bool> Create(Tenant tenant, CancellationToken ct);

    /// <summary>The next question is answered from the database.</summary>
    void Invalidate();
}

/// <param name="Id">Never changes; part of every key in the database.</param>
/// <param name="Host">Where its public pages are; lower case; unique.</param>
public sealed record Tenant(string Id, string Name, string? Host, DateTimeOffset CreatedAt);

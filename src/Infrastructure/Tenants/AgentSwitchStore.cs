using System.Collections.Concurrent;
using CleanFte.Application.Tenants;
using Npgsql;

namespace CleanFte.Infrastructure.Tenants;

/// <inheritdoc cref="IAgentSwitches"/>
internal sealed class AgentSwitchStore(NpgsqlDataSource database, TimeProvider clock) : IAgentSwitches
{
    /// <summary>
    /// How late another process's switch may be noticed here. Until then the agent's words are withheld at the outbox, and
    /// the conversation is handed over there.
    /// </summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Refreshed<AgentSwitches>> _read = new();

    public ValueTask<AgentSwitches> Of(string tenant, CancellationToken ct) => OfTenant(tenant).Get(ct);

    public async Task<AgentSwitches> Read(string tenant, CancellationToken ct)
    {
        var rows = await database
            .Statement("select account, agent_on from agent_switches where tenant_id = $1", tenant)
            .Rows(r => (Account: r.GetString(0), On: r.GetBoolean(1)), ct);
        return new AgentSwitches(
            !rows.Contains(("", false)),
            rows.Where(row => row.Account.Length > 0).ToDictionary(row => row.Account, row => row.On));
    }

    public void Invalidate(string tenant) => OfTenant(tenant).Invalidate();

    private Refreshed<AgentSwitches> OfTenant(string tenant) =>
        _read.GetOrAdd(tenant, t => new Refreshed<AgentSwitches>(MaxAge, clock, _ => Read(t, CancellationToken.None)));
}

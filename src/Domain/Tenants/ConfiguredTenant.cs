using CleanFte.Domain.Services;

namespace CleanFte.Domain.Tenants;

/// <summary>What happened to a tenant's own settings.</summary>
public abstract record TenantEvent : IEvent;

public sealed record TenantConfigured(TenantProfile Profile, DateTimeOffset At) : TenantEvent;

/// <summary>The sample tickets are these now, all of them.</summary>
public sealed record SamplesReplaced(IReadOnlyList<SampleTicket> Samples, DateTimeOffset At) : TenantEvent;

/// <summary>The agent may speak, or people answer, from now on.</summary>
/// <param name="Account">The channel account's name; null for all of the tenant's.</param>
public sealed record AgentSwitched(string? Account, bool On, DateTimeOffset At) : TenantEvent;

/// <summary>What a tenant was given.</summary>
/// <param name="Profile">Null until he is given one.</param>
public sealed record ConfiguredTenant(TenantProfile? Profile, IReadOnlyList<SampleTicket> Samples)
    : IStream<ConfiguredTenant>
{
    private static readonly ConfiguredTenant Unconfigured = new(null, []);

    /// <summary>Where the agent is switched off: accounts by name, the empty name for all of them.</summary>
    public IReadOnlySet<string> Off { get; init; } = new HashSet<string>();

    public static string StreamType => "tenant";

    static ConfiguredTenant? IStream<ConfiguredTenant>.Evolve(ConfiguredTenant? state, IEvent e) =>
        e is TenantEvent t ? Evolve(state, t) : state;

    public static ConfiguredTenant? Evolve(ConfiguredTenant? tenant, TenantEvent e) => e switch
    {
        TenantConfigured c => (tenant ?? Unconfigured) with { Profile = c.Profile },
        SamplesReplaced s => (tenant ?? Unconfigured) with { Samples = s.Samples },
        AgentSwitched s => (tenant ?? Unconfigured) with { Off = Switched((tenant ?? Unconfigured).Off, s) },
        _ => tenant,
    };

    private static HashSet<string> Switched(IReadOnlySet<string> off, AgentSwitched s)
    {
        HashSet<string> after = [.. off];
        _ = s.On ? after.Remove(s.Account ?? "") : after.Add(s.Account ?? "");
        return after;
    }
}

/// <summary>What may be done with a tenant's own settings.</summary>
public static class TenantDecider
{
    public static Decision<TenantEvent> Configure(
        ConfiguredTenant? tenant, TenantProfile profile, DateTimeOffset now) =>
        tenant?.Profile?.SaysSameAs(profile) == true ? Decision.Nothing : new TenantConfigured(profile, now);

    public static Decision<TenantEvent> ReplaceSamples(
        ConfiguredTenant? tenant, IReadOnlyList<SampleTicket> samples, DateTimeOffset now) =>
        (tenant?.Samples ?? []).SaySame(samples, (a, b) => a.SaysSameAs(b))
            ? Decision.Nothing
            : new SamplesReplaced(samples, now);

    /// <param name="account">The channel account's name; null for all of the tenant's.</param>
    public static Decision<TenantEvent> SwitchAgent(ConfiguredTenant? tenant, string? account, bool on, DateTimeOffset now) =>
        tenant?.Off.Contains(account ?? "") == !on || (tenant is null && on)
            ? Decision.Nothing
            : new AgentSwitched(account, on, now);
}

using CleanFte.Domain.Services;

namespace CleanFte.Domain.Tenants;

/// <summary>What happened to a tenant's own settings.</summary>
public abstract record TenantEvent : IEvent;

public sealed record TenantConfigured(TenantProfile Profile, DateTimeOffset At) : TenantEvent;

/// <summary>The sample tickets are these now, all of them.</summary>
public sealed record SamplesReplaced(IReadOnlyList<SampleTicket> Samples, DateTimeOffset At) : TenantEvent;

/// <summary>What a tenant was given.</summary>
/// <param name="Profile">Null until he is given one.</param>
public sealed record ConfiguredTenant(TenantProfile? Profile, IReadOnlyList<SampleTicket> Samples)
    : IStream<ConfiguredTenant>
{
    private static readonly ConfiguredTenant Unconfigured = new(null, []);

    public static string StreamType => "tenant";

    static ConfiguredTenant? IStream<ConfiguredTenant>.Evolve(ConfiguredTenant? state, IEvent e) =>
        e is TenantEvent t ? Evolve(state, t) : state;

    public static ConfiguredTenant? Evolve(ConfiguredTenant? tenant, TenantEvent e) => e switch
    {
        TenantConfigured c => (tenant ?? Unconfigured) with { Profile = c.Profile },
        SamplesReplaced s => (tenant ?? Unconfigured) with { Samples = s.Samples },
        _ => tenant,
    };
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
}

using CleanFte.Application.Ports;
using CleanFte.Domain.Tenants;
using MediatR;

namespace CleanFte.Application.Tenants;

/// <summary>Gives the tenant these sample tickets instead of those he had. A repeat changes nothing.</summary>
public sealed record ReplaceSamples(IReadOnlyList<SampleTicket> Samples) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<ReplaceSamples, Outcome>
    {
        public Task<Outcome> Handle(ReplaceSamples command, CancellationToken ct) => session.DecideOnTenant(
            tenant => TenantDecider.ReplaceSamples(tenant, command.Samples, clock.GetUtcNow()), ct);
    }
}

internal static class TenantSession
{
    /// <summary>Decides on the caller's tenant, who may have been given nothing yet.</summary>
    public static async Task<Outcome> DecideOnTenant(
        this IEventSession session, Func<ConfiguredTenant?, Domain.Decision> decide, CancellationToken ct)
    {
        var id = TenantId.Named(session.Tenant);
        if (await session.Load<ConfiguredTenant>(id, ct) is not null)
        {
            return await session.Decide<ConfiguredTenant>(id, decide, ct);
        }

        session.Append<ConfiguredTenant>(id, decide(null));
        var version = session.VersionOf(id);
        await session.Save(ct);
        return new Outcome(version, null);
    }
}

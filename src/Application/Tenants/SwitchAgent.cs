using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tenants;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tenants;

/// <summary>
/// Switches the agent on or off for the whole tenant or one channel account, at once: what it has written and not sent is
/// not sent either.
/// </summary>
/// <param name="Account">The channel account's name; null for all of the tenant's.</param>
public sealed record SwitchAgent(string? Account, bool On) : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<SwitchAgent>
    {
        public Validator() => RuleFor(c => c.Account).Must(a => a is null || a.Trim().Length is > 0 and <= 100)
            .WithMessage("Name a channel account, or leave it out for all of them.");
    }

    internal sealed class Handler(IEventSession session, IAgentSwitches switches, IChannels channels, TimeProvider clock)
        : IRequestHandler<SwitchAgent, Outcome>
    {
        public async Task<Outcome> Handle(SwitchAgent command, CancellationToken ct)
        {
            if (command.Account is { } account && channels.Find(account, session.Tenant)?.Tenant != session.Tenant)
            {
                return Refusal.NotFound("account");
            }

            var stream = TenantId.Named(session.Tenant);
            var tenant = await session.LoadFresh<ConfiguredTenant>(stream, ct);
            session.Append<ConfiguredTenant>(
                stream, TenantDecider.SwitchAgent(tenant, command.Account, command.On, clock.GetUtcNow()));
            var version = session.VersionOf(stream);
            await session.Save(ct);
            switches.Invalidate(session.Tenant);
            return new Outcome(version, null);
        }
    }
}

/// <summary>Where the agent may speak.</summary>
public sealed record ShowAgentSwitches : IRequest<Outcome<AgentSwitches>>
{
    internal sealed class Handler(IEventSession session, IAgentSwitches switches)
        : IRequestHandler<ShowAgentSwitches, Outcome<AgentSwitches>>
    {
        public async Task<Outcome<AgentSwitches>> Handle(ShowAgentSwitches query, CancellationToken ct) =>
            await switches.Read(session.Tenant, ct);
    }
}

/// <param name="On">Whether it may speak at all.</param>
/// <param name="Accounts">Accounts that were switched by themselves.</param>
public sealed record AgentSwitches(bool On, IReadOnlyDictionary<string, bool> Accounts)
{
    public bool IsOn(string account) => On && Accounts.GetValueOrDefault(account, true);
}

public interface IAgentSwitches
{
    /// <summary>
    /// As this process last read them, some seconds ago at most. What was decided by older ones is not sent: the claim of
    /// the outbox reads the rows themselves.
    /// </summary>
    ValueTask<AgentSwitches> Of(string tenant, CancellationToken ct);

    Task<AgentSwitches> Read(string tenant, CancellationToken ct);

    void Invalidate(string tenant);
}

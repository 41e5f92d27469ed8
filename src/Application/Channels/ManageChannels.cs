using CleanFte.Application.Ports;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Channels;

/// <summary>Lists the tenant's channel accounts.</summary>
public sealed record ListChannels : IRequest<Outcome<IReadOnlyList<ChannelAccountView>>>
{
    internal sealed class Handler(Caller caller, IChannelAccounts accounts)
        : IRequestHandler<ListChannels, Outcome<IReadOnlyList<ChannelAccountView>>>
    {
        public async Task<Outcome<IReadOnlyList<ChannelAccountView>>> Handle(ListChannels query, CancellationToken ct) =>
            new(await accounts.List(caller.Tenant, ct), null);
    }
}

/// <summary>Shows one account.</summary>
public sealed record ShowChannel(string Name) : IRequest<Outcome<ChannelAccountView>>
{
    internal sealed class Handler(Caller caller, IChannelAccounts accounts)
        : IRequestHandler<ShowChannel, Outcome<ChannelAccountView>>
    {
        public async Task<Outcome<ChannelAccountView>> Handle(ShowChannel query, CancellationToken ct) =>
            (await accounts.List(caller.Tenant, ct)).FirstOrDefault(a => a.Name == query.Name) is { } account
                ? account
                : Refusal.NotFound("channel");
    }
}

/// <summary>Enters an account, or changes one that was read; it works from then on.</summary>
public sealed record PutChannel(ChannelAccountEntry Entry, long? ExpectedVersion) : IRequest<Outcome<ChannelAccountView>>
{
    internal sealed class Handler(Caller caller, IChannelAccounts accounts)
        : IRequestHandler<PutChannel, Outcome<ChannelAccountView>>
    {
        public Task<Outcome<ChannelAccountView>> Handle(PutChannel command, CancellationToken ct) =>
            accounts.Put(caller.Tenant, command.Entry, command.ExpectedVersion, ct);
    }
}

/// <summary>Removes an account.</summary>
public sealed record RemoveChannel(string Name) : IRequest<Outcome>
{
    internal sealed class Handler(Caller caller, IChannelAccounts accounts) : IRequestHandler<RemoveChannel, Outcome>
    {
        public Task<Outcome> Handle(RemoveChannel command, CancellationToken ct) =>
            accounts.Remove(caller.Tenant, command.Name, ct);
    }
}

/// <summary>Asks the provider whether an account's credentials and webhook are right.</summary>
public sealed record CheckChannel(string Name) : IRequest<Outcome<ChannelCheck>>
{
    internal sealed class Handler(Caller caller, IChannels channels) : IRequestHandler<CheckChannel, Outcome<ChannelCheck>>
    {
        public async Task<Outcome<ChannelCheck>> Handle(CheckChannel query, CancellationToken ct)
        {
            if (await channels.FindNow(query.Name, caller.Tenant, ct) is not { } account || account.Tenant != caller.Tenant)
            {
                return Refusal.NotFound("channel");
            }

            var findings = await channels.GatewayOf(account).Check(account, ct);
            return new ChannelCheck(findings.All(f => f.IsRight), findings);
        }
    }
}

/// <param name="Ok">Whether all is right.</param>
public sealed record ChannelCheck(bool Ok, IReadOnlyList<ChannelFinding> Findings);

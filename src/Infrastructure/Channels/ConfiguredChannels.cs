using System.Collections.Frozen;
using System.Globalization;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;

namespace CleanFte.Infrastructure.Channels;

/// <summary>The accounts of the configuration, and the REST channel that every tenant has.</summary>
internal sealed class ConfiguredChannels : IChannels
{
    private readonly FrozenDictionary<string, (ChannelAccount Account, IChannelGateway Gateway)> _byName;

    public ConfiguredChannels(
        IEnumerable<ChannelOptions> options, IEnumerable<IChannelGateway> gateways, TimeProvider clock)
    {
        var byProvider = gateways.ToDictionary(g => g.Provider);
        var accounts = options.Select(o => o.ToAccount()).ToArray();
        Accounts = accounts;
        _byName = accounts
            .Concat(Enum.GetNames<Channel>().Select(c => ChannelAccount.Internal("", c.ToLowerInvariant())))
            .ToFrozenDictionary(
                a => a.Name,
                a => (a, (IChannelGateway)new PacedGateway(byProvider[a.Provider], Pace(a), PairsOf(a, clock))));
    }

    public IReadOnlyCollection<ChannelAccount> Accounts { get; }

    public ChannelAccount? Find(string name) => _byName.TryGetValue(name, out var found) ? found.Account : null;

    public IChannelGateway GatewayOf(ChannelAccount account) => _byName[account.Name].Gateway;

    private static PairRate? PairsOf(ChannelAccount account, TimeProvider clock) =>
        ProviderSettings.Find(account.Provider) is { HasPairRate: true }
            ? new PairRate(clock, PairRate.WhatsAppInterval, PairRate.WhatsAppBurst)
            : null;

    private static int Pace(ChannelAccount account) =>
        int.TryParse(account.Setting(ProviderSettings.MaxPerSecond), CultureInfo.InvariantCulture, out var pace) ? pace : 0;
}

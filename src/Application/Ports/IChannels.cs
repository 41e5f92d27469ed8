namespace CleanFte.Application.Ports;

/// <summary>Shows citizens that their messages were read. A courtesy: what cannot be shown is not.</summary>
public interface IReadReceipts
{
    /// <summary>Returns at once.</summary>
    void Show(ChannelAccount account, string providerMessageId);
}

/// <summary>The channel accounts of this installation, each with the gateway that speaks for it.</summary>
public interface IChannels
{
    IReadOnlyCollection<ChannelAccount> Accounts { get; }

    /// <summary>
    /// The account of that name, whoever's it is, or null. Only for what comes from outside and proves itself: a name that one
    /// tenant gave up may be another's by now.
    /// </summary>
    ChannelAccount? Find(string name);

    /// <summary>The tenant's account of that name, or the internal one; else null.</summary>
    ChannelAccount? Find(string name, string tenant);

    /// <summary>The same, and before it says that there is none it looks for what another process entered just now.</summary>
    Task<ChannelAccount?> FindNow(string name, string tenant, CancellationToken ct);

    /// <summary>The first account of a provider in the service's own configuration, or null.</summary>
    ChannelAccount? FirstConfigured(string provider);

    /// <summary>The gateway of an account's provider.</summary>
    IChannelGateway GatewayOf(ChannelAccount account);
}

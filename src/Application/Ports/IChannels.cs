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

    /// <summary>The account of that name, or null.</summary>
    ChannelAccount? Find(string name);

    /// <summary>The gateway of an account's provider.</summary>
    IChannelGateway GatewayOf(ChannelAccount account);
}

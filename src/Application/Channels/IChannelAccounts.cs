using CleanFte.Domain;

namespace CleanFte.Application.Channels;

/// <summary>Channel accounts that were entered at run time. Those of the configuration are seen and not changed.</summary>
public interface IChannelAccounts
{
    /// <summary>A tenant's accounts by name, the configuration's included.</summary>
    Task<IReadOnlyList<ChannelAccountView>> List(string tenant, CancellationToken ct);

    /// <summary>Enters or changes one. What is wrong is named by field; secrets that are left out stay as they are.</summary>
    /// <param name="expected">The version that was read; null for a new one.</param>
    Task<Outcome<ChannelAccountView>> Put(string tenant, ChannelAccountEntry entry, long? expected, CancellationToken ct);

    /// <summary>Removes one; what waits to be sent by it fails, and its webhook is unknown from then on.</summary>
    Task<Outcome> Remove(string tenant, string name, CancellationToken ct);
}

/// <summary>An account as it is entered.</summary>
/// <param name="Name">Its name in webhook addresses, unique in the database.</param>
/// <param name="Settings">The provider's keys, secrets among them.</param>
public sealed record ChannelAccountEntry(
    string Name, string Provider, string Address, bool Enabled, IReadOnlyDictionary<string, string> Settings);

/// <summary>An account as it is shown: of its secrets only which there are.</summary>
/// <param name="Source">configuration or entered.</param>
/// <param name="WebhookUrl">Where the provider has to deliver, without host where PublicUrl is not set; null where it does not.</param>
/// <param name="Version">For If-Match; 0 for an account of the configuration.</param>
public sealed record ChannelAccountView(
    string Name,
    string Provider,
    string Channel,
    string Address,
    bool Enabled,
    string Source,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<string> Secrets,
    string? WebhookUrl,
    long Version);

using System.Collections.Frozen;
using System.Globalization;
using CleanFte.Application;
using CleanFte.Application.Channels;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Channels;

/// <summary>
/// Every account: those of the configuration, those entered at run time, and the ones that each tenant has of itself. It is
/// read again when it was changed, here or by another process; who asks never waits.
/// </summary>
internal sealed class ChannelRegistry : BackgroundService, IChannels, IChannelAccounts
{
    /// <summary>Should a signal be lost, a change is seen so late.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private readonly FrozenDictionary<string, IChannelGateway> _gateways;
    private readonly ChannelStore _store;
    private readonly Signals _signals;
    private readonly TimeProvider _clock;
    private readonly ILogger<ChannelRegistry> _log;
    private readonly Entry[] _fixed;
    private readonly SentFiles _files;
    private readonly SemaphoreSlim _loading = new(1);
    private volatile FrozenDictionary<string, Entry> _byName;

    public ChannelRegistry(
        IEnumerable<ChannelOptions> options, IEnumerable<IChannelGateway> gateways, ChannelStore store, Signals signals,
        SentFiles files, TimeProvider clock, ILogger<ChannelRegistry> log)
    {
        (_store, _signals, _files, _clock, _log) = (store, signals, files, clock, log);
        _gateways = gateways.ToFrozenDictionary(g => g.Provider);
        _fixed =
        [
            .. options.Select(o => EntryOf(o.ToAccount(), 0)),
            .. Enum.GetNames<Channel>().Select(c => EntryOf(ChannelAccount.Internal("", c.ToLowerInvariant()), 0)),
        ];
        _byName = _fixed.ToFrozenDictionary(e => e.Account.Name);
    }

    public IReadOnlyCollection<ChannelAccount> Accounts =>
        [.. _byName.Values.Select(e => e.Account).Where(a => a.Provider != ChannelAccount.InternalProvider)];

    public ChannelAccount? Find(string name) => _byName.TryGetValue(name, out var found) ? found.Account : null;

    public ChannelAccount? Find(string name, string tenant) =>
        Find(name) is { } found && (found.Tenant == tenant || found.Tenant.Length == 0) ? found : null;

    public async Task<ChannelAccount?> FindNow(string name, string tenant, CancellationToken ct)
    {
        if (Find(name, tenant) is { } known)
        {
            return known;
        }

        await Load(ct);
        return Find(name, tenant);
    }

    public ChannelAccount? FirstConfigured(string provider) =>
        Array.Find(_fixed, e => e.Account.Provider == provider)?.Account;

    /// <summary>An account that was removed under way is still spoken for, but not by its successor of the same name.</summary>
    public IChannelGateway GatewayOf(ChannelAccount account) =>
        _byName.TryGetValue(account.Name, out var found) && found.Account.Provider == account.Provider
            && (found.Account.Tenant == account.Tenant || found.Account.Tenant.Length == 0)
            ? found.Gateway
            : _gateways[account.Provider];

    /// <summary>Reads what was entered. An account that did not change keeps its pace and its circuit.</summary>
    public async Task Load(CancellationToken ct)
    {
        // One after the other: an older reading must not replace a newer one.
        await _loading.WaitAsync(ct);
        try
        {
            Take(await _store.All(ct));
        }
        finally
        {
            _loading.Release();
        }
    }

    private void Take(IReadOnlyList<(ChannelAccount Account, long Version)> entered)
    {
        var before = _byName;
        var names = _fixed.Select(e => e.Account.Name).ToHashSet(StringComparer.Ordinal);
        _byName = _fixed
            .Concat(entered.Where(e => names.Add(e.Account.Name)).Select(e =>
                before.GetValueOrDefault(e.Account.Name) is { } known && known.Version == e.Version
                    && known.Account.Tenant == e.Account.Tenant
                    ? known
                    : EntryOf(e.Account, e.Version)))
            .ToFrozenDictionary(e => e.Account.Name);
    }

    public Task<IReadOnlyList<ChannelAccountView>> List(string tenant, CancellationToken ct) => _store.List(tenant, ct);

    /// <summary>Whoever entered an account uses it at once.</summary>
    public async Task<Outcome<ChannelAccountView>> Put(
        string tenant, ChannelAccountEntry entry, long? expected, CancellationToken ct)
    {
        var outcome = await _store.Put(tenant, entry, expected, ct);
        if (outcome.Refusal is null)
        {
            await Tell(ct);
        }

        return outcome;
    }

    public async Task<Outcome> Remove(string tenant, string name, CancellationToken ct)
    {
        var outcome = await _store.Remove(tenant, name, ct);
        if (outcome.Refusal is null)
        {
            await Tell(ct);
        }

        return outcome;
    }

    private async Task Tell(CancellationToken ct)
    {
        await Load(ct);
        _signals.Raise(Topic.Channels);
    }

    public override void Dispose()
    {
        _loading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _signals.Channels.Wait(LongestSleep, _clock, stoppingToken);
                await Load(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                _log.LogWarning("The channel accounts could not be read again ({Reason}).", e.Message);
            }
        }
    }

    private Entry EntryOf(ChannelAccount account, long version) => new(
        account,
        new PacedGateway(
            _gateways[account.Provider],
            int.TryParse(account.Setting(ProviderSettings.MaxPerSecond), CultureInfo.InvariantCulture, out var pace) ? pace : 0,
            ProviderSettings.Find(account.Provider) is { HasPairRate: true }
                ? new PairRate(_clock, PairRate.WhatsAppInterval, PairRate.WhatsAppBurst)
                : null,
            _files),
        version);

    private sealed record Entry(ChannelAccount Account, IChannelGateway Gateway, long Version);
}

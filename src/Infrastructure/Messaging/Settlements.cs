using System.Collections.Concurrent;
using CleanFte.Infrastructure.EventStore;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>Tells requests of this process when what they wait for is done with. A hint: they look themselves.</summary>
internal sealed class Settlements
{
    private readonly ConcurrentDictionary<(string Tenant, string Account, string Key), TaskCompletionSource> _waiting = new();

    /// <summary>Ends when the element is done with, or when it is worth looking.</summary>
    public Task Of(string tenant, string account, string key) =>
        _waiting.GetOrAdd((tenant, account, key), _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Forget(string tenant, string account, string key) => _waiting.TryRemove((tenant, account, key), out _);

    public void Saved(SaveUnit unit)
    {
        if (_waiting.IsEmpty)
        {
            return;
        }

        foreach (var (row, _, _) in unit.Ledger)
        {
            Wake((row.Tenant, row.Account, row.ElementKey));
        }
    }

    /// <summary>Another process has saved something; it does not tell what.</summary>
    public void LookAgain()
    {
        foreach (var key in _waiting.Keys)
        {
            Wake(key);
        }
    }

    private void Wake((string, string, string) key)
    {
        if (_waiting.TryRemove(key, out var waiting))
        {
            waiting.TrySetResult();
        }
    }
}

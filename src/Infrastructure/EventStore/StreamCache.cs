using System.Collections.Concurrent;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// Folded states with their versions. It may be behind what other processes wrote, which costs a retry and nothing
/// else: every save checks the versions it decided on.
/// </summary>
internal sealed class StreamCache
{
    /// <summary>States per generation; at most twice as many are held.</summary>
    public const int Generation = 20_000;

    private readonly Lock _turn = new();
    private ConcurrentDictionary<StreamKey, Cached> _young = new();
    private ConcurrentDictionary<StreamKey, Cached> _old = new();
    private int _added;

    public Cached? Find(StreamKey key)
    {
        if (_young.TryGetValue(key, out var cached))
        {
            return cached;
        }

        if (_old.TryGetValue(key, out cached))
        {
            Put(key, cached);
            return cached;
        }

        return null;
    }

    public void Put(StreamKey key, Cached cached)
    {
        var young = _young;
        if (!young.TryAdd(key, cached))
        {
            young[key] = cached;
            return;
        }

        // Counted here, because the dictionary counts by taking all of its locks.
        if (Interlocked.Increment(ref _added) >= Generation)
        {
            Turn();
        }
    }

    public void Remove(StreamKey key)
    {
        _young.TryRemove(key, out _);
        _old.TryRemove(key, out _);
    }

    public void Clear()
    {
        _young = new();
        _old = new();
        _added = 0;
    }

    private void Turn()
    {
        lock (_turn)
        {
            if (_added >= Generation)
            {
                (_old, _young, _added) = (_young, new(), 0);
            }
        }
    }
}

internal readonly record struct StreamKey(string Tenant, Guid Id);

/// <summary>A stream's state after so many events.</summary>
internal sealed record Cached(object State, long Version);

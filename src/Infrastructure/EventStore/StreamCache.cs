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
        _young[key] = cached;
        if (_young.Count >= Generation)
        {
            lock (_turn)
            {
                if (_young.Count >= Generation)
                {
                    _old = _young;
                    _young = new();
                }
            }
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
    }
}

internal readonly record struct StreamKey(string Tenant, Guid Id);

/// <summary>A stream's state after so many events.</summary>
internal sealed record Cached(object State, long Version);

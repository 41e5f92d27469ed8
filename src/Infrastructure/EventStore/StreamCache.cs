using System.Collections.Concurrent;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// Folded states with their versions. It may be behind what other processes wrote, which costs a retry and nothing
/// else: every save checks the versions it decided on.
/// </summary>
internal sealed class StreamCache
{
    /// <summary>
    /// States per generation; at most twice as many are held, a kilobyte or two each. A conversation under way needs
    /// three: its customer, itself and its ticket.
    /// </summary>
    public const int Generation = 40_000;

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
            // What a slow reader brings may be older than what a writer has put here meanwhile.
            young.AddOrUpdate(key, cached, (_, held) => held.Version > cached.Version ? held : cached);
            return;
        }

        // Counted here, because the dictionary counts by taking all of its locks.
        if (Interlocked.Increment(ref _added) >= Generation)
        {
            Turn();
        }
    }

    /// <summary>
    /// Others have written up to a version: whoever loads an older state reads what came since. A state beyond it is of
    /// a history that was taken back.
    /// </summary>
    public void FallBehind(StreamKey key, long actual)
    {
        switch (Find(key))
        {
            case { } cached when cached.Version < actual:
                Put(key, cached with { Behind = true });
                break;
            case { } cached when cached.Version > actual:
                Remove(key);
                break;
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
/// <param name="Behind">Whether later events are known to exist.</param>
internal sealed record Cached(object State, long Version, bool Behind = false);

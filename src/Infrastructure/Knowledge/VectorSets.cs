using System.Collections.Concurrent;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// Vectors kept in memory by tenant, model and language, brought up to date by what changed. What does not fit is left to
/// the search by words; a set nobody has asked for in a while makes room.
/// </summary>
internal sealed class VectorSets(PassageVectors store, TimeProvider clock)
{
    /// <summary>Bytes of vectors in one process: 43,000 passages at 1,536 numbers each.</summary>
    public const long MaxBytes = 256 * 1024 * 1024;

    /// <summary>How far behind the database an answer may be.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Tenant, string Model, string Language), Kept> _sets = new();

    private readonly Lock _room = new();

    /// <summary>Less in tests.</summary>
    public long Room { get; init; } = MaxBytes;

    public ValueTask<VectorSet> Get(string tenant, string model, string language, CancellationToken ct)
    {
        var kept = _sets.GetOrAdd((tenant, model, language), Make);
        kept.AskedAt = clock.GetTimestamp();
        return kept.Set.Get(ct);
    }

    private Kept Make((string Tenant, string Model, string Language) key)
    {
        var kept = new Kept();
        kept.Set = new Refreshed<VectorSet>(
            MaxAge, clock, last => Read(key.Tenant, key.Model, key.Language, kept, last, CancellationToken.None));
        return kept;
    }

    private async Task<VectorSet> Read(
        string tenant, string model, string language, Kept kept, VectorSet? last, CancellationToken ct)
    {
        // Read first: what changes from here on is read the next time, at worst twice.
        var revision = await store.Revision(tenant, model, ct);
        if (last is { Omitted: false } && last.Revision == revision)
        {
            return last;
        }

        var keys = revision == 0 ? [] : await store.Keys(tenant, model, language, ct);
        if (!Reserve(kept, keys.Sum(k => (long)k.Bytes)))
        {
            return new VectorSet(revision, [], Omitted: true);
        }

        var known = (last?.Vectors ?? []).ToDictionary(v => (v.Key.Article, v.Key.Position, v.Key.Revision), v => v.Vector);
        var after = last is { Omitted: false } ? last.Revision : 0;
        foreach (var v in keys.Count == 0 ? [] : await store.After(after, tenant, model, language, ct))
        {
            known[(v.Article, v.Position, v.Revision)] = v.Vector;
        }

        return new VectorSet(
            revision,
            [.. keys.Select(k => (Key: k, Vector: known.GetValueOrDefault((k.Article, k.Position, k.Revision))))
                .Where(v => v.Vector is not null).Select(v => (v.Key, v.Vector!))]);
    }

    /// <summary>Whether so many bytes fit beside what else is in use.</summary>
    private bool Reserve(Kept kept, long bytes)
    {
        lock (_room)
        {
            kept.Bytes = 0;
            if (bytes > Room - Used())
            {
                foreach (var (key, other) in _sets)
                {
                    if (!ReferenceEquals(other, kept) && clock.GetElapsedTime(other.AskedAt) > IdleAfter)
                    {
                        _sets.TryRemove(key, out _);
                    }
                }
            }

            if (bytes > Room - Used())
            {
                return false;
            }

            kept.Bytes = bytes;
            return true;
        }
    }

    private long Used() => _sets.Values.Sum(s => s.Bytes);

    private sealed class Kept
    {
        public Refreshed<VectorSet> Set { get; set; } = null!;

        public long AskedAt { get; set; }

        public long Bytes { get; set; }
    }
}

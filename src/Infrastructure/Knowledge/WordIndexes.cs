using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// The words of articles kept in memory by tenant and language, brought up to date by what changed. Those nobody has asked
/// for the longest make room and are read anew when somebody does.
/// </summary>
internal sealed class WordIndexes(WordStore store, TimeProvider clock, ILogger<WordIndexes> log)
{
    /// <summary>Bytes of all of them in one process: some 130,000 passages of 60 words.</summary>
    public const long MaxBytes = 128 * 1024 * 1024;

    /// <summary>Passages of one tenant and language that are searched, those of the newest articles.</summary>
    public const int MaxPassages = 50_000;

    /// <summary>How far behind the database an answer may be; what is no longer true is not told even so.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string Tenant, string Language), Kept> _indexes = new();

    /// <summary>Less in tests.</summary>
    public long Room { get; init; } = MaxBytes;

    public ValueTask<WordIndex> Get(string tenant, string language, CancellationToken ct)
    {
        var kept = _indexes.GetOrAdd((tenant, language), Make);
        kept.AskedAt = clock.GetTimestamp();
        return kept.Index.Get(ct);
    }

    /// <summary>Something was published, revised or retired here.</summary>
    public void Changed(string tenant)
    {
        foreach (var (key, kept) in _indexes)
        {
            if (key.Tenant == tenant)
            {
                kept.Index.Invalidate();
            }
        }
    }

    private Kept Make((string Tenant, string Language) key)
    {
        var kept = new Kept();
        kept.Index = new Refreshed<WordIndex>(MaxAge, clock, async last =>
        {
            var index = await Read(key.Tenant, key.Language, last, CancellationToken.None);
            kept.Bytes = index.Bytes;
            MakeRoom(kept);
            return index;
        });
        return kept;
    }

    private async Task<WordIndex> Read(string tenant, string language, WordIndex? last, CancellationToken ct)
    {
        // Read first: what changes from here on is read the next time, at worst twice.
        var revision = await store.Revision(tenant, language, ct);
        if (last?.Revision == revision)
        {
            return last;
        }

        var versions = revision.Articles == 0 ? [] : await store.Versions(tenant, language, ct);
        var known = (last?.Articles ?? []).ToDictionary(a => (a.Id, a.Version));
        Guid[] changed = [.. versions.Where(v => !known.ContainsKey(v)).Select(v => v.Id)];
        var read = (changed.Length == 0 ? [] : await store.Passages(tenant, language, changed, ct))
            .Select(new SharedStems(last).In).ToLookup(p => p.Article);
        return new WordIndex(revision, Bounded(tenant, language, versions.Select(
            v => known.GetValueOrDefault(v) ?? new ArticleWords(v.Id, v.Version, [.. read[v.Id]]))));
    }

    private List<ArticleWords> Bounded(string tenant, string language, IEnumerable<ArticleWords> articles)
    {
        var kept = Newest(articles, out var all);
        if (!all)
        {
            log.LogWarning(
                "{Tenant} has more than {Passages} passages in {Language}; the oldest articles are not found.",
                tenant, MaxPassages, language);
        }

        return kept;
    }

    /// <summary>As many of the newest articles as are searched.</summary>
    /// <param name="articles">In the order of their ids.</param>
    /// <param name="all">Whether these are all.</param>
    public static List<ArticleWords> Newest(IEnumerable<ArticleWords> articles, out bool all)
    {
        var kept = new List<ArticleWords>();
        var passages = 0;
        all = true;
        foreach (var article in articles.Reverse())
        {
            passages += article.Passages.Count;
            if (passages > MaxPassages)
            {
                all = false;
                break;
            }

            kept.Add(article);
        }

        kept.Reverse();
        return kept;
    }

    private void MakeRoom(Kept asked)
    {
        var used = _indexes.Values.Sum(k => k.Bytes);
        foreach (var (key, kept) in _indexes.OrderBy(i => i.Value.AskedAt))
        {
            if (used <= Room)
            {
                return;
            }

            if (!ReferenceEquals(kept, asked) && _indexes.TryRemove(key, out _))
            {
                used -= kept.Bytes;
            }
        }
    }

    /// <summary>Keeps one copy of every stem, whichever passage has it.</summary>
    private sealed class SharedStems(WordIndex? last)
    {
        private readonly HashSet<string> _stems = new(last?.Stems ?? [], StringComparer.Ordinal);

        public PassageWords In(PassageWords passage) => passage with
        {
            Titled = Shared(passage.Titled),
            Headed = Shared(passage.Headed),
            Told = Shared(passage.Told),
        };

        private string[] Shared(string[] stems) => Array.ConvertAll(stems, stem =>
        {
            if (_stems.TryGetValue(stem, out var shared))
            {
                return shared;
            }

            _stems.Add(stem);
            return stem;
        });
    }

    private sealed class Kept
    {
        public Refreshed<WordIndex> Index { get; set; } = null!;

        public long AskedAt { get; set; }

        public long Bytes { get; set; }
    }
}

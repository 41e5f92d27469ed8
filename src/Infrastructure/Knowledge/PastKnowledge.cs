using System.Text.Json;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Domain.Knowledge;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <inheritdoc cref="IPastKnowledge"/>
/// <remarks>
/// What is in memory is the articles of one moment, and of the one before while runs of both are decided: between two changes
/// all runs search the same.
/// </remarks>
internal sealed class PastKnowledge(string tenant, NpgsqlDataSource database, WordStore words, WordStems stems)
    : IPastKnowledge, IDisposable
{
    /// <summary>Moments in memory at once.</summary>
    private const int MaxShelves = 2;

    /// <summary>Passages whose stems are asked for in one statement.</summary>
    private const int StemmedAtOnce = 1_000;

    private const string Retired = "article_retired";

    /// <summary>What changes what is found; a proposal is no article until it is approved.</summary>
    private static readonly string[] Changing = ["article_published", "article_revised", "answer_approved", Retired];

    private const string ChangesSql = """
        select e.seq_id, e.stream_id, e.version, e.type
        from mt_events e
        where e.tenant_id = $1 and e.stream_id in (select a.id from articles a where a.tenant_id = $1) and e.type = any($2)
        order by e.seq_id
        """;

    private const string ContentsSql = """
        select e.stream_id, e.version, e.type, e.data
        from unnest($2::uuid[], $3::bigint[]) k (id, version)
        join mt_events e on e.tenant_id = $1 and e.stream_id = k.id and e.version = k.version
        """;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<(int Changes, KnowledgeShelf Shelf)> _shelves = [];
    private List<Change>? _changes;

    public async Task<IKnowledge> At(long position, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            _changes ??= await database.Statement(ChangesSql, tenant, Changing).Rows(
                r => new Change(r.GetInt64(0), r.GetGuid(1), r.GetInt64(2), r.GetString(3)), ct);
            var until = Before(position);
            if (_shelves.Find(s => s.Changes == until).Shelf is { } known)
            {
                return known;
            }

            var shelf = await Make(until, ct);
            _shelves.Add((until, shelf));
            if (_shelves.Count > MaxShelves)
            {
                _shelves.RemoveAt(0);
            }

            return shelf;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<FoundPassage?> Find(Guid article, long version, int position, CancellationToken ct) =>
        await Contents([(article, version)], ct) is [var (_, _, content)]
        && Passages.Of(content.Body) is var passages && position >= 0 && position < passages.Count
            ? new FoundPassage(article, version, content.Title, passages[position].Text, 0, content.Source, position)
            : null;

    public void Dispose() => _gate.Dispose();

    /// <summary>How many changes there were before a position.</summary>
    private int Before(long position)
    {
        var (low, high) = (0, _changes!.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _changes[middle].Position < position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private async Task<KnowledgeShelf> Make(int changes, CancellationToken ct)
    {
        var live = new Dictionary<Guid, long>();
        foreach (var change in _changes!.Take(changes))
        {
            if (change.Type == Retired)
            {
                live.Remove(change.Article);
            }
            else
            {
                live[change.Article] = change.Version;
            }
        }

        var known = _shelves.SelectMany(s => s.Shelf.Articles).DistinctBy(a => a.Words.Id).ToDictionary(a => a.Words.Id);
        var same = live.Where(a => known.TryGetValue(a.Key, out var k) && k.Words.Version == a.Value).ToArray();
        var made = await Articles([.. live.Except(same).Select(a => (a.Key, a.Value))], ct);
        return new KnowledgeShelf([.. same.Select(a => known[a.Key]), .. made], stems);
    }

    private async Task<List<PastArticle>> Articles((Guid Id, long Version)[] wanted, CancellationToken ct)
    {
        var articles = new List<PastArticle>(wanted.Length);
        foreach (var language in (await Contents(wanted, ct)).GroupBy(c => c.Content.Language))
        {
            foreach (var chunk in language.Select(c => (c.Id, c.Version, c.Content, Passages: Passages.Of(c.Content.Body)))
                .Chunk(StemmedAtOnce / Passages.MaxPassages))
            {
                var stemmed = await words.Words(
                    [.. chunk.SelectMany(a => a.Passages.Select(p => (a.Content.Title, p.Heading, p.Text)))], language.Key, ct);
                var next = 0;
                articles.AddRange(chunk.Select(a => new PastArticle(
                    new ArticleWords(
                        a.Id, a.Version,
                        [.. a.Passages.Select((_, i) => Of(a.Id, a.Version, a.Content, i, stemmed[next++]))]),
                    a.Content,
                    a.Passages)));
            }
        }

        return articles;
    }

    private static PassageWords Of(
        Guid article, long version, ArticleContent content, int position,
        (string[] Titled, string[] Headed, string[] Told) stems) => new(
        article, position, version, content.ValidFrom?.ToUniversalTime(), content.ValidTo?.ToUniversalTime(),
        content.ServiceCode, stems.Titled, stems.Headed, stems.Told);

    private async Task<IReadOnlyList<(Guid Id, long Version, ArticleContent Content)>> Contents(
        (Guid Id, long Version)[] wanted, CancellationToken ct) =>
        wanted.Length == 0 ? []
        : [
            .. (await database.Statement(
                ContentsSql, tenant, wanted.Select(w => w.Id).ToArray(), wanted.Select(w => w.Version).ToArray())
                .Rows(
                    r => (Id: r.GetGuid(0), Version: r.GetInt64(1),
                        Content: EventTypes.Read(r.GetString(2), r.GetFieldValue<byte[]>(3)) switch
                        {
                            ArticlePublished p => p.Content,
                            ArticleRevised v => v.Content,
                            AnswerApproved a => a.Content,
                            _ => null,
                        }),
                    ct)).Where(c => c.Content is not null).Select(c => (c.Id, c.Version, c.Content!)),
        ];

    private sealed record Change(long Position, Guid Article, long Version, string Type);
}

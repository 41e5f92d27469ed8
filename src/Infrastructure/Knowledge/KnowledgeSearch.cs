using CleanFte.Application.Knowledge;
using CleanFte.Domain.Knowledge;
using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// One question to the knowledge base by its words: they are looked up in memory, <see cref="PassageRanking"/> chooses, and
/// PostgreSQL is asked for the few passages that are told.
/// </summary>
internal sealed class KnowledgeSearch(NpgsqlDataSource database, WordIndexes indexes, WordStems stems)
{
    /// <summary>The filters once more: what was published, revised or retired a moment ago is known here only.</summary>
    private const string Sql = """
        select p.article_id, p.position, p.title, p.text, a.source
        from unnest($2::uuid[], $3::integer[], $4::bigint[]) k (article_id, position, version)
        join passages p on p.tenant_id = $1 and p.article_id = k.article_id and p.position = k.position
            and p.version = k.version and p.live
        join articles a on a.tenant_id = $1 and a.id = p.article_id
        """;

    public async Task<IReadOnlyList<FoundPassage>> Run(string tenant, KnowledgeQuestion question, CancellationToken ct)
    {
        var terms = AskedTerms.Of(question.Text, question.Language);
        if (terms.Count == 0)
        {
            return [];
        }

        var index = await indexes.Get(tenant, question.Language, ct);
        if (index.Passages.Count == 0)
        {
            return [];
        }

        var known = await stems.Of(WordsOf(terms), question.Language, ct);
        var ranked = QuestionHits.Rank(index, terms, known, question);
        return ranked.Count == 0 ? [] : await Read(tenant, ranked, AskedFacts.Of(question.Text), ct);
    }

    /// <summary>The words whose stems are looked up.</summary>
    public static IEnumerable<string> WordsOf(IReadOnlyList<AskedTerm> terms) =>
        terms.SelectMany(t => t.Ways).Where(w => !w.IsBeginning).Select(w => w.Word);

    /// <summary>The passages of which one is told for each article, and of which article each is.</summary>
    public static (RankedPassage Ranked, int Position)[] Wanted(IReadOnlyList<RankedPassage> ranked, AskedFact? fact) =>
    [
        .. ranked.SelectMany((r, i) =>
            (fact is not null && i < FactChoice.MaxArticles ? [r.Position, .. r.Others] : new[] { r.Position })
                .Select(position => (r, position))),
    ];

    /// <summary>One passage of each article: the one that tells what is asked.</summary>
    public static IReadOnlyList<FoundPassage> Choose(
        IEnumerable<(RankedPassage Ranked, FoundPassage Found)> passages, AskedFact? fact)
    {
        var articles = passages.GroupBy(p => p.Ranked, p => p.Found).Select(article => article.ToList()).ToList();
        return fact is { } asked ? FactChoice.Of(articles, asked) : articles.ConvertAll(a => a[0]);
    }

    private async Task<IReadOnlyList<FoundPassage>> Read(
        string tenant, IReadOnlyList<RankedPassage> ranked, AskedFact? fact, CancellationToken ct)
    {
        var keys = Wanted(ranked, fact);
        var rows = (await database.Statement(
            Sql,
            tenant,
            keys.Select(k => k.Ranked.Article).ToArray(),
            keys.Select(k => k.Position).ToArray(),
            keys.Select(k => k.Ranked.Version).ToArray()).Rows(
                r => (
                    Key: (r.GetGuid(0), r.GetInt32(1)), Title: r.GetString(2), Text: r.GetString(3),
                    Source: r.TextOrNull(4)),
                ct)).ToDictionary(r => r.Key);
        return Choose(
            keys.Where(k => rows.ContainsKey((k.Ranked.Article, k.Position)))
                .Select(k => (k.Ranked, Found(k.Ranked, rows[(k.Ranked.Article, k.Position)]))),
            fact);

        static FoundPassage Found(
            RankedPassage ranked, ((Guid Article, int Position) Key, string Title, string Text, string? Source) row) =>
            new(
                ranked.Article, ranked.Version, row.Title, row.Text, ranked.Score, row.Source, row.Key.Position);
    }
}

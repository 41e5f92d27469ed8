using CleanFte.Application.Knowledge;
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
        select p.article_id, p.title, p.text, a.source
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

        var known = await stems.Of(
            terms.SelectMany(t => t.Ways).Where(w => !w.IsBeginning).Select(w => w.Word), question.Language, ct);
        var ranked = QuestionHits.Rank(index, terms, known, question);
        return ranked.Count == 0 ? [] : await Read(tenant, ranked, ct);
    }

    private async Task<IReadOnlyList<FoundPassage>> Read(
        string tenant, IReadOnlyList<RankedPassage> ranked, CancellationToken ct)
    {
        var rows = (await database.Statement(
            Sql,
            tenant,
            ranked.Select(r => r.Article).ToArray(),
            ranked.Select(r => r.Position).ToArray(),
            ranked.Select(r => r.Version).ToArray()).Rows(
                r => (Article: r.GetGuid(0), Title: r.GetString(1), Text: r.GetString(2), Source: r.TextOrNull(3)),
                ct)).ToDictionary(r => r.Article);
        return
        [
            .. ranked.Where(r => rows.ContainsKey(r.Article)).Select(r => new FoundPassage(
                r.Article, r.Version, rows[r.Article].Title, rows[r.Article].Text, r.Score, rows[r.Article].Source)),
        ];
    }
}

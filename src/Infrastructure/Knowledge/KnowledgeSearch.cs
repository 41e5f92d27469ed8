using CleanFte.Application.Knowledge;
using CleanFte.Domain.Knowledge;
using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// One question to the knowledge base. Two lists, fused by reciprocal rank: passages that have words of the question, any of
/// them, and passages whose title or heading resembles a word that nobody has written, as a misspelt one is.
/// </summary>
internal static class KnowledgeSearch
{
    /// <summary>Words of a question that are searched for, little words not counted.</summary>
    private const int MaxWords = 16;

    /// <summary>Passages that are looked at for one word; a word that more have tells them apart least.</summary>
    private const int MaxHits = 1_000;

    /// <summary>Misspelt words of a question that are looked for; each costs as much as all others together.</summary>
    private const int MaxMisspelt = 2;

    /// <summary>Letters from which on a word can be told from others that resemble it.</summary>
    private const int ShortestMisspelt = 4;

    /// <summary>Passages of each list that are ranked.</summary>
    public const int MaxRanked = 50;

    /// <summary>Two letters exchanged in a word of nine leave this much in common.</summary>
    private const string Resemblance = "0.4";

    /// <summary>
    /// GIN indexes are read through bitmaps only, which are switched off where messages are worked on; and where nothing is
    /// known of the table yet, the planner would rather read the whole tenant through an ordinary index.
    /// </summary>
    private static readonly string[] Plan =
    [
        "set local enable_bitmapscan = on",
        "set local enable_indexscan = off",
        $"set local pg_trgm.strict_word_similarity_threshold = {Resemblance}",
    ];

    private static readonly string Sql = $"""
        with asked as materialized (
            select l.lexeme, min(w.folded) as folded, ('''' || l.lexeme || '''')::tsquery as query
            from unnest($2::varchar[], $3::varchar[]) with ordinality w (word, folded, place)
            cross join lateral unnest(to_tsvector($4::regconfig, w.word)) l
            group by l.lexeme order by min(w.place) limit {MaxWords}
        ),
        hits as materialized (
            select a.lexeme, p.article_id, p.position
            from asked a
            cross join lateral (
                select article_id, position from passages
                where tenant_id = $1 and language = $5 and live and words @@ a.query
                    and (valid_from is null or valid_from <= $6) and (valid_to is null or valid_to > $6)
                    and (service_code is null or service_code <> all ($8)) and ($9::varchar is null or service_code = $9)
                limit {MaxHits}
            ) p
        ),
        written as materialized (
            select count(*) as passages from passages where tenant_id = $1 and language = $5 and live
        ),
        weighed as materialized (
            select a.lexeme, a.folded, h.passages is null as unwritten,
                ln(1 + greatest(w.passages, 1)::float8 / coalesce(h.passages, 1)) as weight
            from asked a
            cross join written w
            left join (select lexeme, count(*) as passages from hits group by lexeme) h on h.lexeme = a.lexeme
        ),
        total as materialized (
            select least(
                sum(weight), {FoundPassage.EnoughWords} * ln(1 + greatest((select passages from written), 1)::float8)) as weight
            from weighed
        ),
        exact as (
            select h.article_id, h.position, sum(w.weight) as found
            from hits h join weighed w on w.lexeme = h.lexeme
            group by h.article_id, h.position order by found desc, h.article_id, h.position limit {MaxRanked}
        ),
        misspelt as materialized (
            select folded, weight from weighed where unwritten and length(folded) >= {ShortestMisspelt}
            order by folded limit {MaxMisspelt}
        ),
        near as (
            select p.article_id, p.position, sum(m.weight * strict_word_similarity(m.folded, p.names)) as found
            from misspelt m
            join passages p on p.tenant_id = $1 and p.language = $5 and p.live and p.names %>> m.folded
            where (p.valid_from is null or p.valid_from <= $6) and (p.valid_to is null or p.valid_to > $6)
                and (p.service_code is null or p.service_code <> all ($8))
                and ($9::varchar is null or p.service_code = $9)
            group by p.article_id, p.position order by found desc, p.article_id, p.position limit {MaxRanked}
        ),
        fused as (
            select article_id, position, sum(1.0 / ({ReciprocalRank.Damping} + place)) as fused, sum(found) as found
            from (
                select e.article_id, e.position, e.found, rank() over (
                    order by e.found desc, ts_rank_cd(p.words, (select string_agg(query::text, '|')::tsquery from asked)) desc)
                    as place
                from exact e
                join passages p on p.tenant_id = $1 and p.article_id = e.article_id and p.position = e.position
                union all
                select article_id, position, found, rank() over (order by found desc) from near
            ) lists
            group by article_id, position
        ),
        scored as (
            select distinct on (f.article_id) f.article_id, f.position, f.fused, least(1, f.found / t.weight) as score
            from fused f cross join total t
            where f.found / t.weight >= {Threshold}
            order by f.article_id, f.fused desc, f.found desc, f.position
        )
        select s.article_id, p.version, p.title, p.text, s.score, a.source
        from scored s
        join passages p on p.tenant_id = $1 and p.article_id = s.article_id and p.position = s.position
        join articles a on a.tenant_id = $1 and a.id = s.article_id
        order by s.fused desc, s.score desc, s.article_id limit $7
        """;

    private static string Threshold => FoundPassage.Threshold.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<IReadOnlyList<FoundPassage>> Run(
        NpgsqlDataSource database, string tenant, KnowledgeQuestion question, CancellationToken ct)
    {
        var words = QuestionWords.Of(question.Text);
        if (words.Count == 0)
        {
            return [];
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = Statement(connection, tenant, words, question);
        var found = new List<FoundPassage>();
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                found.Add(new FoundPassage(
                    reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetDouble(4),
                    reader.TextOrNull(5)));
            }
        }

        await transaction.CommitAsync(ct);
        return found;
    }

    private static NpgsqlBatch Statement(
        NpgsqlConnection connection, string tenant, IReadOnlyList<(string Word, string Folded)> words,
        KnowledgeQuestion question)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var setting in Plan)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(setting));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql)
        {
            Parameters =
            {
                new() { Value = tenant },
                new() { Value = words.Select(w => w.Word).ToArray() },
                new() { Value = words.Select(w => w.Folded).ToArray() },
                new() { Value = $"knowledge_{question.Language}" },
                new() { Value = question.Language },
                new() { Value = question.Moment.ToUniversalTime() },
                new() { Value = question.Limit },
                new() { Value = question.Closed.ToArray() },
                new() { Value = (object?)question.Service ?? DBNull.Value, DataTypeName = "varchar" },
            },
        });
        return batch;
    }
}

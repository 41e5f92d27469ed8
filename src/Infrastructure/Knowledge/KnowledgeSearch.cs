using CleanFte.Application.Knowledge;
using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// One question to the knowledge base. PostgreSQL finds the passages that have something of the question, any of it, and
/// those whose title or heading resembles a word that nobody has written, as a misspelt one is. <see cref="PassageRanking"/>
/// chooses among them.
/// </summary>
internal static class KnowledgeSearch
{
    /// <summary>
    /// Passages that are looked at for one word, and as many for all other words for it; what more have tells them apart least.
    /// </summary>
    private const int MaxHits = 300;

    /// <summary>Misspelt words of a question that are looked for; each costs as much as all others together.</summary>
    private const int MaxMisspelt = 2;

    /// <summary>Letters from which on a word can be told from others that resemble it.</summary>
    private const int ShortestMisspelt = 4;

    /// <summary>Passages that are ranked.</summary>
    public const int MaxRanked = 50;

    /// <summary>Two letters exchanged in a word of nine leave this much in common.</summary>
    private const string Resemblance = "0.4";

    /// <summary>What no article says in any way may be another word for what one does say; it counts a little less.</summary>
    private const string Unwritten = "0.8";

    /// <summary>How plainly a heading says what a passage is about, and how plainly its text does; a title is 1.</summary>
    private const string InHeading = "0.95", InText = "0.7";

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
            select term, fit, string_agg(way, '|')::tsquery as query, string_agg(way || 'A', '|')::tsquery as titled,
                string_agg(way || 'B', '|')::tsquery as headed
            from (
                select u.term, u.fit,
                    '''' || coalesce(l.lexeme, u.word) || case when u.beginning then ''':*' else ''':' end as way
                from unnest($2::integer[], $3::varchar[], $4::boolean[], $5::float8[]) u (term, word, beginning, fit)
                left join lateral unnest(to_tsvector($7::regconfig, u.word)) l on not u.beginning
                where u.beginning or l.lexeme is not null
            ) w
            group by term, fit
        ),
        hits as materialized (
            select a.term, p.article_id, p.position, max(a.fit * p.plain) as strength
            from asked a
            cross join lateral (
                select article_id, position,
                    case when words @@ a.titled then 1 when words @@ a.headed then {InHeading} else {InText} end as plain
                from passages
                where tenant_id = $1 and language = $8 and live and words @@ a.query
                    and (valid_from is null or valid_from <= $9) and (valid_to is null or valid_to > $9)
                    and (service_code is null or service_code <> all ($10)) and ($11::varchar is null or service_code = $11)
                limit {MaxHits}
            ) p
            group by a.term, p.article_id, p.position
        ),
        written as materialized (
            select greatest(count(*), 1)::float8 as passages from passages where tenant_id = $1 and language = $8 and live
        ),
        weighed as materialized (
            select t.term, t.folded, h.passages is null as unwritten,
                case
                    when h.passages is null and t.folded ~ '[0-9]' then 0
                    when h.passages is null then {Unwritten} * ln(1 + w.passages)
                    else ln(1 + w.passages / h.passages) end as weight
            from (select f, (n - 1)::integer from unnest($6::varchar[]) with ordinality u (f, n)) t (folded, term)
            cross join written w
            left join (select term, count(*) as passages from hits group by term) h on h.term = t.term
            where exists (select from asked a where a.term = t.term)
        ),
        misspelt as materialized (
            select term, folded from weighed
            where unwritten and length(folded) >= {ShortestMisspelt} and folded ~ '^[a-z]+$'
            order by term limit {MaxMisspelt}
        ),
        near as (
            select m.term, p.article_id, p.position, strict_word_similarity(m.folded, p.names)::float8 as strength
            from misspelt m
            join passages p on p.tenant_id = $1 and p.language = $8 and p.live and p.names %>> m.folded
            where (p.valid_from is null or p.valid_from <= $9) and (p.valid_to is null or p.valid_to > $9)
                and (p.service_code is null or p.service_code <> all ($10))
                and ($11::varchar is null or p.service_code = $11)
            order by strength desc, p.article_id, p.position limit {MaxRanked}
        ),
        best as (
            select f.article_id, f.position, sum(w.weight * f.strength) as found,
                array_agg(f.term) as terms, array_agg(f.strength) as strengths
            from (select * from hits union all select * from near) f
            join weighed w on w.term = f.term
            group by f.article_id, f.position order by found desc, f.article_id, f.position limit {MaxRanked}
        )
        select b.article_id, b.position, p.version, p.title, p.text, a.source, b.terms, b.strengths,
            (select array_agg(weight order by term) from weighed), (select array_agg(term order by term) from weighed),
            (select passages from written)
        from best b
        join passages p on p.tenant_id = $1 and p.article_id = b.article_id and p.position = b.position
        join articles a on a.tenant_id = $1 and a.id = b.article_id
        """;

    public static async Task<IReadOnlyList<FoundPassage>> Run(
        NpgsqlDataSource database, string tenant, KnowledgeQuestion question, CancellationToken ct)
    {
        var terms = AskedTerms.Of(question.Text, question.Language);
        if (terms.Count == 0)
        {
            return [];
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = Statement(connection, tenant, terms, question);
        var found = new List<PassageEvidence>();
        var weights = new double[terms.Count];
        var enough = 0.0;
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                if (found.Count == 0)
                {
                    foreach (var (term, weight) in reader.GetFieldValue<int[]>(9).Zip(reader.GetFieldValue<double[]>(8)))
                    {
                        weights[term] = weight * terms[term].Weight;
                    }

                    enough = FoundPassage.EnoughWords * Math.Log(1 + reader.GetDouble(10));
                }

                found.Add(new PassageEvidence(
                    reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4),
                    reader.TextOrNull(5), reader.GetFieldValue<int[]>(6), reader.GetFieldValue<double[]>(7)));
            }
        }

        await transaction.CommitAsync(ct);
        return PassageRanking.Best(found, weights, enough, question.Limit);
    }

    private static NpgsqlBatch Statement(
        NpgsqlConnection connection, string tenant, IReadOnlyList<AskedTerm> terms, KnowledgeQuestion question)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var setting in Plan)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(setting));
        }

        var ways = terms.SelectMany((term, i) => term.Ways.Select(way => (Term: i, Way: way))).ToArray();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql)
        {
            Parameters =
            {
                new() { Value = tenant },
                new() { Value = ways.Select(w => w.Term).ToArray() },
                new() { Value = ways.Select(w => w.Way.Word).ToArray() },
                new() { Value = ways.Select(w => w.Way.IsBeginning).ToArray() },
                new() { Value = ways.Select(w => terms[w.Term].FitOf(w.Way)).ToArray() },
                new() { Value = terms.Select(t => t.Folded).ToArray() },
                new() { Value = $"knowledge_{question.Language}" },
                new() { Value = question.Language },
                new() { Value = question.Moment.ToUniversalTime() },
                new() { Value = question.Closed.ToArray() },
                new() { Value = (object?)question.Service ?? DBNull.Value, DataTypeName = "varchar" },
            },
        });
        return batch;
    }
}

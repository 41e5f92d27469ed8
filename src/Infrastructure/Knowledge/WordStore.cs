using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>The stems of passages as PostgreSQL made them, and of words as it would make them.</summary>
internal sealed class WordStore(NpgsqlDataSource database)
{
    private const string RevisionSql =
        "select count(*), coalesce(sum(version), 0)::bigint from articles where tenant_id = $1 and language = $2";

    private const string VersionsSql =
        "select id, version from articles where tenant_id = $1 and language = $2 and not retired order by id";

    private const string PassagesSql = """
        select article_id, position, version, valid_from, valid_to, service_code,
            tsvector_to_array(ts_filter(words, '{a}')), tsvector_to_array(ts_filter(words, '{b}')),
            tsvector_to_array(ts_filter(words, '{d}'))
        from passages
        where tenant_id = $1 and language = $2 and live and article_id = any($3)
        order by article_id, position
        """;

    private const string StemsSql = """
        select w.word, array(select l.lexeme from unnest(to_tsvector($2::regconfig, w.word)) l)
        from unnest($1::varchar[]) w (word)
        """;

    /// <summary>As the column <c>words</c> of passages is made.</summary>
    private const string WordsSql = """
        select tsvector_to_array(ts_filter(w.words, '{a}')), tsvector_to_array(ts_filter(w.words, '{b}')),
            tsvector_to_array(ts_filter(w.words, '{d}'))
        from unnest($1::varchar[], $2::varchar[], $3::varchar[]) with ordinality p (title, heading, text, n)
        cross join lateral (
            select setweight(to_tsvector($4::regconfig, p.title), 'A') || setweight(to_tsvector($4::regconfig, p.heading), 'B')
                || to_tsvector($4::regconfig, p.text) as words) w
        order by p.n
        """;

    /// <summary>The stems of texts that are no passages any more: of title, heading and text each, in their order.</summary>
    public async Task<IReadOnlyList<(string[] Titled, string[] Headed, string[] Told)>> Words(
        IReadOnlyList<(string Title, string Heading, string Text)> passages, string language, CancellationToken ct) =>
        await database.Statement(
            WordsSql,
            passages.Select(p => p.Title).ToArray(),
            passages.Select(p => p.Heading).ToArray(),
            passages.Select(p => p.Text).ToArray(),
            $"knowledge_{language}").Rows(
                r => (r.GetFieldValue<string[]>(0), r.GetFieldValue<string[]>(1), r.GetFieldValue<string[]>(2)), ct);

    public async Task<WordRevision> Revision(string tenant, string language, CancellationToken ct) =>
        (await database.Statement(RevisionSql, tenant, language)
            .Rows(r => new WordRevision(r.GetInt64(0), r.GetInt64(1)), ct)).Single();

    /// <summary>Articles that are not retired.</summary>
    public async Task<IReadOnlyList<(Guid Id, long Version)>> Versions(string tenant, string language, CancellationToken ct) =>
        await database.Statement(VersionsSql, tenant, language).Rows(r => (r.GetGuid(0), r.GetInt64(1)), ct);

    public async Task<IReadOnlyList<PassageWords>> Passages(
        string tenant, string language, Guid[] articles, CancellationToken ct) =>
        await database.Statement(PassagesSql, tenant, language, articles).Rows(
            r => new PassageWords(
                r.GetGuid(0), r.GetInt32(1), r.GetInt64(2), r.ValueOrNull<DateTimeOffset>(3),
                r.ValueOrNull<DateTimeOffset>(4), r.TextOrNull(5), r.GetFieldValue<string[]>(6), r.GetFieldValue<string[]>(7),
                r.GetFieldValue<string[]>(8)),
            ct);

    public async Task<IReadOnlyList<(string Word, string[] Stems)>> Stems(
        string[] words, string language, CancellationToken ct) =>
        await database.Statement(StemsSql, words, $"knowledge_{language}")
            .Rows(r => (r.GetString(0), r.GetFieldValue<string[]>(1)), ct);
}

using System.Runtime.InteropServices;
using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// The stored vectors of one tenant and model. A vector is its numbers as little-endian floats, of length 1, and belongs to
/// one version of its passage; with another version it counts for nothing.
/// </summary>
internal sealed class PassageVectors(NpgsqlDataSource database)
{
    /// <summary>How long vectors of a model that is configured no longer are kept, in case it comes back.</summary>
    private const int OtherModelsDays = 1;

    private const string MissingSql = """
        select p.article_id, p.position, p.version, p.title, p.heading, p.text
        from passages p
        left join passage_embeddings e on e.tenant_id = $1 and e.model = $2 and e.article_id = p.article_id
            and e.position = p.position and e.version = p.version
        where p.tenant_id = $1 and p.live and e.article_id is null
        order by p.article_id, p.position limit $3
        """;

    private const string StoreSql = """
        with now as (
            insert into passage_embedding_revisions as r (tenant_id, model, revision) values ($1, $2, 1)
            on conflict (tenant_id, model) do update set revision = r.revision + 1
            returning revision)
        insert into passage_embeddings (tenant_id, model, article_id, position, version, revision, vector)
        select $1, $2, v.article_id, v.position, v.version, now.revision, v.vector
        from unnest($3::uuid[], $4::integer[], $5::bigint[], $6::bytea[]) v (article_id, position, version, vector)
        cross join now
        on conflict (tenant_id, model, article_id, position) do update set
            version = excluded.version, revision = excluded.revision, embedded_at = now(), vector = excluded.vector
        """;

    private const string RemoveGoneSql = """
        with gone as (
            delete from passage_embeddings e
            where e.tenant_id = $1 and e.model = $2 and not exists (
                select from passages p
                where p.tenant_id = $1 and p.article_id = e.article_id and p.position = e.position and p.live)
            returning e.article_id)
        insert into passage_embedding_revisions as r (tenant_id, model, revision)
        select $1, $2, 1 where exists (select from gone)
        on conflict (tenant_id, model) do update set revision = r.revision + 1
        """;

    private const string RemoveOthersSql = """
        delete from passage_embeddings
        where tenant_id = $1 and model <> $2 and embedded_at < now() - make_interval(days => $3)
        """;

    private const string KeysSql = """
        select e.article_id, e.position, e.version, e.revision, octet_length(e.vector), p.valid_from, p.valid_to, p.service_code
        from passage_embeddings e
        join passages p on p.tenant_id = $1 and p.article_id = e.article_id and p.position = e.position
            and p.version = e.version and p.live and p.language = $3
        where e.tenant_id = $1 and e.model = $2
        """;

    private const string VectorsSql = """
        select e.article_id, e.position, e.revision, e.vector
        from passage_embeddings e
        join passages p on p.tenant_id = $1 and p.article_id = e.article_id and p.position = e.position
            and p.version = e.version and p.live and p.language = $3
        where e.tenant_id = $1 and e.model = $2 and e.revision > $4
        """;

    /// <summary>Live passages without a vector of their present version.</summary>
    public Task<List<PassageText>> Missing(string tenant, string model, int limit, CancellationToken ct) =>
        database.Statement(MissingSql, tenant, model, limit).Rows(
            r => new PassageText(
                r.GetGuid(0), r.GetInt32(1), r.GetInt64(2), $"{r.GetString(3)}\n{r.GetString(4)}\n{r.GetString(5)}"),
            ct);

    public Task Store(
        string tenant, string model, IReadOnlyCollection<(PassageText Passage, float[] Vector)> vectors, CancellationToken ct) =>
        database.Statement(
            StoreSql,
            tenant,
            model,
            vectors.Select(v => v.Passage.Article).ToArray(),
            vectors.Select(v => v.Passage.Position).ToArray(),
            vectors.Select(v => v.Passage.Version).ToArray(),
            vectors.Select(v => MemoryMarshal.AsBytes(v.Vector.AsSpan()).ToArray()).ToArray()).Run(ct);

    /// <summary>Removes vectors of passages that are not live, and after a while those of other models.</summary>
    /// <param name="model">The tenant's model; empty for none.</param>
    public async Task RemoveGone(string tenant, string model, CancellationToken ct)
    {
        await database.Statement(RemoveGoneSql, tenant, model).Run(ct);
        await database.Statement(RemoveOthersSql, tenant, model, OtherModelsDays).Run(ct);
    }

    /// <summary>A number that is another one after every change of the tenant's vectors; 0 before the first.</summary>
    public async Task<long> Revision(string tenant, string model, CancellationToken ct) =>
        (await database
            .Statement("select revision from passage_embedding_revisions where tenant_id = $1 and model = $2", tenant, model)
            .Rows(r => r.GetInt64(0), ct)).SingleOrDefault();

    /// <summary>What there is of a language, without the vectors themselves.</summary>
    public Task<List<VectorKey>> Keys(string tenant, string model, string language, CancellationToken ct) =>
        database.Statement(KeysSql, tenant, model, language).Rows(
            r => new VectorKey(
                r.GetGuid(0), r.GetInt32(1), r.GetInt64(2), r.GetInt64(3), r.GetInt32(4),
                r.ValueOrNull<DateTimeOffset>(5), r.ValueOrNull<DateTimeOffset>(6), r.TextOrNull(7)),
            ct);

    /// <summary>The vectors that came after a revision.</summary>
    public Task<List<(Guid Article, int Position, long Revision, float[] Vector)>> After(
        long revision, string tenant, string model, string language, CancellationToken ct) =>
        database.Statement(VectorsSql, tenant, model, language, revision).Rows(
            r => (r.GetGuid(0), r.GetInt32(1), r.GetInt64(2),
                MemoryMarshal.Cast<byte, float>(r.GetFieldValue<byte[]>(3)).ToArray()),
            ct);
}

/// <summary>A passage as the model reads it: title, heading and text.</summary>
internal sealed record PassageText(Guid Article, int Position, long Version, string Text);

/// <summary>Whose a vector is, how long it is in bytes, and when it may be found.</summary>
internal sealed record VectorKey(
    Guid Article, int Position, long Version, long Revision, int Bytes,
    DateTimeOffset? ValidFrom, DateTimeOffset? ValidTo, string? Service);

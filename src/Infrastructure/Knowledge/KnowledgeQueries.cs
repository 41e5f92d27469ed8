using CleanFte.Application.Knowledge;
using CleanFte.Domain.Knowledge;
using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <inheritdoc cref="IKnowledge"/>
internal sealed class KnowledgeQueries(NpgsqlDataSource database) : IKnowledge
{
    private const string Select = """
        select id, language, title, body, service_code, valid_from, valid_to, source, retired, published_at, updated_at,
            version
        from articles where tenant_id = $1
        """;

    public Task<IReadOnlyList<FoundPassage>> Search(
        string tenant, string query, string language, DateTimeOffset moment, int limit, CancellationToken ct) =>
        new KnowledgeSearch(database).Run(tenant, query, language, moment, limit, ct);

    public async Task<ArticleView?> Find(string tenant, Guid article, CancellationToken ct) =>
        (await database.Statement($"{Select} and id = $2", tenant, article).Rows(View, ct)).SingleOrDefault();

    public async Task<IReadOnlyList<ArticleView>> List(
        string tenant, string? language, Guid? after, int limit, CancellationToken ct) =>
        await database.Statement(
            $"{Select} and language = any($2) and id > $3 order by id limit $4",
            tenant, language is null ? ArticleContent.Languages.ToArray() : [language], after ?? Guid.Empty, limit)
            .Rows(View, ct);

    private static ArticleView View(NpgsqlDataReader r) => new(
        r.GetGuid(0),
        r.GetString(1),
        r.GetString(2),
        r.GetString(3),
        r.TextOrNull(4),
        r.ValueOrNull<DateTimeOffset>(5),
        r.ValueOrNull<DateTimeOffset>(6),
        r.TextOrNull(7),
        r.GetBoolean(8),
        r.Time(9),
        r.Time(10),
        r.GetInt64(11));
}

using System.Collections.Concurrent;
using CleanFte.Application.Knowledge;
using CleanFte.Domain.Knowledge;
using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <inheritdoc cref="IKnowledge"/>
internal sealed class KnowledgeQueries(
    NpgsqlDataSource database, KnowledgeSearch words, WordIndexes indexes, MeaningSearch meaning, TimeProvider clock)
    : IKnowledge
{
    /// <summary>Who has no knowledge base is not looked for in it with every message.</summary>
    private static readonly TimeSpan EmptyFor = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Refreshed<object>> _any = new();

    private const string Select = """
        select id, language, title, body, service_code, valid_from, valid_to, source, retired, published_at, updated_at,
            version
        from articles where tenant_id = $1
        """;

    public Task<IReadOnlyList<FoundPassage>> Search(string tenant, KnowledgeQuestion question, CancellationToken ct) =>
        meaning.IsOn(tenant) ? SearchBoth(tenant, question, ct) : words.Run(tenant, question, ct);

    public ValueTask<bool> IsEmpty(string tenant, CancellationToken ct)
    {
        var looking = AnyOf(tenant).Get(ct);
        return looking.IsCompletedSuccessfully ? new(looking.Result is false) : Wait(looking);

        static async ValueTask<bool> Wait(ValueTask<object> looking) => await looking is false;
    }

    public void Changed(string tenant)
    {
        AnyOf(tenant).Invalidate();
        indexes.Changed(tenant);
    }

    public async Task<ArticleView?> Find(string tenant, Guid article, CancellationToken ct) =>
        (await database.Statement($"{Select} and id = $2", tenant, article).Rows(View, ct)).SingleOrDefault();

    public async Task<IReadOnlyList<ArticleView>> List(
        string tenant, string? language, Guid? after, int limit, CancellationToken ct) =>
        await database.Statement(
            $"{Select} and language = any($2) and id > $3 order by id limit $4",
            tenant, language is null ? ArticleContent.Languages.ToArray() : [language], after ?? Guid.Empty, limit)
            .Rows(View, ct);

    private async Task<IReadOnlyList<FoundPassage>> SearchBoth(
        string tenant, KnowledgeQuestion question, CancellationToken ct)
    {
        // Side by side: the words are found while the model is asked.
        var meanings = meaning.Run(tenant, question, ct);
        var worded = words.Run(tenant, question with { Limit = QuestionHits.MaxRanked }, ct);
        await Task.WhenAll(worded, meanings);
        return ReciprocalRank.Fuse(await worded, await meanings, question.Limit);
    }

    /// <summary>Once there is an article there is one: should it be retired, the search finds nothing.</summary>
    private Refreshed<object> AnyOf(string tenant) => _any.GetOrAdd(
        tenant,
        t => new Refreshed<object>(
            EmptyFor,
            clock,
            async last => last is true || await database
                .Statement("select exists (select from passages where tenant_id = $1 and live)", t)
                .IsTrue(CancellationToken.None)));

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

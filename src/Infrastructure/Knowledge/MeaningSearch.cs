using System.Collections.Concurrent;
using System.Numerics.Tensors;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Domain.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// Passages that mean what a question means, whatever its words. An aid to the search by words: when it cannot be had, it
/// has found nothing.
/// </summary>
internal sealed class MeaningSearch(
    NpgsqlDataSource database, IModels models, VectorSets sets, TimeProvider clock, ILogger<MeaningSearch> log)
{
    /// <summary>What a citizen waits for a vector of the question, repetitions included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How long a model that failed is not asked, so that an outage costs one citizen its time-out and not all.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    /// <summary>The filters once more: what was published, revised or retired a moment ago is known here only.</summary>
    private const string Sql = """
        select p.article_id, p.position, p.version, p.title, p.text, a.source
        from unnest($2::uuid[], $3::integer[], $4::bigint[]) k (article_id, position, version)
        join passages p on p.tenant_id = $1 and p.article_id = k.article_id and p.position = k.position
            and p.version = k.version and p.live
        join articles a on a.tenant_id = $1 and a.id = p.article_id
        where p.language = $5 and (p.valid_from is null or p.valid_from <= $6) and (p.valid_to is null or p.valid_to > $6)
            and (p.service_code is null or p.service_code <> all ($7)) and ($8::varchar is null or p.service_code = $8)
        """;

    private readonly ConcurrentDictionary<object, long> _failed = new();

    private readonly ConcurrentDictionary<string, long> _warned = new();

    /// <summary>Whether the tenant's knowledge is searched by meaning, too.</summary>
    public bool IsOn(string tenant) => models.EmbeddingsOf(tenant) is not null;

    /// <summary>
    /// The best passage of each article that means what is asked, best first, scored from
    /// <see cref="FoundPassage.Threshold"/> at the model's threshold to 1 for the same text.
    /// </summary>
    public async Task<IReadOnlyList<FoundPassage>> Run(string tenant, KnowledgeQuestion question, CancellationToken ct)
    {
        if (models.EmbeddingsOf(tenant) is not { } embeddings || QuestionWords.Of(question.Text).Count == 0)
        {
            return [];
        }

        try
        {
            var set = await sets.Get(tenant, embeddings.Name, question.Language, ct);
            if (set.Omitted)
            {
                Warn(tenant, "its vectors do not fit into memory");
            }

            if (set.Vectors.Count == 0 || await VectorOf(tenant, question.Text, embeddings, ct) is not { } asked)
            {
                return [];
            }

            var near = set.Nearest(asked, question, embeddings.Threshold);
            return near.Count == 0 ? [] : await Read(tenant, question, near, embeddings.Threshold, ct);
        }
        catch (NpgsqlException e)
        {
            Warn(tenant, e.Message);
            return [];
        }
    }

    private async Task<float[]?> VectorOf(string tenant, string text, TenantEmbeddings embeddings, CancellationToken ct)
    {
        if (_failed.TryGetValue(embeddings.Generator, out var at) && clock.GetElapsedTime(at) < Rest)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            var answer = await embeddings.Generator.GenerateAsync([Bounded(text)], null, limit.Token);
            var vector = Unit.Of(answer[0].Vector.Span);
            _failed.TryRemove(embeddings.Generator, out _);
            return vector;
        }
        catch (Exception e) when (
            e is ModelUnavailableException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            _failed[embeddings.Generator] = clock.GetTimestamp();
            Warn(tenant, e is ModelUnavailableException { Code: var code } ? code : "timeout");
            return null;
        }
    }

    private static string Bounded(string text) =>
        text.Length <= QuestionWords.MaxCharacters ? text
        : text[..(char.IsHighSurrogate(text[QuestionWords.MaxCharacters - 1])
            ? QuestionWords.MaxCharacters - 1
            : QuestionWords.MaxCharacters)];

    private async Task<IReadOnlyList<FoundPassage>> Read(
        string tenant, KnowledgeQuestion question, IReadOnlyList<NearPassage> near, double threshold, CancellationToken ct)
    {
        var rows = (await database.Statement(
            Sql,
            tenant,
            near.Select(n => n.Key.Article).ToArray(),
            near.Select(n => n.Key.Position).ToArray(),
            near.Select(n => n.Key.Version).ToArray(),
            question.Language,
            question.Moment.ToUniversalTime(),
            question.Closed.ToArray(),
            question.Service).Rows(
                r => (Key: (r.GetGuid(0), r.GetInt32(1)), Version: r.GetInt64(2), Title: r.GetString(3), Text: r.GetString(4),
                    Source: r.TextOrNull(5)),
                ct)).ToDictionary(r => r.Key);
        return
        [
            .. near.Where(n => rows.ContainsKey((n.Key.Article, n.Key.Position))).DistinctBy(n => n.Key.Article).Select(n =>
            {
                var row = rows[(n.Key.Article, n.Key.Position)];
                return new FoundPassage(
                    n.Key.Article, row.Version, row.Title, row.Text, ScoreOf(n.Cosine, threshold), row.Source,
                    n.Key.Position);
            }),
        ];
    }

    private static double ScoreOf(double cosine, double threshold) =>
        FoundPassage.Threshold + ((1 - FoundPassage.Threshold) * (cosine - threshold) / (1 - threshold));

    private void Warn(string tenant, string reason)
    {
        var now = clock.GetTimestamp();
        if (!_warned.TryGetValue(tenant, out var last) || clock.GetElapsedTime(last, now) >= BetweenWarnings)
        {
            _warned[tenant] = now;
            log.LogWarning("The knowledge of {Tenant} is searched by words alone: {Reason}.", tenant, reason);
        }
    }
}

/// <summary>Vectors of length 1, whose product is the cosine.</summary>
internal static class Unit
{
    public static float[] Of(ReadOnlySpan<float> vector)
    {
        var unit = new float[vector.Length];
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), unit);
        return unit;
    }
}

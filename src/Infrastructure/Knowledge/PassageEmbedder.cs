using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Infrastructure.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>
/// Gives every live passage a vector of its present version, and removes those of passages that are gone: woken when an
/// article was saved, and now and then by itself. One process at a time.
/// </summary>
internal sealed class PassageEmbedder(
    NpgsqlDataSource database, PassageVectors store, IModels models, ITenants tenants, Signals signals,
    IRetryPauses pauses, TimeProvider clock, ILogger<PassageEmbedder> log) : BackgroundService
{
    private const long Lock = 0x456D626564464545;

    /// <summary>Passages of one tenant before it is the next one's turn.</summary>
    private const int MaxBatch = OpenAiEmbeddings.MaxInputs;

    /// <summary>Passages the model will not take, remembered so that they hold up no others; then all are tried again.</summary>
    private const int MaxRefused = 100;

    /// <summary>How many may be refused in a row before it is not the passages that are wrong.</summary>
    private const int MaxRefusedInRow = 5;

    private static readonly TimeSpan SlowPoll = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (int Failures, DateTimeOffset Until)> _resting = [];

    private readonly HashSet<(string Tenant, string Model, Guid Article, int Position, long Version)> _refused = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Turn(stoppingToken);
                await signals.Knowledge.Wait(UntilNext(), clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                log.LogWarning("Passages could not be read ({Reason}); trying again.", e.Message);
                await Task.Delay(OutagePause, CancellationToken.None);
            }
        }
    }

    /// <summary>Brings all tenants' vectors up to date, as far as their models answer.</summary>
    internal async Task Turn(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await Locks(connection, "select pg_try_advisory_lock($1)"))
        {
            return;
        }

        try
        {
            var open = new List<(string Tenant, TenantEmbeddings Embeddings)>();
            foreach (var tenant in await tenants.List(ct))
            {
                var embeddings = models.EmbeddingsOf(tenant.Id);
                await store.RemoveGone(tenant.Id, embeddings?.Name ?? "", ct);
                if (embeddings is not null)
                {
                    open.Add((tenant.Id, embeddings));
                }
            }

            while (open.Count > 0)
            {
                foreach (var turn in open.ToArray())
                {
                    if (!await EmbedSome(turn.Tenant, turn.Embeddings, ct))
                    {
                        open.Remove(turn);
                    }
                }
            }
        }
        finally
        {
            await Locks(connection, "select pg_advisory_unlock($1)");
        }
    }

    /// <summary>Not to be broken off: the connection goes back to the pool, and a lock it took unnoticed with it.</summary>
    private static async Task<bool> Locks(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = Lock } } };
        return await command.ExecuteScalarAsync(CancellationToken.None) is true;
    }

    private TimeSpan UntilNext()
    {
        var now = clock.GetUtcNow();
        return _resting.Values.Select(r => r.Until - now).Append(SlowPoll).Min() is var next && next > TimeSpan.Zero
            ? next
            : TimeSpan.FromMilliseconds(1);
    }

    /// <returns>Whether there may be more to do for the tenant now.</returns>
    private async Task<bool> EmbedSome(string tenant, TenantEmbeddings embeddings, CancellationToken ct)
    {
        if (_resting.TryGetValue(tenant, out var rest) && rest.Until > clock.GetUtcNow())
        {
            return false;
        }

        var missing = (await store.Missing(tenant, embeddings.Name, MaxBatch + _refused.Count, ct))
            .Where(p => !_refused.Contains((tenant, embeddings.Name, p.Article, p.Position, p.Version)))
            .Take(MaxBatch).ToArray();
        try
        {
            if (missing.Length > 0)
            {
                await Embed(tenant, embeddings, missing, ct);
            }

            _resting.Remove(tenant);
            return missing.Length == MaxBatch;
        }
        catch (ModelUnavailableException e)
        {
            var failures = rest.Failures + 1;
            _resting[tenant] = (failures, clock.GetUtcNow() + pauses.After(failures));
            log.LogWarning("Passages of {Tenant} have no vectors yet ({Reason}); trying again.", tenant, e.Code);
            return false;
        }
    }

    private async Task Embed(string tenant, TenantEmbeddings embeddings, PassageText[] passages, CancellationToken ct)
    {
        try
        {
            await EmbedAtOnce(tenant, embeddings, passages, ct);
        }
        catch (ModelUnavailableException e) when (IsRefusal(e) && passages.Length > 1)
        {
            await EmbedOneByOne(tenant, embeddings, passages, ct);
        }
    }

    private async Task EmbedAtOnce(string tenant, TenantEmbeddings embeddings, PassageText[] passages, CancellationToken ct)
    {
        var vectors = await embeddings.Generator.GenerateAsync(passages.Select(p => p.Text), null, ct);
        await store.Store(
            tenant, embeddings.Name, [.. passages.Zip(vectors, (p, v) => (p, Unit.Of(v.Vector.Span)))], ct);
    }

    /// <summary>Finds which of them it is that the model will not take.</summary>
    private async Task EmbedOneByOne(string tenant, TenantEmbeddings embeddings, PassageText[] passages, CancellationToken ct)
    {
        var inRow = 0;
        foreach (var passage in passages)
        {
            try
            {
                await EmbedAtOnce(tenant, embeddings, [passage], ct);
                inRow = 0;
            }
            catch (ModelUnavailableException e) when (IsRefusal(e) && ++inRow < MaxRefusedInRow)
            {
                if (_refused.Count == MaxRefused)
                {
                    _refused.Clear();
                }

                _refused.Add((tenant, embeddings.Name, passage.Article, passage.Position, passage.Version));
                log.LogWarning(
                    "Passage {Position} of article {Article} is refused by {Model} ({Reason}); it is found by its words alone.",
                    passage.Position, passage.Article, embeddings.Name, e.Code);
            }
        }
    }

    /// <summary>What the request says is wrong, and will be the next time.</summary>
    private static bool IsRefusal(ModelUnavailableException e) => e.Code is "http_400" or "http_413" or "http_422";
}

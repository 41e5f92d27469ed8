using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// Counts the log into <c>channel_metrics</c>. Numbers and position change in one commit, and whoever counts holds the
/// position's row, so every event counts once however many processes run this and whenever one of them dies.
/// </summary>
internal sealed class ChannelMetricsProjection(NpgsqlDataSource database)
{
    /// <summary>Events counted in one commit.</summary>
    public const int MaxBatch = 2_000;

    private readonly LogReader _log = new(database, ChannelMetrics.Types);
    private bool _registered;

    /// <summary>Counts what comes next.</summary>
    public async Task<ProjectionStep> Step(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!_registered)
        {
            await using var register = new NpgsqlCommand(
                "insert into mt_event_progression (name, last_seq_id) values ($1, 0) on conflict do nothing",
                connection)
            {
                Parameters = { new() { Value = ChannelMetrics.Name } },
            };
            await register.ExecuteNonQueryAsync(ct);
            _registered = true;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var claim = new NpgsqlCommand(
            "select last_seq_id from mt_event_progression where name = $1 for update skip locked", connection)
        {
            Parameters = { new() { Value = ChannelMetrics.Name } },
        };
        if (await claim.ExecuteScalarAsync(ct) is not long position)
        {
            return ProjectionStep.Elsewhere;
        }

        var page = await _log.Read(position, MaxBatch, ct);
        if (page.Events.Count > 0)
        {
            await Count(connection, page, ct);
            await transaction.CommitAsync(ct);
        }

        return new ProjectionStep(page.Position, page.Events.Count, page.BlockedBy);
    }

    private static async Task Count(NpgsqlConnection connection, LogPage page, CancellationToken ct)
    {
        var sums = new MetricsBatch();
        foreach (var e in page.Events)
        {
            if (!e.Data.IsEmpty)
            {
                sums.Add(e.Tenant, EventTypes.Read(e.Type, e.Data.Span));
            }
        }

        await sums.Write(connection, "", ct);
        await using var move = new NpgsqlCommand(
            "update mt_event_progression set last_seq_id = $2, last_updated = transaction_timestamp() where name = $1",
            connection)
        {
            Parameters = { new() { Value = ChannelMetrics.Name }, new() { Value = page.Position } },
        };
        await move.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>What one turn of a projection did.</summary>
/// <param name="Position">Where it stands; null when another process has it.</param>
/// <param name="BlockedBy">Server processes whose open transactions it waits for.</param>
internal sealed record ProjectionStep(long? Position, int Events, IReadOnlyList<int> BlockedBy)
{
    public static readonly ProjectionStep Elsewhere = new(null, 0, []);
}

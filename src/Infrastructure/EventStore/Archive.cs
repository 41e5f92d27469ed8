using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// Moves streams that are over and were not touched for long into the archived partition, and back when one is written to again.
/// What is live stays small, whatever was; what is asked for by its id is found in both.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="options">After how long.</param>
/// <param name="clock">Now.</param>
internal sealed class Archive(NpgsqlDataSource database, ArchiveOptions options, TimeProvider clock)
{
    /// <summary>Streams moved in one transaction; a writer waits for it at most.</summary>
    private const int Batch = 200;

    /// <summary>
    /// The live ones alone, read through once: an index on when a stream was touched last would cost every save more than this costs a
    /// day. A run is over once it is recorded.
    /// </summary>
    private const string OldSql = """
        select s.tenant_id, s.id from mt_streams_default s
        where s.timestamp < $1 and not s.is_archived and case s.type
            when 'ticket' then exists (
                select from tickets t where t.tenant_id = s.tenant_id and t.id = s.id and t.status in ('resolved', 'closed'))
            when 'conversation' then exists (
                select from conversations c where c.tenant_id = s.tenant_id and c.id = s.id and c.closed)
            when 'human_task' then exists (
                select from human_tasks h where h.tenant_id = s.tenant_id and h.id = s.id and h.state = 'done')
            else s.type = 'agent_run' end
        """;

    /// <summary>What was touched since it was found stays.</summary>
    private const string LockOldSql = """
        select s.tenant_id, s.id from unnest($1::varchar[], $2::uuid[]) k (tenant_id, id)
        join mt_streams_default s on s.tenant_id = k.tenant_id and s.id = k.id and s.timestamp < $3 and not s.is_archived
        for update of s skip locked
        """;

    private const string LockSql = """
        select s.tenant_id, s.id from unnest($1::varchar[], $2::uuid[]) k (tenant_id, id)
        join mt_streams s on s.tenant_id = k.tenant_id and s.id = k.id and s.is_archived
        for update of s skip locked
        """;

    /// <summary>The stream's row comes first and goes last, because its events refer to it.</summary>
    private static readonly string[] MoveSql =
    [
        """
        insert into mt_streams (tenant_id, id, type, version, timestamp, created, is_archived)
        select s.tenant_id, s.id, s.type, s.version, s.timestamp, s.created, $3
        from unnest($1::varchar[], $2::uuid[]) k (tenant_id, id)
        join mt_streams s on s.tenant_id = k.tenant_id and s.id = k.id and s.is_archived <> $3
        """,
        """
        update mt_events e set is_archived = $3
        from unnest($1::varchar[], $2::uuid[]) k (tenant_id, id)
        where e.tenant_id = k.tenant_id and e.stream_id = k.id and e.is_archived <> $3
        """,
        """
        delete from mt_streams s using unnest($1::varchar[], $2::uuid[]) k (tenant_id, id)
        where s.tenant_id = k.tenant_id and s.id = k.id and s.is_archived <> $3
        """,
    ];

    /// <summary>Whether streams of that kind are ever archived.</summary>
    public static bool Holds(StreamKind kind) => kind.Type is "ticket" or "conversation" or "human_task" or "agent_run";

    /// <summary>Moves all that are old enough; returns how many.</summary>
    public async Task<int> Sweep(CancellationToken ct)
    {
        if (options.AfterDays == 0)
        {
            return 0;
        }

        var before = (clock.GetUtcNow() - TimeSpan.FromDays(options.AfterDays)).ToUniversalTime();
        var old = await database.Statement(OldSql, before).Rows(r => new StreamKey(r.GetString(0), r.GetGuid(1)), ct);
        var moved = 0;
        foreach (var batch in old.Chunk(Batch))
        {
            moved += await Move(
                LockOldSql, true, ct, Array.ConvertAll(batch, s => s.Tenant), Array.ConvertAll(batch, s => s.Id), before);
        }

        return moved;
    }

    /// <summary>Brings streams back that are written to. Who is being erased just now is not waited for.</summary>
    public Task<int> Restore(IReadOnlyList<StreamKey> streams, CancellationToken ct) => Move(
        LockSql, false, ct, streams.Select(s => s.Tenant).ToArray(), streams.Select(s => s.Id).ToArray());

    private async Task<int> Move(string which, bool archived, CancellationToken ct, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var found = await connection.Statement(which, values).Rows(r => new StreamKey(r.GetString(0), r.GetGuid(1)), ct);
        if (found.Count > 0)
        {
            foreach (var sql in MoveSql)
            {
                await connection.Statement(
                    sql, found.ConvertAll(s => s.Tenant).ToArray(), found.ConvertAll(s => s.Id).ToArray(), archived).Run(ct);
            }
        }

        await transaction.CommitAsync(ct);
        return found.Count;
    }
}

/// <summary>When what is over is archived.</summary>
public sealed record ArchiveOptions
{
    public const string Section = "Archive";

    public const int DefaultDays = 180;

    private const int MaxDays = 36_500;

    /// <summary>Days without a change; 0 for never.</summary>
    public int AfterDays { get; init; } = DefaultDays;

    public IEnumerable<string> Validate() =>
        AfterDays is >= 0 and <= MaxDays ? [] : [$"{Section}:AfterDays must be 0 (never) to {MaxDays} days."];
}

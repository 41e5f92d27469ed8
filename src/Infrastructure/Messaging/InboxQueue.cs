using CleanFte.Application.Ports;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Hands out recorded elements: the head of a lane with what waits behind it, many lanes at once, each under a lease
/// whose token fences off a worker that lost it.
/// </summary>
internal sealed class InboxQueue(NpgsqlDataSource database, Instance instance)
{
    /// <summary>How long a unit of work may take before others may think its worker dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Rows of a lane that are processed together.</summary>
    public const int MaxRows = 20;

    /// <summary>Bytes of payload that are processed together; a single row may be larger.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Due rows looked at in one claim.</summary>
    private const int Window = 2_000;

    /// <summary>
    /// What the update hands out, with what was received; one look by key for each row, which is what "offset 0" is for.
    /// A pending row that was finished once was parked and is replayed.
    /// </summary>
    private const string Returned = """
            returning i.id, i.tenant_id, i.account, i.channel, i.lane, i.lease, i.tries, i.crashes,
                i.finished_at is not null as replayed)
        select c.id, c.tenant_id, c.account, c.channel, e.element_key, c.lane, e.payload, e.received_at, c.lease, c.tries,
            c.crashes, c.replayed, coalesce(e.correlation_id, 'inbox-' || c.id)
        from claimed c
        cross join lateral (
            select element_key, payload, received_at, correlation_id from inbox_elements where id = c.id offset 0) e
        """;

    /// <summary>
    /// Each step finds its rows by an index, whatever the planner believes of the tables: it plans once, when they may
    /// still be empty, and a join it chose then took minutes with some thousand rows waiting.
    /// </summary>
    private const string ClaimSql = $"""
        with due as materialized (
            select id, lane from inbox
            where state = 0 and due <= now() and lease is null and crashes = 0
            order by due, id limit $1),
        heads as materialized (
            select d.id from due d
            where d.id = (select b.id from inbox b where b.state < 1 and b.lane = d.lane order by b.id limit 1)
            limit $2),
        taken as materialized (
            select i.id, i.lane, i.tries from inbox i
            where i.id = any (array(select id from heads)) and i.state < 1 and i.lease is null and i.due <= now()
            for no key update skip locked),
        unit as materialized (
            select w.id from taken t cross join lateral (
                select i.id, i.tries, sum(e.bytes) over (order by i.id) as bytes
                from inbox i
                cross join lateral (
                    select octet_length(payload) as bytes from inbox_elements where id = i.id offset 0) e
                where i.state < 1 and i.lane = t.lane and i.lease is null and i.crashes = 0 and i.due <= now()
                order by i.id limit case when t.tries = 0 then $3 else 1 end) w
            where w.id = t.id or (w.tries = 0 and w.bytes <= $4)),
        claimed as (
            update inbox i set lease = $5, owner = $6, due = now() + $7
            where i.id = any (array(select id from unit))
        {Returned}
        """;

    /// <summary>
    /// After a claim: whether anything due was left, beyond the claim's size or behind another row of its lane, and
    /// whether anything is due that has crashed a worker.
    /// </summary>
    private const string MoreSql = """
        select exists (select from inbox where state = 0 and due <= now() and lease is null and crashes = 0),
            exists (select from inbox where state < 1 and crashes > 0 and due <= now() and lease is null)
        """;

    private const string ClaimCrashedSql = $"""
        with claimed as (
            update inbox i set lease = $1, owner = $2, due = now() + $3
            where i.id = (
                select c.id from inbox c
                where c.state < 1 and c.due <= now() and c.lease is null and c.crashes > 0
                    and not exists (select from inbox b where b.state < 1 and b.lane = c.lane and b.id < c.id)
                order by c.due, c.id limit 1 for no key update skip locked)
        {Returned}
        """;

    private const string ReleaseSql = """
        update inbox set lease = null, owner = null, tries = tries + $3, reason = $4, due = now() + $5
        where id = any($1) and lease = $2 and state < 1
        """;

    /// <summary>What a save still under way has locked ends with that save, and must not hold up the stop.</summary>
    private const string HandBackSql = """
        update inbox set lease = null, owner = null, due = now()
        where id = any (array(
            select id from inbox where owner = $1 and state = 0 for no key update skip locked))
        """;

    private const string ReapSql = """
        update inbox set lease = null, owner = null, due = now(), crashes = crashes + 1
        where state = 0 and lease is not null and (due <= now() or owner = any($1))
        """;

    /// <summary>Claims up to so many lanes that are not known to have crashed a worker.</summary>
    public async Task<InboxClaim> Claim(int lanes, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.Add(ClaimSql, Of(Window, lanes, MaxRows, MaxBytes, instance.NextLease(), instance.Id, Lease));
        batch.Add(MoreSql);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var units = await Read(reader, ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        return new(units, reader.GetBoolean(0), reader.GetBoolean(1));
    }

    /// <summary>Claims one row that has crashed a worker before. It is run alone, one per process.</summary>
    public async Task<ClaimedUnit?> ClaimCrashed(CancellationToken ct)
    {
        await using var command = database.CreateCommand(ClaimCrashedSql);
        command.Parameters.AddRange(Of(instance.NextLease(), instance.Id, Lease));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return (await Read(reader, ct)).SingleOrDefault();
    }

    /// <summary>Gives rows back after a handled failure, or a postponement that counts no try.</summary>
    public async Task Release(ClaimedUnit unit, bool countsAsTry, string? reason, TimeSpan pause, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ReleaseSql);
        command.Parameters.AddRange(
            Of(unit.Rows.Select(r => r.Id).ToArray(), unit.Rows[0].Lease, (short)(countsAsTry ? 1 : 0)));
        command.Parameters.Add(
            new NpgsqlParameter { Value = (object?)reason ?? DBNull.Value, DataTypeName = "varchar" });
        command.Parameters.AddRange(Of(pause));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Gives everything back at shutdown; counts nothing.</summary>
    public async Task HandBack(CancellationToken ct)
    {
        await using var command = database.CreateCommand(HandBackSql);
        command.Parameters.AddRange(Of(instance.Id));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Frees rows whose lease ended or whose process is gone: each counts a crash.</summary>
    public async Task<int> Reap(int[] deadInstances, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ReapSql);
        command.Parameters.AddRange(Of(deadInstances));
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter[] Of(params object[] values) =>
        Array.ConvertAll(values, value => new NpgsqlParameter { Value = value });

    private static async Task<IReadOnlyList<ClaimedUnit>> Read(NpgsqlDataReader reader, CancellationToken ct)
    {
        var lanes = new Dictionary<long, List<LedgerRow>>();
        while (await reader.ReadAsync(ct))
        {
            var lane = reader.GetInt64(5);
            if (!lanes.TryGetValue(lane, out var rows))
            {
                lanes[lane] = rows = [];
            }

            rows.Add(new LedgerRow(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetFieldValue<byte[]>(6), reader.GetFieldValue<DateTimeOffset>(7), reader.GetInt64(8),
                reader.GetInt16(9), reader.GetInt16(10), reader.GetBoolean(11), reader.GetString(12)));
        }

        var units = new List<ClaimedUnit>(lanes.Count);
        foreach (var rows in lanes.Values)
        {
            rows.Sort((a, b) => a.Id.CompareTo(b.Id));
            units.Add(new ClaimedUnit(rows));
        }

        return units;
    }
}

/// <inheritdoc/>
/// <param name="Crashed">Whether a row is due that has crashed a worker, for a claim of its own.</param>
internal sealed record InboxClaim(IReadOnlyList<ClaimedUnit> Units, bool More, bool Crashed)
    : Claimed<ClaimedUnit>(Units, More);

/// <summary>Rows of one lane, in recorded order, claimed together.</summary>
internal sealed record ClaimedUnit(IReadOnlyList<LedgerRow> Rows);

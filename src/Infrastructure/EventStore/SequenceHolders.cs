using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// Knows which sequence numbers can still turn up. Whoever calls nextval first takes a lock on the sequence and keeps
/// it until after its transaction is visible or gone, so the lock's holders are all there is to wait for.
/// <para>
/// A transaction that was not among the holders when the sequence stood at n can only own numbers above n: its floor.
/// Hence every number up to the lowest floor is settled, and writers that came later are never waited for.
/// </para>
/// </summary>
internal sealed class SequenceHolders
{
    // The sequence is read first: a number up to its value was handed out before the locks are listed, so its owner is
    // either in the list or has ended.
    private const string Last = """
        select case when is_called then last_value else 0 end, pg_is_in_recovery() from mt_events_sequence
        """;

    private const string Holders = """
        select virtualtransaction, coalesce(pid, 0) from pg_locks
        where locktype = 'relation' and database = (select oid from pg_database where datname = current_database())
            and relation = 'mt_events_sequence'::regclass and mode = 'RowExclusiveLock' and granted
        """;

    private Dictionary<string, Holder> _holders = [];
    private long _listedAt;

    /// <summary>Every number up to this one is committed, aborted or was never used.</summary>
    public long Settled { get; private set; }

    /// <summary>Where the sequence stood just before the holders were listed.</summary>
    public long ListedAt => _listedAt;

    /// <summary>
    /// Lists the holders anew. A read that begins after it sees all there will ever be up to <see cref="Settled"/>.
    /// </summary>
    public async Task List(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(Last), new(Holders) } };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var last = reader.GetInt64(0);
        if (reader.GetBoolean(1))
        {
            throw new InvalidOperationException(
                "The log must be read from the primary server: a standby does not show the locks that make reading safe.");
        }

        await reader.NextResultAsync(ct);
        var holders = new Dictionary<string, Holder>();
        while (await reader.ReadAsync(ct))
        {
            // The virtual transaction tells transactions of one session apart and survives PREPARE TRANSACTION.
            var transaction = reader.GetString(0);
            var floor = _holders.TryGetValue(transaction, out var known) ? known.Floor : _listedAt;
            holders[transaction] = new Holder(reader.GetInt32(1), floor);
        }

        _holders = holders;
        _listedAt = last;
        Settled = holders.Count == 0 ? last : holders.Values.Min(h => h.Floor);
    }

    /// <summary>Transactions that may own the number, by virtual transaction and process.</summary>
    public IEnumerable<(string Transaction, int Pid)> Of(long number) =>
        _holders.Where(h => h.Value.Floor < number).Select(h => (h.Key, h.Value.Pid));

    private readonly record struct Holder(int Pid, long Floor);
}

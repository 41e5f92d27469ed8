using Npgsql;
using NpgsqlTypes;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// Reads the log of all tenants in the order of its sequence, without ever skipping an event that commits later. A
/// missing number is passed over only when no open transaction can own it and a read begun after that does not have it
/// either. A missing number at the very end of the log cannot be told from one not handed out yet, and need not be.
/// <para>For one consumer at a time.</para>
/// </summary>
/// <param name="database">The primary server.</param>
/// <param name="dataOf">Types of events whose data is wanted; null for all.</param>
internal sealed class LogReader(NpgsqlDataSource database, string[]? dataOf = null)
{
    /// <summary>How often a blocked reader should look again.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromMilliseconds(25);

    private const string Sql = """
        select seq_id, coalesce(tenant_id, '*DEFAULT*'), stream_id, version, type,
            case when $3 is null or type = any($3) then data end, timestamp
        from mt_events where seq_id > $1 order by seq_id limit $2
        """;

    private SequenceHolders _holders = new();
    private Block? _block;

    /// <summary>Reads what is safe to rely on; does not wait for what is not.</summary>
    public async Task<LogPage> Read(long after, int limit, CancellationToken ct)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            return await Read(connection, after, limit, ct);
        }
        catch (NpgsqlException)
        {
            // What was known of transactions may be of a server that is no longer there.
            _holders = new();
            _block = null;
            throw;
        }
    }

    /// <summary>
    /// Waits for the transactions that now hold numbers, and returns the number below which all is settled.
    /// </summary>
    public async Task<long> Settle(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await _holders.List(connection, ct);
        var target = _holders.ListedAt;
        while (_holders.Settled < target)
        {
            await Task.Delay(Recheck, ct);
            await _holders.List(connection, ct);
        }

        return target;
    }

    private async Task<LogPage> Read(NpgsqlConnection connection, long after, int limit, CancellationToken ct)
    {
        if (_block is { } block && block.After == after)
        {
            await _holders.List(connection, ct);
            if (block.Owners.SetEquals(_holders.Of(block.Missing)))
            {
                // Whoever owns the number still runs, so reading again would show the same.
                return Blocked(block, [], after);
            }
        }

        while (true)
        {
            var events = await Fetch(connection, after, limit, ct);
            var safe = CountSafe(events, after);
            var position = safe == 0 ? after : events[safe - 1].Sequence;
            if (safe == events.Count)
            {
                _block = null;
                return new LogPage(events, position, []);
            }

            // Listed after the read, so what commits in between is found by the next read and nothing is declared lost.
            var missing = events[safe].Sequence - 1;
            await _holders.List(connection, ct);
            if (_holders.Settled < missing)
            {
                _block = new Block(position, missing, [.. _holders.Of(missing)]);
                return Blocked(_block, events.GetRange(0, safe), position);
            }
        }
    }

    private static LogPage Blocked(Block block, List<LogEvent> events, long position) =>
        new(events, position, [.. block.Owners.Select(owner => owner.Pid)]);

    /// <summary>Events before the first missing number that was not settled before they were read.</summary>
    private int CountSafe(List<LogEvent> events, long after)
    {
        var previous = after;
        for (var i = 0; i < events.Count; i++)
        {
            var missing = events[i].Sequence - 1;
            if (missing != previous && missing > _holders.Settled)
            {
                return i;
            }

            previous = events[i].Sequence;
        }

        return events.Count;
    }

    private async Task<List<LogEvent>> Fetch(NpgsqlConnection connection, long after, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = after },
                new NpgsqlParameter<int> { TypedValue = limit },
                new() { Value = (object?)dataOf
                    ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar },
            },
        };
        var events = new List<LogEvent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            events.Add(new LogEvent(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetGuid(2),
                reader.GetInt64(3),
                reader.GetString(4),
                reader.IsDBNull(5) ? default : reader.GetFieldValue<byte[]>(5),
                reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return events;
    }

    /// <summary>Where reading stands still, and on whom.</summary>
    private sealed record Block(long After, long Missing, HashSet<(string Transaction, int Pid)> Owners);
}

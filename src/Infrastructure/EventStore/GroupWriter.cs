using CleanFte.Application.Ports;
using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// Writes a group of units in one transaction of two round trips: lock and check, then write and commit. Units whose streams
/// moved on or whose leases ended are left out and told so; the others are saved.
/// </summary>
internal sealed class GroupWriter(NpgsqlDataSource database, StreamCache cache)
{
    /// <summary>Looks for the outcome of an interrupted commit, with a pause between, before the caller is told it is unknown.</summary>
    private const int SettleTries = 25;

    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(200);

    public static bool IsLostRace(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure;

    public async Task Write(IReadOnlyList<SaveUnit> group)
    {
        await using var connection = await database.OpenConnectionAsync();
        try
        {
            var winners = await Check(connection, group);
            if (winners.Count > 0)
            {
                await Commit(connection, winners);
            }
            else
            {
                await Execute(connection, "rollback");
            }
        }
        catch (PostgresException) when (connection.FullState == System.Data.ConnectionState.Open)
        {
            await Execute(connection, "rollback");
            throw;
        }
    }

    /// <summary>
    /// After a broken connection: finds out unit by unit whether the commit had happened. A unit that had not is a lost race
    /// to its caller, who may decide anew.
    /// </summary>
    public async Task Settle(IReadOnlyList<SaveUnit> group, NpgsqlException cause)
    {
        foreach (var unit in group.Where(unit => !unit.Done.IsCompleted))
        {
            try
            {
                if (await WasCommitted(unit))
                {
                    Forget(unit);
                    unit.Complete();
                }
                else
                {
                    unit.Fail(new LostRaceException("The connection broke before the commit.", cause));
                }
            }
            catch (NpgsqlException)
            {
                unit.Fail(cause);
            }
        }
    }

    private async Task<bool> WasCommitted(SaveUnit unit)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync();
                await using var command = UnitStatements.Trace(unit);
                command.Connection = connection;
                return await command.ExecuteScalarAsync() is true;
            }
            catch (NpgsqlException) when (attempt < SettleTries)
            {
                await Task.Delay(SettlePause);
            }
        }
    }

    private async Task<List<SaveUnit>> Check(NpgsqlConnection connection, IReadOnlyList<SaveUnit> group)
    {
        var locked = new Dictionary<StreamKey, long>();
        var ledger = new HashSet<long>();
        var outbox = new HashSet<long>();
        await using var batch = UnitStatements.Check(group);
        batch.Connection = connection;
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            // The results come in the order the statements were added: streams, ledger rows, outbox rows.
            while (await reader.ReadAsync())
            {
                locked[new StreamKey(reader.GetString(0), reader.GetGuid(1))] = reader.GetInt64(2);
            }

            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                ledger.Add(reader.GetInt64(0));
            }

            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                outbox.Add(reader.GetInt64(0));
            }
        }

        return [.. group.Where(unit => Holds(unit, locked, ledger, outbox))];
    }

    private bool Holds(
        SaveUnit unit, Dictionary<StreamKey, long> locked, HashSet<long> ledger, HashSet<long> outbox)
    {
        if (unit.Ledger.Exists(l => !ledger.Contains(l.Row.Id)) || unit.OutboxEnds.Exists(o => !outbox.Contains(o.Row.Id)))
        {
            unit.Fail(new LostLeaseException());
            return false;
        }

        foreach (var stream in unit.Streams)
        {
            var actual = locked.GetValueOrDefault(new StreamKey(unit.Tenant, stream.Id));
            if (stream.Expected == StreamWrite.Unchecked && actual > 0)
            {
                stream.Before = actual;
            }
            else if (stream.Expected != actual)
            {
                Forget(unit);
                unit.Fail(new LostRaceException(
                    $"Stream {stream.Id} is at version {actual}, not {stream.Expected}."));
                return false;
            }
        }

        return true;
    }

    private async Task Commit(NpgsqlConnection connection, List<SaveUnit> winners)
    {
        await using var batch = UnitStatements.Write(winners);
        batch.Connection = connection;
        await batch.ExecuteNonQueryAsync();
        foreach (var unit in winners)
        {
            Remember(unit);
            unit.Complete();
        }
    }

    private void Remember(SaveUnit unit)
    {
        foreach (var stream in unit.Streams.Where(s => s.Events.Count > 0))
        {
            var key = new StreamKey(unit.Tenant, stream.Id);
            if (stream.State is { } state)
            {
                cache.Put(key, new Cached(state, stream.Before + stream.Events.Count));
            }
            else if (cache.Find(key) is { } cached && cached.Version == stream.Before)
            {
                var evolved = stream.Events.Aggregate((object?)cached.State, stream.Kind.Evolve)!;
                cache.Put(key, new Cached(evolved, stream.Before + stream.Events.Count));
            }
            else
            {
                cache.Remove(key);
            }
        }
    }

    private void Forget(SaveUnit unit) => unit.Streams.ForEach(s => cache.Remove(new StreamKey(unit.Tenant, s.Id)));

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

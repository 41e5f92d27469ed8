using System.Diagnostics;
using CleanFte.Application.Ports;
using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// Writes a group of units in one transaction of two round trips: lock and check, then write and commit. Units whose
/// streams moved on or whose leases ended are left out and told so; the others are saved.
/// </summary>
internal sealed class GroupWriter(NpgsqlDataSource database, StreamCache cache, Archive archive)
{
    /// <summary>
    /// How long the outcome of an interrupted commit is asked for before the callers are told it is unknown.
    /// </summary>
    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Whether the server ended the session with the error. It may have committed just before, so it tells no more than
    /// a broken connection does.
    /// </summary>
    public static bool IsFatal(PostgresException e) => e.InvariantSeverity is "FATAL" or "PANIC";

    public static bool IsLostRace(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure;

    public async Task Write(IReadOnlyList<SaveUnit> group)
    {
        await using var connection = await database.OpenConnectionAsync();
        var session = connection.ProcessID;
        var committing = false;
        try
        {
            var begun = UnitStatements.TryCheck(group, out var batch, out var results);
            await using (batch)
            {
                var winners = begun ? await Check(connection, batch, results, group) : group;
                if (winners.Count > 0)
                {
                    committing = true;
                    await Commit(connection, winners, begun);
                }
                else
                {
                    await Execute(connection, "rollback");
                }
            }
        }
        catch (PostgresException e) when (!IsFatal(e))
        {
            await Execute(connection, "rollback");
            throw;
        }
        catch (Exception e) when (e is not NpgsqlException)
        {
            // The statements could not even be sent, and the session now believes in prepared ones that the server
            // never saw.
            database.Clear();
            throw;
        }
        catch (NpgsqlException e) when (committing)
        {
            await Settle(group, session, e);
        }
    }

    /// <summary>
    /// The connection broke in a commit: finds out unit by unit whether it had happened. A unit that had not is a lost
    /// race to its caller, who may decide anew.
    /// </summary>
    private async Task Settle(IReadOnlyList<SaveUnit> group, int session, NpgsqlException cause)
    {
        await Ask(() => UnitStatements.EndSession(session), cause);
        foreach (var unit in group.Where(unit => !unit.Done.IsCompleted))
        {
            Forget(unit);
            if (await Ask(() => UnitStatements.Trace(unit), cause) is true)
            {
                unit.Complete();
            }
            else
            {
                unit.Fail(new LostRaceException("The connection broke before the commit.", cause));
            }
        }
    }

    /// <summary>Asks until there is an answer: after an outage the first sessions at hand may be broken too.</summary>
    private async Task<object?> Ask(Func<NpgsqlCommand> question, NpgsqlException cause)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync();
                await using var command = question();
                command.Connection = connection;
                return await command.ExecuteScalarAsync();
            }
            catch (NpgsqlException) when (waited.Elapsed < SettlePatience)
            {
                await Task.Delay(SettlePause);
            }
            catch (NpgsqlException)
            {
                throw new NpgsqlException("The database went away in a commit whose outcome is unknown.", cause);
            }
        }
    }

    private async Task<IReadOnlyList<SaveUnit>> Check(
        NpgsqlConnection connection, NpgsqlBatch batch, IReadOnlyList<Locked> results, IReadOnlyList<SaveUnit> group)
    {
        var streams = new Dictionary<StreamKey, long>();
        var erased = new HashSet<StreamKey>();
        var ledger = new HashSet<long>();
        var outbox = new HashSet<long>();
        batch.Connection = connection;
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            foreach (var locked in results)
            {
                while (await reader.ReadAsync())
                {
                    switch (locked)
                    {
                        case Locked.Streams:
                            streams[new StreamKey(reader.GetString(0), reader.GetGuid(1))] = reader.GetInt64(2);
                            break;
                        case Locked.Erased:
                            erased.Add(new StreamKey(reader.GetString(0), reader.GetGuid(1)));
                            break;
                        case Locked.Ledger:
                            ledger.Add(reader.GetInt64(0));
                            break;
                        default:
                            outbox.Add(reader.GetInt64(0));
                            break;
                    }
                }

                await reader.NextResultAsync();
            }
        }

        StreamKey[] gone =
        [
            .. group.SelectMany(unit => unit.Streams.Where(s => s.Expected != 0).Select(s => new StreamKey(unit.Tenant, s.Id)))
                .Where(key => !streams.ContainsKey(key)),
        ];
        if (gone.Length > 0)
        {
            // Archived, most likely: whoever writes to it loses this race and finds it back.
            await archive.Restore(gone, CancellationToken.None);
        }

        return [.. group.Where(unit => Holds(unit, streams, erased, ledger, outbox))];
    }

    private bool Holds(
        SaveUnit unit, Dictionary<StreamKey, long> locked, HashSet<StreamKey> erased, HashSet<long> ledger, HashSet<long> outbox)
    {
        if (unit.Ledger.Exists(l => !ledger.Contains(l.Row.Id))
            || unit.OutboxEnds.Exists(o => !outbox.Contains(o.Row.Id)))
        {
            unit.Fail(new LostLeaseException());
            return false;
        }

        foreach (var stream in unit.Streams)
        {
            var key = new StreamKey(unit.Tenant, stream.Id);
            var actual = locked.GetValueOrDefault(key);
            if (stream.Expected == StreamWrite.Unchecked && erased.Contains(key))
            {
                unit.Fail(new LostRaceException($"Whose conversation {stream.Id} is was erased."));
                return false;
            }

            if (stream.Expected == StreamWrite.Unchecked && actual > 0)
            {
                stream.Before = actual;
            }
            else if (stream.Expected != actual)
            {
                cache.FallBehind(key, actual);
                unit.Fail(new LostRaceException(
                    $"Stream {stream.Id} is at version {actual}, not {stream.Expected}."));
                return false;
            }
        }

        return true;
    }

    private async Task Commit(NpgsqlConnection connection, IReadOnlyList<SaveUnit> winners, bool begun)
    {
        await using var batch = UnitStatements.Write(winners, begun);
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
                cache.FallBehind(key, stream.Before + stream.Events.Count);
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

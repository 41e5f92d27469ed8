using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>Loads and folds streams, or what came since a state at hand; concurrent loads share a round trip.</summary>
internal sealed class StreamReader
{
    private const int Lanes = 2;
    private const int MaxBatch = 100;

    private static readonly string LiveSql = ReadSql("not e.is_archived");

    /// <summary>Only asked for what is not live, so that what is live costs nothing more.</summary>
    private static readonly string ArchivedSql = ReadSql("e.is_archived");

    private readonly NpgsqlDataSource _database;
    private readonly Coalescer<(StreamKey Key, StreamKind Kind, Cached? Known), Cached?> _loads;

    public StreamReader(NpgsqlDataSource database)
    {
        _database = database;
        _loads = new(Lanes, MaxBatch, Read);
    }

    /// <summary>The stream's state, or null when it has no events.</summary>
    /// <param name="key">The stream.</param>
    /// <param name="kind">What it is a stream of.</param>
    /// <param name="known">An earlier state of it, or null.</param>
    public Task<Cached?> Load(StreamKey key, StreamKind kind, Cached? known = null) => _loads.Run((key, kind, known));

    private static string ReadSql(string where) => $"""
        select k.ordinal, e.version, e.type, e.data
        from unnest($1::varchar[], $2::uuid[], $3::bigint[]) with ordinality k (tenant_id, id, version, ordinal)
        join mt_events e on e.tenant_id = k.tenant_id and e.stream_id = k.id and e.version > k.version and {where}
        order by k.ordinal, e.version
        """;

    private async Task Read(IReadOnlyList<Coalesced<(StreamKey Key, StreamKind Kind, Cached? Known), Cached?>> loads)
    {
        var found = Array.ConvertAll([.. loads], l => l.Item.Known);
        await Read(LiveSql, [.. loads.Select(l => l.Item)], [.. Enumerable.Range(0, loads.Count)], found);
        int[] elsewhere = [.. Enumerable.Range(0, loads.Count).Where(i => found[i] is null && Archive.Holds(loads[i].Item.Kind))];
        if (elsewhere.Length > 0)
        {
            await Read(ArchivedSql, [.. elsewhere.Select(i => loads[i].Item)], elsewhere, found);

            // What was brought back between the two looks is in neither.
            elsewhere = Array.FindAll(elsewhere, i => found[i] is null);
        }

        if (elsewhere.Length > 0)
        {
            await Read(LiveSql, [.. elsewhere.Select(i => loads[i].Item)], elsewhere, found);
        }

        for (var i = 0; i < loads.Count; i++)
        {
            loads[i].Complete(found[i]);
        }
    }

    /// <param name="places">Where each is in what was found.</param>
    private async Task Read(string sql, (StreamKey Key, StreamKind Kind, Cached? Known)[] streams, int[] places, Cached?[] found)
    {
        await using var command = _database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(streams, s => s.Key.Tenant) });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(streams, s => s.Key.Id) });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(streams, s => s.Known?.Version ?? 0) });
        var states = Array.ConvertAll(streams, s => s.Known?.State);
        var versions = Array.ConvertAll(streams, s => s.Known?.Version ?? 0);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var i = (int)reader.GetInt64(0) - 1;
            var e = EventTypes.Read(reader.GetString(2), reader.GetFieldValue<byte[]>(3));
            states[i] = streams[i].Kind.Evolve(states[i], e);
            versions[i] = reader.GetInt64(1);
        }

        for (var i = 0; i < streams.Length; i++)
        {
            found[places[i]] = states[i] is { } state ? new Cached(state, versions[i]) : null;
        }
    }
}

using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>Loads and folds streams, or what came since a state at hand; concurrent loads share a round trip.</summary>
internal sealed class StreamReader
{
    private const int Lanes = 2;
    private const int MaxBatch = 100;

    private const string Sql = """
        select k.ordinal, e.version, e.type, e.data
        from unnest($1::varchar[], $2::uuid[], $3::bigint[]) with ordinality k (tenant_id, id, version, ordinal)
        join mt_events e on e.tenant_id = k.tenant_id and e.stream_id = k.id and e.version > k.version
            and not e.is_archived
        order by k.ordinal, e.version
        """;

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

    private async Task Read(IReadOnlyList<Coalesced<(StreamKey Key, StreamKind Kind, Cached? Known), Cached?>> loads)
    {
        await using var command = _database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. loads.Select(l => l.Item.Key.Tenant)],
        });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. loads.Select(l => l.Item.Key.Id)] });
        var states = loads.Select(l => l.Item.Known?.State).ToArray();
        var versions = loads.Select(l => l.Item.Known?.Version ?? 0).ToArray();
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. versions] });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var i = (int)reader.GetInt64(0) - 1;
            var e = EventTypes.Read(reader.GetString(2), reader.GetFieldValue<byte[]>(3));
            states[i] = loads[i].Item.Kind.Evolve(states[i], e);
            versions[i] = reader.GetInt64(1);
        }

        for (var i = 0; i < loads.Count; i++)
        {
            loads[i].Complete(states[i] is { } state ? new Cached(state, versions[i]) : null);
        }
    }
}

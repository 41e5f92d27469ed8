using Npgsql;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// Folds the streams that changed between two positions anew and puts their rows into the shadow tables.
/// </summary>
internal static class CatchUp
{
    // By its own text whether a stream's first event is in the span or not: a stream is always folded from its
    // beginning.
    private const string Sql = """
        with changed as (
            select distinct tenant_id, stream_id from mt_events where seq_id > $1 and seq_id <= $2
        )
        select e.tenant_id, e.stream_id,
            case when e.version = 1 then (select s.type from mt_streams s
                where s.tenant_id = e.tenant_id and s.id = e.stream_id limit 1) end,
            e.type, e.data, e.seq_id
        from changed c
        join mt_events e on e.tenant_id = c.tenant_id and e.stream_id = c.stream_id
        where e.seq_id <= $2
        order by e.tenant_id, e.stream_id, e.version
        """;

    /// <summary>Within the caller's transaction; returns what the span adds to the metrics.</summary>
    public static async Task<MetricsBatch> Apply(NpgsqlConnection connection, long after, long upTo,
        CancellationToken ct)
    {
        var metrics = new MetricsBatch();
        var fold = new StreamFold();
        await using (var plan = new NpgsqlCommand(Database.PlanForWholeTables, connection))
        {
            await plan.ExecuteNonQueryAsync(ct);
        }

        await using (var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = after }, new NpgsqlParameter<long> { TypedValue = upTo },
            },
        })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var e = fold.Add(reader);
                if (reader.GetInt64(5) > after)
                {
                    metrics.Add(fold.Tenant, e);
                }
            }
        }

        fold.Finish();
        await Write(connection, fold, ct);
        return metrics;
    }

    /// <summary>
    /// A stream's rows never lose a key, so deleting by the new rows' keys deletes all old ones. All go before any
    /// comes, or a unique index might see an identifier at its old and its new owner.
    /// </summary>
    private static async Task Write(NpgsqlConnection connection, StreamFold fold, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        for (var i = 0; i < RowTables.All.Count; i++)
        {
            if (fold.Rows[i].Count > 0)
            {
                batch.BatchCommands.Add(RowTables.All[i].Delete(Shadow(i), fold.Rows[i]));
            }
        }

        for (var i = 0; i < RowTables.All.Count; i++)
        {
            if (fold.Rows[i].Count > 0)
            {
                batch.BatchCommands.Add(RowTables.All[i].Insert(Shadow(i), fold.Rows[i]));
            }
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    private static string Shadow(int table) => ShadowTables.Prefix + RowTables.All[table].Name;
}

using System.Diagnostics;
using System.Text.Json;
using Npgsql;

namespace CleanFte.Bench.References;

/// <summary>R3: reads the whole log in order and parses every event, and does nothing with it.</summary>
internal static class LogReplay
{
    public static async Task<double> Run(NpgsqlDataSource source, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var events = 0L;
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            "select seq_id, tenant_id, stream_id, version, type, data from mt_events order by seq_id", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            _ = reader.GetInt64(0) + reader.GetInt64(3);
            _ = reader.GetString(1);
            _ = reader.GetGuid(2);
            _ = reader.GetString(4);
            Parse(reader.GetFieldValue<byte[]>(5));
            events++;
        }

        return events / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Parse(byte[] json)
    {
        var tokens = new Utf8JsonReader(json);
        while (tokens.Read())
        {
            // Only walked: what an event means is not part of this reference.
        }
    }
}

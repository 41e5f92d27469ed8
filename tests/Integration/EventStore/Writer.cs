using System.Globalization;
using Npgsql;

namespace CleanFte.Integration.EventStore;

/// <summary>A session that appends by hand, to hold transactions open at will. It begins within a transaction.</summary>
internal sealed class Writer : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private Writer(NpgsqlConnection connection) => _connection = connection;

    public int Pid => _connection.ProcessID;

    public static async Task<Writer> Open(TestDatabase database)
    {
        // Not pooled, so that a terminated one is not handed to somebody else.
        var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        var writer = new Writer(connection);
        await writer.Run("begin");
        return writer;
    }

    public async Task Run(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }

    public Task<long> TakeNumber() => Number("select nextval('mt_events_sequence')");

    /// <summary>Appends an event to a stream of its own, or the next version to a given one; returns its number.</summary>
    public Task<long> Append(Guid? stream = null, long version = 1) => Number(string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        insert into mt_streams (tenant_id, id, type, version)
        values ('default', '{{stream ??= Guid.NewGuid()}}', 'ticket', {{version}})
        on conflict (tenant_id, id, is_archived) do update set version = excluded.version;
        insert into mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
        values (nextval('mt_events_sequence'), gen_random_uuid(), '{{stream}}', {{version}}, '{}', 'test', 'default')
        returning seq_id
        """));

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private async Task<long> Number(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

using System.Text.Json;
using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Customers;
using Npgsql;

namespace CleanFte.Infrastructure.Privacy;

/// <inheritdoc cref="IPersonExport"/>
internal sealed class PersonExport(NpgsqlDataSource database, IMediaStore media, TimeProvider clock) : IPersonExport
{
    /// <summary>Bytes that are held before they are written on.</summary>
    private const int Buffered = 64 * 1024;

    /// <summary>Bytes of a file at a time; a multiple of three, so that base64 goes on without a gap.</summary>
    private const int Chunk = 48 * 1024;

    /// <summary>Each is a list of JSON objects, one a row.</summary>
    private static readonly (string Name, string Sql)[] Lists =
    [
        ("customers", $"""
            {CustomerQueries.Person("$2")}
            select json_build_object('id', c.id, 'name', c.name, 'createdAt', c.created_at, 'blockedAt', c.blocked_at,
                'identifiers', (
                    select coalesce(json_agg(json_build_object(
                        'kind', i.kind, 'value', i.value, 'verification', i.verification, 'linked', i.linked) order by i.at), '[]')
                    from customer_identifiers i where i.tenant_id = $1 and i.customer_id = c.id))::text
            from person p join customers c on c.tenant_id = $1 and c.id = p.id order by c.created_at, c.id
            """),
        ("tickets", $"""
            {CustomerQueries.Person("$2")}
            select json_build_object('id', t.id, 'trackingNumber', t.tracking_number, 'channel', t.channel, 'service', t.service_code,
                'status', t.status, 'priority', t.priority, 'subject', t.subject, 'latitude', t.latitude, 'longitude', t.longitude,
                'address', t.address, 'publicText', t.public_text, 'rating', t.rating, 'createdAt', t.created_at,
                'updatedAt', t.updated_at)::text
            from person p join tickets t on t.tenant_id = $1 and t.customer_id = p.id order by t.created_at, t.id
            """),
        ("messages", $"""
            {CustomerQueries.Person("$2")}
            select json_build_object('id', m.id, 'at', m.at, 'channel', m.channel, 'direction', m.direction, 'author', m.author,
                'text', m.text, 'conversationId', m.conversation_id, 'ticketId', m.ticket_id)::text
            from person p join messages m on m.tenant_id = $1 and m.customer_id = p.id order by m.at, m.version, m.position
            """),
        ("events", """
            select json_build_object('sequence', e.seq_id, 'at', e.timestamp, 'stream', s.type, 'streamId', e.stream_id,
                'version', e.version, 'type', e.type, 'data', e.data)::text
            from mt_streams s
            join mt_events e on e.tenant_id = s.tenant_id and e.stream_id = s.id and e.is_archived = s.is_archived
            where s.tenant_id = $1 and s.id = any($2) order by e.seq_id
            """),
    ];

    private static readonly string FilesSql = $"""
        {CustomerQueries.Person("$2")}
        select m.id, t.tracking_number, m.file_name, m.content_type, m.size, m.key
        from person p join tickets t on t.tenant_id = $1 and t.customer_id = p.id
        join media m on m.tenant_id = $1 and m.ticket_id = t.id and m.status = 'attached'
        order by m.at, m.id
        """;

    public async Task Write(string tenant, ExportedPerson person, Stream output, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        await using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("exportedAt", clock.GetUtcNow());
        var streams = await PersonStreams.Find(connection, tenant, person.Root, ct);
        object[] asked = [person.Root, person.Root, person.Root, streams.Own];
        for (var i = 0; i < Lists.Length; i++)
        {
            writer.WriteStartArray(Lists[i].Name);
            await using var command = connection.Statement(Lists[i].Sql, tenant, asked[i]);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                writer.WriteRawValue(reader.GetString(0), skipInputValidation: true);
                await Flush(writer, ct);
            }

            writer.WriteEndArray();
        }

        await WriteFiles(connection, tenant, person.Root, writer, ct);
        writer.WriteEndObject();
        await writer.FlushAsync(ct);
    }

    private async Task WriteFiles(NpgsqlConnection connection, string tenant, Guid root, Utf8JsonWriter writer, CancellationToken ct)
    {
        var files = await connection.Statement(FilesSql, tenant, root).Rows(
            r => (Id: r.GetGuid(0), Ticket: r.GetString(1), Name: r.TextOrNull(2), Type: r.GetString(3), Size: r.GetInt64(4), Key: r.GetString(5)), ct);
        writer.WriteStartArray("files");
        foreach (var file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("id", file.Id);
            writer.WriteString("trackingNumber", file.Ticket);
            writer.WriteString("name", file.Name);
            writer.WriteString("contentType", file.Type);
            writer.WriteNumber("size", file.Size);
            writer.WritePropertyName("content");
            await WriteContent(file.Key, writer, ct);
            writer.WriteEndObject();
            await Flush(writer, ct);
        }

        writer.WriteEndArray();
    }

    /// <summary>Null where the store has it no more.</summary>
    private async Task WriteContent(string key, Utf8JsonWriter writer, CancellationToken ct)
    {
        await using var content = await media.Open(key, ct);
        if (content is null)
        {
            writer.WriteNullValue();
            return;
        }

        var chunk = new byte[Chunk];
        for (var read = Chunk; read == Chunk; await Flush(writer, ct))
        {
            read = await content.ReadAtLeastAsync(chunk, Chunk, throwOnEndOfStream: false, ct);
            writer.WriteBase64StringSegment(chunk.AsSpan(0, read), isFinalSegment: read < Chunk);
        }
    }

    private static async ValueTask Flush(Utf8JsonWriter writer, CancellationToken ct)
    {
        if (writer.BytesPending >= Buffered)
        {
            await writer.FlushAsync(ct);
        }
    }
}

using CleanFte.Application.Conversations;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Conversations;

/// <inheritdoc cref="ISessionQueries"/>
internal sealed class SessionQueries(NpgsqlDataSource database) : ISessionQueries
{
    private const string Sql = """
        select s.conversation_id, e.type, e.data::text
        from sessions s
        join mt_events e on e.tenant_id = s.tenant_id and e.stream_id = s.conversation_id
        where s.tenant_id = $1 and s.id = $2
            and e.type in ('session_opened', 'session_advanced', 'session_ended') and e.data ->> 'session' = s.id::text
        order by e.version
        """;

    public async Task<SessionLog?> Find(string tenant, Guid session, CancellationToken ct)
    {
        var events = await database.Statement(Sql, tenant, session).Rows(
            r => (Conversation: r.GetGuid(0),
                Event: (ConversationEvent)EventTypes.Read(r.GetString(1), r.GetFieldValue<byte[]>(2))),
            ct);
        return events.Count == 0
            ? null
            : new SessionLog(ConversationId.Of(events[0].Conversation), [.. events.Select(e => e.Event)]);
    }
}

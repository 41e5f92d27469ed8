using System.Collections.Concurrent;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using Npgsql;

namespace CleanFte.Infrastructure.EventStore;

/// <inheritdoc cref="IPastStreams"/>
internal sealed class PastStreams(string tenant, NpgsqlDataSource database) : IPastStreams
{
    /// <summary>What became of replies changes no state that a run looks at, and is half of what there is.</summary>
    private static readonly string[] Receipts =
    [
        "reply_withheld", "reply_sent", "reply_delivered", "reply_read", "reply_failed", "reply_uncertain", "reply_resent",
    ];

    private const string Sql = """
        select e.stream_id, e.seq_id, e.timestamp, e.correlation_id, e.causation_id, e.type, e.data
        from mt_events e
        where e.tenant_id = $1 and e.stream_id = any($2) and e.type <> all($3)
        order by e.stream_id, e.version
        """;

    private readonly ConcurrentDictionary<Guid, IReadOnlyList<PastEvent>> _streams = new();

    public async ValueTask<IReadOnlyList<PastEvent>> Of(Guid stream, CancellationToken ct)
    {
        if (!_streams.TryGetValue(stream, out var events))
        {
            await Read([stream], ct);
            events = _streams[stream];
        }

        return events;
    }

    /// <summary>Reads all of them at once.</summary>
    public async Task Read(Guid[] streams, CancellationToken ct)
    {
        var missing = streams.Where(s => !_streams.ContainsKey(s)).ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        var events = (await database.Statement(Sql, tenant, missing, Receipts).Rows(
            r => (
                Stream: r.GetGuid(0),
                Event: new PastEvent(
                    r.GetInt64(1),
                    new SaveMark(r.Time(2), r.TextOrNull(3), r.TextOrNull(4)),
                    EventTypes.Read(r.GetString(5), r.GetFieldValue<byte[]>(6)))),
            ct)).ToLookup(e => e.Stream, e => e.Event);
        foreach (var stream in missing)
        {
            _streams.TryAdd(stream, [.. events[stream]]);
        }
    }

    /// <summary>Reads what the conversations at hand name: customers, tickets, tasks.</summary>
    public Task ReadNamed(CancellationToken ct) => Read(
        [
            .. _streams.Values.SelectMany(events => events).Select(e => e.Event switch
            {
                ConversationOpened o => o.Customer.Value,
                SessionOpened s => s.Ticket?.Value,
                HandedOver h => h.Task?.Value,
                _ => (Guid?)null,
            }).OfType<Guid>().Distinct(),
        ],
        ct);
}

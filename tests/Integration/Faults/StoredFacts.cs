using Dapper;

namespace CleanFte.Integration.Faults;

/// <summary>What must be true of the log and of the provider, however often the product was killed.</summary>
internal sealed class StoredFacts(Town town)
{
    /// <summary>Every acknowledged message is in the log once, and no message is there twice.</summary>
    public async Task EveryMessageOnce(IEnumerable<string> acknowledged)
    {
        var received = await Ask<string>(
            "select data ->> 'providerMessageId' from mt_events where type = 'message_received'");
        received.GroupBy(sid => sid).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty("received twice");
        var missing = acknowledged.Except(received).ToArray();
        (await Ask<string>("""
            select m.sid || ': ' || coalesce(
                string_agg(concat_ws(' ', 'state', i.state, 'crashes', i.crashes, 'tries', i.tries, i.reason), ', '), 'not recorded')
            from unnest(@missing) m(sid)
            left join inbox_elements e on convert_from(e.payload, 'UTF8') like '%' || m.sid || '%'
            left join inbox i on i.id = e.id
            group by m.sid
            """, new { missing })).ShouldBeEmpty("acknowledged, and not in the log");
    }

    public async Task VersionsContiguous() =>
        (await Ask<Guid>("""
            select s.id from mt_streams s
            join mt_events e on e.tenant_id = s.tenant_id and e.stream_id = s.id
            group by s.id, s.version
            having count(*) <> s.version or min(e.version) <> 1 or max(e.version) <> s.version
            """)).ShouldBeEmpty("streams with a gap in their versions");

    /// <summary>Every message is answered by one reply.</summary>
    public async Task EveryMessageAnsweredOnce() =>
        (await Ask<string>("""
            with answered as (
                select jsonb_array_elements_text(data -> 'inReplyTo') as message from mt_events where type = 'reply_decided')
            select coalesce(m.data ->> 'text', a.message) || ' x' || count(a.message)
            from (select data from mt_events where type = 'message_received') m
            full join answered a on a.message = m.data ->> 'message'
            group by m.data, a.message
            having count(a.message) <> 1
            """)).ShouldBeEmpty("messages that were not answered once");

    /// <summary>Every part of every reply reached the provider once. Our id of it is in the callback's address.</summary>
    public async Task EveryPartSentOnce()
    {
        var decided = await Ask<string>("""
            select p ->> 'part' from mt_events, jsonb_array_elements(data -> 'parts') p where type = 'reply_decided'
            """);
        decided.GroupBy(part => part).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty("decided twice");
        var sent = town.Twilio.Messages
            .Where(m => m.Direction == "outbound-api")
            .Select(m => m.StatusCallback!.Split("reply=")[1])
            .ToArray();
        sent.GroupBy(part => part).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty("sent twice");
        sent.Except(decided).ShouldBeEmpty("sent and never decided");
        var missing = decided.Except(sent).ToArray();
        (await Ask<string>("""
            select p.part || ': ' || coalesce(string_agg(e.type || ' ' || e.data::text, ', ' order by e.seq_id), 'no trace')
            from unnest(@missing) p(part)
            left join mt_events e on e.type <> 'reply_decided' and e.data::text like '%' || p.part || '%'
            group by p.part
            """, new { missing })).ShouldBeEmpty("decided and never sent");
    }

    /// <summary>What one citizen wrote is in the log in the order he wrote it; his texts end in a growing number.</summary>
    public async Task OrderKept()
    {
        var texts = await Ask<(Guid Stream, string Text)>("""
            select stream_id, data ->> 'text' from mt_events where type = 'message_received' order by stream_id, version
            """);
        foreach (var conversation in texts.GroupBy(t => t.Stream))
        {
            conversation
                .Select(t => int.Parse(t.Text.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture))
                .ShouldBeInOrder();
        }
    }

    public async Task<IReadOnlyList<T>> Ask<T>(string sql, object? parameters = null)
    {
        await using var connection = await town.Connect();
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }
}

using System.Text.Json;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Agent;

/// <summary>What the log holds about a citizen's runs.</summary>
internal static class RecordedRuns
{
    /// <summary>The runs of the agent, oldest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> Runs(this RunningHost host, Citizen citizen) =>
    [
        .. (await host.Lines($"""
            select e.data from mt_events e {OfConversation}
            where e.type = 'agent_ran' and i.value = '{citizen.Phone}' order by e.seq_id
            """)).Select(data => JsonDocument.Parse(data).RootElement),
    ];

    public static async Task<JsonElement> Run(this RunningHost host, Citizen citizen) =>
        (await host.Runs(citizen)).ShouldHaveSingleItem();

    /// <summary>Why the model was of no use, oldest first.</summary>
    public static async Task<string[]> Failures(this RunningHost host, Citizen citizen) =>
    [
        .. await host.Lines($"""
            select f.data ->> 'code' from mt_events e {OfConversation}
            join mt_events f on f.tenant_id = e.tenant_id and f.stream_id = e.stream_id and f.type = 'agent_failed'
            where e.type = 'agent_ran' and i.value = '{citizen.Phone}' order by f.seq_id
            """),
    ];

    /// <summary>The types of events of the conversation, in order.</summary>
    public static async Task<string[]> Events(this RunningHost host, Citizen citizen) =>
    [
        .. await host.Lines($"""
            select e.type from mt_events e {OfStream}
            where i.value = '{citizen.Phone}' order by e.seq_id
            """),
    ];

    /// <summary>Calls in order, as <c>model create_ticket</c>; a refused one with an exclamation mark.</summary>
    public static string[] Tools(this JsonElement run) =>
    [
        .. run.GetProperty("tools").EnumerateArray().Select(t =>
            $"{t.GetProperty("by").GetString()} {t.GetProperty("name").GetString()}"
            + (t.GetProperty("failed").GetBoolean() ? "!" : "")),
    ];

    public static string? Outcome(this JsonElement run, string property) =>
        run.GetProperty("outcome").TryGetProperty(property, out var value) ? value.GetString() : null;

    /// <summary>
    /// Whether nothing of a citizen's is lost: all that he sent is processed, in the log once, and answered once.
    /// </summary>
    public static async Task ShouldHaveAnswered(this RunningHost host, Citizen citizen, int messages = 1)
    {
        await citizen.AllIsDone();
        (await host.Lines($"""
            select distinct n.state from inbox n join inbox_elements e on e.id = n.id
            where convert_from(e.payload, 'UTF8') like '%{citizen.Phone[1..]}%'
            """)).ShouldBe(["1"], "every row is processed");
        var received = (await host.Events(citizen)).Count(type => type == "message_received");
        received.ShouldBe(messages);
        (await host.Lines($"""
            select r.value, count(*) from mt_events e {OfStream}
            cross join jsonb_array_elements_text(e.data -> 'inReplyTo') r
            where e.type = 'reply_decided' and i.value = '{citizen.Phone}' group by r.value
            """)).Select(line => line.Split('|')[1]).ShouldBe(Enumerable.Repeat("1", messages), "each is answered once");
        Citizen.NumberIn(citizen.Replies[0].Body);
        citizen.Replies.ShouldAllBe(reply => IsPolite(reply.Body), "no error of a machine");
    }

    private const string OfConversation = """
        join conversations c on c.tenant_id = e.tenant_id and c.id = (e.data ->> 'conversation')::uuid
        join customer_identifiers i on i.tenant_id = c.tenant_id and i.customer_id = c.customer_id
        """;

    private const string OfStream = """
        join conversations c on c.tenant_id = e.tenant_id and c.id = e.stream_id
        join customer_identifiers i on i.tenant_id = c.tenant_id and i.customer_id = c.customer_id
        """;

    private static bool IsPolite(string reply) => !new[]
    {
        "exception", "error", "http", "timeout", "malformed", "rounds", "null", "status code", "tool", "json", "{", "   at ",
    }.Any(word => reply.Contains(word, StringComparison.OrdinalIgnoreCase));
}

using System.Text.Json;
using CleanFte.Integration.Agent;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using ModelContextProtocol.Client;

namespace CleanFte.Integration.Mcp;

/// <summary>What an agent of somebody else can do, by the official library.</summary>
[Collection(nameof(McpHost))]
public sealed class McpToolTests(McpHost host)
{
    private static readonly string[] All =
        ["create_ticket", "escalate_to_human", "get_customer_history", "search_knowledge_base", "send_response"];

    private static readonly string[] Free = ["create_ticket", "search_knowledge_base"];

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData(null)]
    public async Task Every_revision_of_the_protocol_sees_the_tools(string? version)
    {
        var (_, conversation) = await host.Asked();
        await using var bound = await host.Client(conversation, version: version);
        await using var free = await host.Client(version: version, header: "Authorization");

        bound.NegotiatedProtocolVersion.ShouldBe(version ?? "2026-07-28");
        (await bound.ListToolsAsync()).Select(t => t.Name).Order().ShouldBe(All);
        (await free.ListToolsAsync()).Select(t => t.Name).Order().ShouldBe(Free);
        (await free.Call("search_knowledge_base", ("query", "library opening hours"))).Done()
            .GetProperty("passages").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_schemas_are_as_approved()
    {
        var (_, conversation) = await host.Asked();
        await using var bound = await host.Client(conversation);
        await using var free = await host.Client();

        var tools = new { bound = await Described(bound), free = await Described(free) };

        JsonSerializer.Serialize(tools, Readable).ReplaceLineEndings("\n").ShouldMatchApproved();
    }

    [Fact]
    public async Task What_was_searched_for_may_be_said_and_is_sent()
    {
        var (citizen, conversation) = await host.Asked();
        await using var client = await host.Client(conversation);
        var before = citizen.Replies.Count;

        (await client.Call("get_customer_history")).Done().GetProperty("messages").EnumerateArray()
            .Select(m => m.GetProperty("from").GetString()).ShouldBe(["customer", "agent"]);
        var found = (await client.Call("search_knowledge_base", ("query", "library opening hours"))).Done();
        var said = (await client.Call(
            "send_response", ("text", "The library is open. Do you need anything else?"), ("expects_reply", true))).Done();

        found.GetProperty("passages")[0].GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        said.GetProperty("status").GetString().ShouldBe("sent");
        await Wait.Until(() => citizen.Replies.Count > before, "the answer is sent");
        citizen.Replies[^1].Body.ShouldContain("Do you need anything else?");
        said.GetProperty("replies")[0].GetString().ShouldBe(citizen.Replies[^1].Body);
        var decided = await host.EventData(conversation, "reply_decided");
        decided[^1].GetProperty("author").GetString().ShouldBe("agent");
        var run = (await host.EventData(decided[^1].GetProperty("run").GetGuid(), "agent_ran")).ShouldHaveSingleItem();
        run.GetProperty("basis").GetProperty("model").GetString().ShouldBe("mcp");
        run.GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString())
            .ShouldBe(["get_customer_history", "search_knowledge_base", "get_customer_history", "send_response"]);
    }

    [Fact]
    public async Task The_open_ticket_is_used_again_and_a_new_one_opened_where_there_is_none()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports();
        await citizen.AllIsDone();
        var conversation = await host.ConversationOf(citizen);
        await using var client = await host.Client(conversation);

        var again = (await Ticket(client)).Done();
        again.GetProperty("tracking_number").GetString().ShouldBe(number);
        again.GetProperty("status").GetString().ShouldBe("added to the open ticket");

        var staff = await host.Key(Application.Tenants.ApiRole.Staff);
        var view = await host.Get($"/api/v1/tickets/{number}", staff);
        (await host.Post($"/api/v1/tickets/{number}/status", new { status = "resolved", text = "Mended." }, staff,
            ("If-Match", view.Header("ETag")!))).Status.ShouldBe(200);
        (await client.Call("send_response", ("text", "It is mended."), ("expects_reply", false)))
            .ShouldBeRefused("conversation.no_ticket").ShouldContain("create_ticket");

        var opened = (await Ticket(client)).Done();
        opened.GetProperty("status").GetString().ShouldBe("opened");
        var next = opened.GetProperty("tracking_number").GetString()!;
        next.ShouldNotBe(number);
        (await host.Get($"/api/v1/tickets/{next}", staff))["subject"].GetString().ShouldBe("The lamp is broken");
        var before = citizen.Replies.Count;
        (await client.Call("send_response", ("text", "We have noted it, thank you."), ("expects_reply", false))).Done();
        await Wait.Until(() => citizen.Replies.Count > before, "the answer is sent");
        citizen.Replies[^1].Body.ShouldContain(next, Case.Sensitive, "the first answer about a ticket names it");
    }

    [Fact]
    public async Task A_person_takes_over_when_asked_to()
    {
        var (citizen, conversation) = await host.Asked();
        await using var client = await host.Client(conversation);
        var before = citizen.Replies.Count;

        var told = (await client.Call(
            "escalate_to_human", ("reason", "human_request"), ("summary", "Wants to speak to the librarian."))).Done();

        told.GetProperty("status").GetString().ShouldBe("handed over");
        await Wait.Until(() => citizen.Replies.Count > before, "the customer is told");
        (await host.EventData(conversation, "handed_over")).ShouldHaveSingleItem()
            .GetProperty("evidence").GetString().ShouldBe("Wants to speak to the librarian.");
        (await client.Call("escalate_to_human", ("reason", "human_request"), ("summary", "Again."))).Done()
            .GetProperty("status").GetString().ShouldBe("a person has it already");
        (await client.Call("send_response", ("text", "Hello again."), ("expects_reply", false)))
            .ShouldBeRefused("conversation.human_took_over").ShouldContain("Say nothing more");
        (await client.Call("get_customer_history")).Done().GetProperty("person_has_taken_over").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_conversation_a_ticket_is_opened_as_by_the_api()
    {
        await using var client = await host.Client();

        var opened = (await client.Call(
            "create_ticket", ("service_code", "general"), ("subject", "A broken bench"),
            ("message", "The bench in the park is broken."), ("name", "Ana"), ("email", "ana@example.org"))).Done();

        var view = await host.Get(
            $"/api/v1/tickets/{opened.GetProperty("tracking_number").GetString()}", await host.Key(Application.Tenants.ApiRole.Staff));
        view["subject"].GetString().ShouldBe("A broken bench");
        view["channel"].GetString().ShouldBe("rest");
        (await host.Post(
            $"/api/v1/tickets/{view["trackingNumber"].GetString()}/comments", new { text = "It is the green one." }, null,
            ("X-Access-Code", opened.GetProperty("access_code").GetString()!))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_repeated_request_is_done_once()
    {
        var (citizen, conversation) = await host.Asked();
        await using var client = await host.Client(conversation, version: null);
        await using var other = await host.Client(conversation);

        var first = (await Say(client, "k1", "We are glad to help.")).Done();
        (await Say(other, "k1", "We are glad to help.")).Done().GetRawText().ShouldBe(first.GetRawText());
        (await Say(client, "k1", "We are sorry.")).ShouldBeRefused("idempotency.mismatch");
        (await Say(client, new string('k', 201), "We are sorry.")).ShouldBeRefused("idempotency.key_malformed");

        (await host.EventData(conversation, "reply_decided")).Count.ShouldBe(2);
        await Wait.Until(() => citizen.Replies.Count == 2, "the answer is sent");
    }

    private static async Task<ModelContextProtocol.Protocol.CallToolResult> Say(McpClient client, string key, string text) =>
        await client.CallToolAsync(new ModelContextProtocol.Protocol.CallToolRequestParams
        {
            Name = "send_response",
            Arguments = new Dictionary<string, JsonElement>
            {
                ["text"] = JsonSerializer.SerializeToElement(text),
                ["expects_reply"] = JsonSerializer.SerializeToElement(false),
            },
            Meta = new System.Text.Json.Nodes.JsonObject { ["cleanfte/idempotency-key"] = key },
        });

    private static Task<ModelContextProtocol.Protocol.CallToolResult> Ticket(McpClient client) => client.Call(
        "create_ticket", ("service_code", "general"), ("subject", "The lamp is broken"),
        ("message", "The lamp in front of number 5 is broken."), ("severity", "moderate"));

    private static async Task<object> Described(McpClient client) => (await client.ListToolsAsync()).Select(t => t.ProtocolTool)
        .Select(t => new { t.Name, t.Title, t.Description, t.InputSchema, t.Annotations });

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}

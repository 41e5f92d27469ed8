using System.Text;
using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Integration.Api;
using CleanFte.WebApi.Mcp;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace CleanFte.Integration.Mcp;

/// <summary>What an agent of somebody else may not do, and what it is told.</summary>
[Collection(nameof(McpHost))]
public sealed class McpRefusalTests(McpHost host)
{
    private const string Path = "/mcp";

    [Fact]
    public async Task Only_a_key_of_an_agent_gets_in()
    {
        (await Begin(null)).ShouldBeProblem(401, "access.no_valid_key");
        (await Begin("cfk_aaaaaaaaaaaa_wrong")).ShouldBeProblem(401, "access.no_valid_key");
        (await Begin(null, ("Authorization", "Bearer nonsense"))).ShouldBeProblem(401, "access.no_valid_key");
        (await Begin(await host.Key(ApiRole.Integrator))).ShouldBeProblem(403, "access.wrong_role");
        (await Begin(null, ("Authorization", $"Bearer {await host.Key(ApiRole.Staff)}"))).ShouldBeProblem(403, "access.wrong_role");
        (await host.Get("/api/v1/tickets", null, ("Authorization", $"Bearer {await host.Key(ApiRole.Staff)}")))
            .ShouldBeProblem(401, "access.no_valid_key");
    }

    [Fact]
    public async Task Another_tenants_conversation_does_not_exist()
    {
        var (citizen, conversation) = await host.Asked();
        var stranger = await host.Key(ApiRole.Agent, RunningHost.OtherTenant);
        var own = await host.Key(ApiRole.Agent);
        var ticket = (await host.Lines($"select id from tickets where conversation_id = '{conversation}'")).Single();

        (await Begin(stranger, Serving(conversation))).ShouldBeProblem(404, "conversation.not_found");
        (await Begin(own, Serving(Guid.NewGuid()))).ShouldBeProblem(404, "conversation.not_found");
        (await Begin(own, Serving(Guid.Parse(ticket)))).ShouldBeProblem(404, "conversation.not_found");
        (await Begin(own, ("Cleanfte-Conversation", "x"))).ShouldBeProblem(400, "mcp.conversation_malformed");
        (await Begin(own, ("Cleanfte-Conversation", ""))).ShouldBeProblem(400, "mcp.conversation_malformed");
        citizen.Replies.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_session_is_its_keys_own_and_keeps_its_conversation()
    {
        var (_, conversation) = await host.Asked();
        var (_, other) = await host.Asked();
        var key = await host.Key(ApiRole.Agent);
        var session = ("Mcp-Session-Id", (await Begin(key, Serving(conversation))).Header("Mcp-Session-Id")!);

        (await Rpc("tools/list", null, key, session)).Status.ShouldBe(200);
        (await Rpc("tools/list", null, key, session, Serving(conversation))).Status.ShouldBe(200);
        (await Rpc("tools/list", null, key, session, Serving(other))).ShouldBeProblem(400, "mcp.other_conversation");
        (await Rpc("tools/list", null, await host.Key(ApiRole.Agent, RunningHost.OtherTenant), session))
            .ShouldBeProblem(404, "mcp.session_not_found");
        (await Rpc("tools/list", null, key, ("Mcp-Session-Id", "guessed"))).ShouldBeProblem(404, "mcp.session_not_found");
        (await Rpc("tools/list", null, key)).ShouldBeProblem(400, "mcp.session_required");
        (await host.Get(Path, key)).ShouldBeProblem(400, "mcp.session_required");

        (await host.Ask(HttpMethod.Delete, Path, null, key, session)).Status.ShouldBe(204);
        (await Rpc("tools/list", null, key, session)).ShouldBeProblem(404, "mcp.session_not_found");
    }

    [Fact]
    public async Task One_stream_listens_and_ends_with_its_session()
    {
        var key = await host.Key(ApiRole.Agent);
        var session = ("Mcp-Session-Id", (await Begin(key)).Header("Mcp-Session-Id")!);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Url + Path);
        request.Headers.Add("X-Api-Key", key);
        request.Headers.Add(session.Item1, session.Item2);
        using var listening = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        listening.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);

        (await host.Get(Path, key, session)).ShouldBeProblem(409, "mcp.listening");
        (await host.Ask(HttpMethod.Delete, Path, null, key, session)).Status.ShouldBe(204);

        await listening.Content.ReadAsStringAsync().WaitAsync(Faults.Wait.Limit);
    }

    [Fact]
    public async Task What_is_told_to_some_only_is_not_found_by_who_serves_nobody()
    {
        await host.Import("parish", RunningHost.OtherTenant);
        const string question = "What do volunteers do in the parish rota?";
        await using var client = await host.Client(key: await host.Key(ApiRole.Agent, RunningHost.OtherTenant));

        var staff = await host.Get(
            $"/api/v1/knowledge/search?q={Uri.EscapeDataString(question)}&language=en",
            await host.Key(ApiRole.Staff, RunningHost.OtherTenant));
        var guest = (await client.Call("search_knowledge_base", ("query", question), ("language", "en"))).Done();

        var closed = staff.Json.EnumerateArray().Select(p => p.GetProperty("title").GetString())
            .Where(title => title!.Contains("olunteer", StringComparison.Ordinal)).ToArray();
        closed.ShouldNotBeEmpty("there is something to keep back");
        guest.GetProperty("passages").EnumerateArray().Select(p => p.GetProperty("title").GetString())
            .ShouldNotContain(title => closed.Contains(title));
        (await client.ListToolsAsync()).Single(t => t.Name == "create_ticket").JsonSchema.GetRawText()
            .ShouldNotContain("\"volunteers\"");
    }

    [Theory]
    [InlineData(McpHost.Page, true)]
    [InlineData(RunningHost.PublicUrl, true)]
    [InlineData("http://127.0.0.1", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public async Task Only_known_pages_may_use_the_tools(string origin, bool admitted)
    {
        var answer = await Begin(await host.Key(ApiRole.Agent), ("Origin", origin));

        if (admitted)
        {
            answer.Status.ShouldBe(200);
        }
        else
        {
            answer.ShouldBeProblem(403, "mcp.foreign_origin");
        }
    }

    [Fact]
    public async Task A_name_that_was_pointed_here_is_not_the_same_host()
    {
        var key = await host.Key(ApiRole.Agent);

        (await Begin(key, ("Origin", host.Url))).Status.ShouldBe(200);
        (await Begin(key, ("Origin", "http://rebound.example"), ("Host", "rebound.example")))
            .ShouldBeProblem(403, "mcp.foreign_origin");
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_refused_unread()
    {
        using var request = await Call(new StringContent(
            Message("tools/call", new { name = "create_ticket", arguments = new { message = new string('x', 10_000_000) } }),
            Encoding.UTF8, "application/json"));
        request.Headers.ExpectContinue = true;

        var answer = await host.Send(request);

        answer.ShouldBeProblem(413, "request.too_large");
        answer.Text.ShouldContain("1,048,576");
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_read_up_to_the_limit_only()
    {
        var body = new Endless();
        using var request = await Call(body);
        request.Headers.TransferEncodingChunked = true;

        try
        {
            (await host.Send(request)).ShouldBeProblem(413, "request.too_large");
        }
        catch (HttpRequestException)
        {
            // The service has closed the connection while the client was still sending.
        }

        body.Sent.ShouldBeLessThan(Endless.Length / 2);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"jsonrpc\": \"2.0\"}")]
    [InlineData("[{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}]")]
    public async Task What_is_no_message_is_refused(string body) =>
        (await host.Ask(
            HttpMethod.Post, Path, new StringContent(body, Encoding.UTF8, "application/json"), await host.Key(ApiRole.Agent)))
            .ShouldBeProblem(400, "mcp.malformed");

    [Fact]
    public async Task Another_content_type_or_revision_is_refused()
    {
        var key = await host.Key(ApiRole.Agent);

        (await host.Ask(HttpMethod.Post, Path, new StringContent("{}", Encoding.UTF8, "text/plain"), key))
            .ShouldBeProblem(415, "request.unsupported_media_type");
        (await Begin(key, ("MCP-Protocol-Version", "1999-01-01"))).ShouldBeProblem(400, "mcp.unsupported_version");
    }

    [Fact]
    public async Task A_tool_that_is_not_offered_is_a_fault_of_the_protocol()
    {
        var (_, conversation) = await host.Asked();
        await using var bound = await host.Client(conversation);
        await using var free = await host.Client();

        var unknown = await Should.ThrowAsync<McpProtocolException>(() => bound.Call("drop_tables"));
        unknown.ErrorCode.ShouldBe(McpErrorCode.InvalidParams);
        unknown.Message.ShouldContain("send_response");
        (await Should.ThrowAsync<McpProtocolException>(() => free.Call("send_response", ("text", "Hello."))))
            .Message.ShouldContain("conversation");
    }

    [Fact]
    public async Task Wrong_arguments_are_named_and_nothing_is_done()
    {
        var (citizen, conversation) = await host.Asked();
        await using var client = await host.Client(conversation);

        (await client.Call("send_response")).ShouldBeRefused("request.malformed").ShouldContain("expects_reply: This is required.");
        (await client.Call("send_response", ("text", 5), ("expects_reply", "yes"), ("customer", "c1")))
            .ShouldBeRefused("request.malformed").ShouldContain("send_response has no such argument");
        (await Say(client, new string('x', 60_000))).ShouldBeRefused("request.malformed").ShouldContain("6,000 characters");
        (await Say(client, "Hello\u0007.")).ShouldBeRefused("request.malformed").ShouldContain("U+0007, at position 5");
        (await Say(client, "Hello\0.")).ShouldBeRefused("request.malformed").ShouldContain("U+0000");
        (await Say(client, "  ")).ShouldBeRefused("request.malformed");
        (await client.Call("search_knowledge_base", ("query", new string('x', 60_000)))).ShouldBeRefused("request.malformed");
        (await client.Call("create_ticket", ("service_code", "nothing"), ("subject", "Lamp"), ("message", "Broken")))
            .ShouldBeRefused("request.malformed").ShouldContain("Use one of pothole");
        (await client.Call("create_ticket", ("service_code", "pothole"), ("subject", "Lamp"), ("message", "Broken")))
            .ShouldBeRefused("request.malformed").ShouldContain("10 to 4000");
        (await client.Call("escalate_to_human", ("reason", "policy_violation"), ("summary", "x")))
            .ShouldBeRefused("request.malformed").ShouldContain("human_request");

        (await host.EventData(conversation, "reply_decided")).Count.ShouldBe(1);
        (await host.EventData(conversation, "handed_over")).ShouldBeEmpty();
        citizen.Replies.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("That costs 480 euros.", "answer.price")]
    [InlineData("You will get your money back.", "answer.refund_promise")]
    [InlineData("Write to boss@evil.example about it.", "answer.foreign_contact")]
    [InlineData("See https://evil.example/pay for it.", "answer.foreign_link")]
    [InlineData("Your neighbour's ticket is TKT-7F3K-92QD20.", "answer.other_person")]
    [InlineData("We will mend it by tomorrow, I promise.", "answer.promise")]
    public async Task What_a_machine_may_not_say_is_not_said(string text, string code)
    {
        var (citizen, conversation) = await host.Asked();
        await using var client = await host.Client(conversation);

        (await Say(client, text)).ShouldBeRefused(code).ShouldContain("escalate_to_human");

        (await host.EventData(conversation, "reply_decided")).Count.ShouldBe(1);
        (await Say(client, "Thank you for asking.")).Done();
        citizen.Replies.ShouldAllBe(r => !r.Body.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_read_before_a_person_had_the_conversation_is_not_answered()
    {
        var (citizen, conversation) = await host.Asked();
        await using var client = await host.Client(conversation);
        (await client.Call("get_customer_history")).Done();

        await Change(conversation, c => ConversationDecider.HandOver(c, TaskId.New(DateTimeOffset.UtcNow), "human_request", null, DateTimeOffset.UtcNow));
        (await Say(client, "Hello.")).ShouldBeRefused("conversation.human_took_over");
        (await client.Call("create_ticket", ("service_code", "general"), ("subject", "A lamp"), ("message", "It is all dark here.")))
            .ShouldBeRefused("conversation.human_took_over");

        await Change(conversation, c => ConversationDecider.Resume(c, DateTimeOffset.UtcNow));
        (await Say(client, "Hello.")).ShouldBeRefused("conversation.moved_on").ShouldContain("get_customer_history");
        (await client.Call("get_customer_history")).Done();
        (await Say(client, "Hello.")).Done();
        (await host.EventData(conversation, "reply_decided")).Count.ShouldBe(2);

        await Change(conversation, c => ConversationDecider.Close(c, "staff", DateTimeOffset.UtcNow));
        (await Say(client, "Hello.")).ShouldBeRefused("conversation.closed");
        citizen.Replies.Count.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task What_a_person_does_in_another_process_counts_at_once()
    {
        var (_, conversation) = await host.Asked();
        await using var client = await host.Client(conversation);
        await using var second = await host.Start();
        (await client.Call("get_customer_history")).Done();

        await Change(conversation, c => ConversationDecider.HandOver(c, TaskId.New(DateTimeOffset.UtcNow), "human_request", null, DateTimeOffset.UtcNow), second);
        (await Say(client, "Hello.")).ShouldBeRefused("conversation.human_took_over");
        await Change(conversation, c => ConversationDecider.Resume(c, DateTimeOffset.UtcNow), second);
        (await client.Call("get_customer_history")).Done().GetProperty("person_has_taken_over").GetBoolean().ShouldBeFalse();
        (await Say(client, "Hello.")).Done();

        await second.App.StopAsync();
    }

    [Fact]
    public async Task A_run_of_searches_ends()
    {
        var (_, conversation) = await host.Asked();
        await using var client = await host.Client(conversation);
        for (var i = 0; i < 6; i++)
        {
            (await client.Call("search_knowledge_base", ("query", $"library {i}"))).Done();
        }

        (await client.Call("search_knowledge_base", ("query", "library 0"))).Done();
        (await client.Call("search_knowledge_base", ("query", "library 6"))).ShouldBeRefused("search.enough");
    }

    private async Task<HttpRequestMessage> Call(HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, host.Url + Path) { Content = content };
        request.Headers.Add("X-Api-Key", await host.Key(ApiRole.Agent));
        return request;
    }

    private static async Task<ModelContextProtocol.Protocol.CallToolResult> Say(McpClient client, string text) =>
        await client.Call("send_response", ("text", text), ("expects_reply", false));

    private static (string, string) Serving(Guid conversation) => (McpHttp.ConversationHeader, conversation.ToString());

    private Task<Answer> Begin(string? key, params (string, string)[] headers) => Rpc(
        "initialize",
        new { protocolVersion = "2025-11-25", capabilities = new { }, clientInfo = new { name = "tests", version = "1" } },
        key, headers);

    private Task<Answer> Rpc(string method, object? parameters, string? key, params (string, string)[] headers) => host.Ask(
        HttpMethod.Post, Path, new StringContent(Message(method, parameters ?? new { }), Encoding.UTF8, "application/json"), key,
        [.. headers, ("Accept", "application/json, text/event-stream")]);

    private static string Message(string method, object parameters) =>
        JsonSerializer.Serialize(new { jsonrpc = "2.0", id = 1, method, @params = parameters });

    private async Task Change(
        Guid conversation, Func<Conversation, Domain.Decision> decide, WebApi.CleanFteHost? where = null)
    {
        await using var scope = (where ?? host.Host).App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = ITenants.Default;
        var session = scope.ServiceProvider.GetRequiredService<IEventSession>();
        (await session.Decide<Conversation>(conversation, decide, CancellationToken.None)).Refusal.ShouldBeNull();
    }

    /// <summary>A text that does not say how long it is, and notes how much of it was taken.</summary>
    private sealed class Endless : HttpContent
    {
        public const int Length = 256 * 1024 * 1024;

        private static readonly byte[] Piece = Encoding.UTF8.GetBytes(new string('x', 64 * 1024));

        public Endless() => Headers.ContentType = new("application/json");

        public int Sent { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync("{\"jsonrpc\": \""u8.ToArray());
            for (; Sent < Length; Sent += Piece.Length)
            {
                await stream.WriteAsync(Piece);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

using System.Text;
using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.WebApi.Mcp;

namespace CleanFte.Integration.Mcp;

/// <summary>Who gets in to the tools over HTTP, from where, and with how much.</summary>
[Collection(nameof(McpHost))]
public sealed class McpAccessTests(McpHost host)
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

    private async Task<HttpRequestMessage> Call(HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, host.Url + Path) { Content = content };
        request.Headers.Add("X-Api-Key", await host.Key(ApiRole.Agent));
        return request;
    }

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

using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CleanFte.Integration.Mcp;

/// <summary>The tools over standard input, in a process beside the running service.</summary>
[Collection(nameof(McpHost))]
public sealed class McpStdioTests(McpHost host)
{
    [Theory]
    [InlineData(null)]
    [InlineData("2025-06-18")]
    public async Task What_is_said_is_sent_by_the_running_service(string? version)
    {
        var (citizen, conversation) = await host.Asked();
        await using var client = await Client(conversation, version);

        (await client.ListToolsAsync()).Count.ShouldBe(5);
        (await client.Call("send_response", ("text", "Thank you for asking."), ("expects_reply", false))).Done();

        await Wait.Until(() => citizen.Replies.Count == 2, "the answer is sent");
        citizen.Replies[1].Body.ShouldContain("Thank you for asking.");
    }

    [Fact]
    public async Task A_key_that_is_revoked_meanwhile_is_none()
    {
        var made = await host.Post(
            "/api/v1/admin/api-keys", new { role = "agent", label = "for a while" }, RunningHost.Bootstrap);
        await using var client = await Client(null, null, made["key"].GetString());
        (await client.Call("search_knowledge_base", ("query", "library"))).Done();

        (await host.Ask(HttpMethod.Delete, $"/api/v1/admin/api-keys/{made["id"].GetString()}", null, RunningHost.Bootstrap))
            .Status.ShouldBe(204);

        (await Should.ThrowAsync<McpProtocolException>(() => client.Call("search_knowledge_base", ("query", "library"))))
            .Message.ShouldContain("revoked");
    }

    [Fact]
    public async Task Only_messages_are_on_standard_output_and_the_end_of_input_ends_it()
    {
        var lines = string.Concat(
            Line(new { jsonrpc = "2.0", id = 1, method = "initialize", @params = Initialize }),
            Line(new { jsonrpc = "2.0", method = "notifications/initialized" }),
            "no JSON at all\n",
            Line(new { jsonrpc = "2.0", id = 2, method = "tools/call", @params = Search(new string('x', 10_000_000)) }),
            Line(new { method = "tools/call", @params = Search(new string('\n', 2_000_000)), jsonrpc = "2.0", id = "three" }),
            Line(new { jsonrpc = "2.0", id = 4, method = "tools/call", @params = Search("library opening hours") }));

        var (exit, output, error) = await McpProcess.Run(
            "dotnet", [McpProcess.Product, "--mcp"], McpProcess.Environment(host, await host.Key(ApiRole.Agent)), lines);

        exit.ShouldBe(0, error);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)
            .Where(a => a.TryGetProperty("id", out var id) && id.ValueKind != JsonValueKind.Null)
            .ToDictionary(a => a.GetProperty("id").ToString());
        answers["2"].GetProperty("error").GetProperty("message").GetString()!.ShouldContain("1,048,576");
        answers["three"].GetProperty("error").GetProperty("message").GetString()!.ShouldContain("1,048,576");
        answers["4"].GetProperty("result").GetProperty("structuredContent").GetProperty("passages").GetArrayLength()
            .ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Who_may_not_is_told_why_on_standard_error()
    {
        var (_, conversation) = await host.Asked();
        var agent = await host.Key(ApiRole.Agent);

        await Refused(null, "Set Mcp__ApiKey");
        await Refused("cfk_aaaaaaaaaaaa_wrong", "no valid key of the role agent");
        await Refused(await host.Key(ApiRole.Staff), "no valid key of the role agent");
        await Refused(agent, "no such conversation", "--conversation", $"{Guid.NewGuid()}");
        await Refused(
            await host.Key(ApiRole.Agent, RunningHost.OtherTenant), "no such conversation", "--conversation", $"{conversation}");
        await Refused(agent, "takes the id", "--conversation", "x");
        (await McpProcess.Run("dotnet", [McpProcess.Product, "--mcp", "--tenant", "north"])).Exit.ShouldBe(2);
    }

    private async Task Refused(string? key, string why, params string[] arguments)
    {
        var (exit, output, error) = await McpProcess.Run(
            "dotnet", [McpProcess.Product, "--mcp", .. arguments], McpProcess.Environment(host, key));
        exit.ShouldBe(1, error);
        output.ShouldBeEmpty();
        error.ShouldContain(why);
    }

    private async Task<McpClient> Client(Guid? conversation, string? version, string? key = null) => await McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [McpProcess.Product, "--mcp", .. conversation is null ? [] : (string[])["--conversation", $"{conversation}"]],
            WorkingDirectory = AppContext.BaseDirectory,
            EnvironmentVariables = McpProcess.Environment(host, key ?? await host.Key(ApiRole.Agent))!,
        }),
        new McpClientOptions { ProtocolVersion = version });

    private static readonly InitializeRequestParams Initialize = new()
    {
        ProtocolVersion = "2025-11-25",
        ClientInfo = new Implementation { Name = "tests", Version = "1" },
        Capabilities = new ClientCapabilities(),
    };

    private static object Search(string query) => new { name = "search_knowledge_base", arguments = new { query } };

    private static string Line(object message) => JsonSerializer.Serialize(message, McpJsonUtilities.DefaultOptions) + "\n";
}

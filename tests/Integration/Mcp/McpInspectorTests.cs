using System.Text.Json;
using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Mcp;

/// <summary>The official inspector finds the tools and uses them, over HTTP and over standard input.</summary>
[Collection(nameof(McpHost))]
public sealed class McpInspectorTests(McpHost host)
{
    private static readonly string[] All =
        ["create_ticket", "escalate_to_human", "get_customer_history", "search_knowledge_base", "send_response"];

    [Fact]
    public async Task It_lists_what_a_connection_offers()
    {
        var (_, conversation) = await host.Asked();

        Names(await Http(null, "--method", "tools/list")).ShouldBe(["create_ticket", "search_knowledge_base"]);
        Names(await Http(conversation, "--method", "tools/list")).ShouldBe(All);
        Names(await Stdio(null, "--method", "tools/list")).ShouldBe(["create_ticket", "search_knowledge_base"]);
        Names(await Stdio(conversation, "--method", "tools/list")).ShouldBe(All);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_uses_each_of_them(bool stdio)
    {
        var (citizen, conversation) = await host.Asked();

        Task<JsonElement> Use(string tool, params string[] arguments)
        {
            string[] call = ["--method", "tools/call", "--tool-name", tool, .. arguments.SelectMany(a => (string[])["--tool-arg", a])];
            return stdio ? Stdio(conversation, call) : Http(conversation, call);
        }

        Done(await Use("create_ticket", "service_code=general", "subject=Opening hours", "message=Asks when the library is open."))
            .GetProperty("status").GetString().ShouldBe("added to the open ticket");
        Done(await Use("get_customer_history")).GetProperty("messages").GetArrayLength().ShouldBe(2);
        Done(await Use("search_knowledge_base", "query=library opening hours")).GetProperty("passages").GetArrayLength()
            .ShouldBeGreaterThan(0);
        Done(await Use("send_response", "text=Thank you for asking.", "expects_reply=false")).GetProperty("status").GetString()
            .ShouldBe("sent");
        (await Use("send_response", "text=That costs 480 euros.", "expects_reply=false")).GetProperty("isError").GetBoolean()
            .ShouldBeTrue();
        Done(await Use("escalate_to_human", "reason=human_request", "summary=Wants a person.")).GetProperty("status").GetString()
            .ShouldBe("handed over");

        await Faults.Wait.Until(() => citizen.Replies.Count == 3, "the running service sends what was said");
        citizen.Replies[1].Body.ShouldContain("Thank you for asking.");
    }

    [Fact]
    public async Task It_is_told_why_it_may_not()
    {
        var (_, conversation) = await host.Asked();
        var url = host.McpUrl;
        string[] list = ["--transport", "http", "--method", "tools/list"];

        (await McpProcess.Inspect([url, .. list])).Exit.ShouldNotBe(0);
        var role = await McpProcess.Inspect([url, .. list, "--header", $"X-Api-Key: {await host.Key(ApiRole.Analyst)}"]);
        role.Exit.ShouldNotBe(0);
        role.Error.ShouldContain("access.wrong_role");
        var tenant = await McpProcess.Inspect(
            [url, .. list, "--header", $"X-Api-Key: {await host.Key(ApiRole.Agent, Api.RunningHost.OtherTenant)}",
                "--header", $"Cleanfte-Conversation: {conversation}"]);
        tenant.Error.ShouldContain("conversation.not_found");
    }

    private async Task<JsonElement> Http(Guid? conversation, params string[] method) => Ok(await McpProcess.Inspect(
        [
            host.McpUrl, "--transport", "http", "--header", $"X-Api-Key: {await host.Key(ApiRole.Agent)}",
            .. conversation is null ? [] : (string[])["--header", $"Cleanfte-Conversation: {conversation}"],
            .. method,
        ]));

    private async Task<JsonElement> Stdio(Guid? conversation, params string[] method) => Ok(await McpProcess.Inspect(
        [
            .. McpProcess.Environment(host, await host.Key(ApiRole.Agent)).SelectMany(e => (string[])["-e", $"{e.Key}={e.Value}"]),
            "dotnet", McpProcess.Product, "--mcp", .. conversation is null ? [] : (string[])["--conversation", $"{conversation}"],
            .. method,
        ]));

    private static JsonElement Ok((int Exit, JsonElement? Json, string Error) answer)
    {
        answer.Exit.ShouldBe(0, answer.Error);
        return answer.Json!.Value;
    }

    private static JsonElement Done(JsonElement result)
    {
        (result.TryGetProperty("isError", out var error) && error.GetBoolean()).ShouldBeFalse(result.GetRawText());
        return result.GetProperty("structuredContent");
    }

    private static IEnumerable<string?> Names(JsonElement list) =>
        list.GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString()).Order();
}

using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Integration.Api;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace CleanFte.Integration.Mcp;

/// <summary>What an agent of somebody else may not do, and what it is told.</summary>
[Collection(nameof(McpHost))]
public sealed class McpRefusalTests(McpHost host)
{
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

    private static async Task<ModelContextProtocol.Protocol.CallToolResult> Say(McpClient client, string text) =>
        await client.Call("send_response", ("text", text), ("expects_reply", false));

    private async Task Change(
        Guid conversation, Func<Conversation, Domain.Decision> decide, WebApi.CleanFteHost? where = null)
    {
        await using var scope = (where ?? host.Host).App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = ITenants.Default;
        var session = scope.ServiceProvider.GetRequiredService<IEventSession>();
        (await session.Decide<Conversation>(conversation, decide, CancellationToken.None)).Refusal.ShouldBeNull();
    }
}

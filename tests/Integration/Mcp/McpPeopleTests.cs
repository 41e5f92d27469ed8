using CleanFte.Application;
using CleanFte.Application.Agent.Guests;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Integration.Faults;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CleanFte.Integration.Mcp;

/// <summary>Where people have a say, an agent of somebody else has less of one.</summary>
[Collection(nameof(McpHost))]
public sealed class McpPeopleTests(McpHost host)
{
    [Theory]
    [InlineData("2025-11-25")]
    [InlineData(null)]
    public async Task Who_has_never_read_a_conversation_that_a_person_had_may_do_nothing_in_it(string? version)
    {
        var (_, conversation) = await host.Asked();
        await APersonHasHad(conversation);
        await using var client = await host.Client(conversation, version: version);

        (await client.Call("search_knowledge_base", ("query", "library opening hours"))).Done();
        (await Say(client)).ShouldBeRefused("conversation.moved_on").ShouldContain("get_customer_history");
        (await Ticket(client)).ShouldBeRefused("conversation.moved_on");
        (await HandOver(client)).ShouldBeRefused("conversation.moved_on");
        (await host.EventData(conversation, "reply_decided")).Count.ShouldBe(1);

        (await client.Call("get_customer_history")).Done();
        (await Say(client)).Done();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("main")]
    public async Task Where_the_agent_is_switched_off_it_may_only_hand_over(string? account)
    {
        var (citizen, conversation) = await host.Asked();
        await using var client = await host.Client(conversation);
        await Switch(false, account);
        try
        {
            (await Say(client)).ShouldBeRefused("conversation.agent_off").ShouldContain("people answer");
            (await Ticket(client)).ShouldBeRefused("conversation.agent_off").ShouldContain("escalate_to_human");
            (await client.Call("get_customer_history")).Done();
            (await host.EventData(conversation, "reply_decided")).Count.ShouldBe(1);

            (await HandOver(client)).Done().GetProperty("status").GetString().ShouldBe("handed over");
            await Wait.Until(() => citizen.Replies.Count == 2, "the customer is told");
            (await host.EventData(conversation, "handed_over")).ShouldHaveSingleItem();
        }
        finally
        {
            await Switch(true, account);
        }
    }

    [Fact]
    public async Task A_guest_that_has_said_enough_waits_for_the_customer_or_hands_over()
    {
        var (citizen, conversation) = await host.Asked();
        await using var client = await host.Client(conversation);
        for (var said = 1; said < SayForGuest.MaxUnanswered; said++)
        {
            (await Say(client)).Done();
        }

        (await Say(client)).ShouldBeRefused("conversation.said_enough").ShouldContain("escalate_to_human");
        await using (var again = await host.Client(conversation))
        {
            (await Say(again)).ShouldBeRefused("conversation.said_enough");
        }

        (await host.EventData(conversation, "reply_decided")).Count.ShouldBe(SayForGuest.MaxUnanswered);
        await Wait.Until(() => citizen.Replies.Count == SayForGuest.MaxUnanswered, "all is sent");
        await citizen.Asks("When is the library open?");
        await citizen.AllIsDone();
        for (var said = 1; said < SayForGuest.MaxUnanswered; said++)
        {
            (await Say(client)).Done();
        }

        (await Say(client)).ShouldBeRefused("conversation.said_enough");
        (await HandOver(client)).Done();
    }

    private static Task<CallToolResult> Say(McpClient client) =>
        client.Call("send_response", ("text", "Thank you for asking."), ("expects_reply", false));

    private static Task<CallToolResult> HandOver(McpClient client) =>
        client.Call("escalate_to_human", ("reason", "human_request"), ("summary", "Wants the librarian."));

    private static Task<CallToolResult> Ticket(McpClient client) => client.Call(
        "create_ticket", ("service_code", "general"), ("subject", "A dark lamp"), ("message", "It is all dark here."));

    private async Task Switch(bool on, string? account) => (await host.Ask(
        HttpMethod.Put, "/api/v1/admin/agent", new { on, account }, await host.Key(ApiRole.Admin))).Status.ShouldBe(200);

    private async Task APersonHasHad(Guid conversation)
    {
        await using var scope = host.Host.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = ITenants.Default;
        var (session, now) = (scope.ServiceProvider.GetRequiredService<IEventSession>(), DateTimeOffset.UtcNow);
        (await session.Decide<Conversation>(
            conversation, c => ConversationDecider.HandOver(c, TaskId.New(now), "human_request", null, now), CancellationToken.None))
            .Refusal.ShouldBeNull();
        (await session.Decide<Conversation>(conversation, c => ConversationDecider.Resume(c, now), CancellationToken.None))
            .Refusal.ShouldBeNull();
    }
}

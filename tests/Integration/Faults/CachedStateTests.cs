using System.Text.Json;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.EventStore;

namespace CleanFte.Integration.Faults;

/// <summary>A process that holds a state another one has written past reads only what came since.</summary>
[Collection(FaultTests.Name)]
public sealed class CachedStateTests(FaultServer server)
{
    [Fact]
    public async Task A_state_that_fell_behind_is_brought_up_to_what_the_whole_stream_says()
    {
        var database = await server.CreateDatabase();
        await using var one = await Workshop.Open(database);
        await using var two = await Workshop.Open(database);
        var id = await one.OpenConversation();
        await one.Reply(id, ReplyAuthor.Agent, "One");
        await two.Reply(id, ReplyAuthor.Agent, "Two");
        await two.Reply(id, ReplyAuthor.Agent, "Three");
        var key = new StreamKey(Workshop.Tenant, id);
        var held = one.Get<StreamCache>().Find(key).ShouldNotBeNull();

        // Loses the race, which tells that others have written.
        await Should.ThrowAsync<Application.Ports.LostRaceException>(() => one.Reply(id, ReplyAuthor.Agent, "Late"));
        one.Get<StreamCache>().Find(key).ShouldBe(held with { Behind = true });
        await one.Reply(id, ReplyAuthor.Agent, "Four");

        var caught = one.Get<StreamCache>().Find(key).ShouldNotBeNull();
        caught.Behind.ShouldBeFalse();
        caught.Version.ShouldBe(5);
        await using var fresh = await Workshop.Open(database);
        var whole = (await fresh.Session().Load<Conversation>(id, CancellationToken.None)).ShouldNotBeNull();
        JsonSerializer.Serialize((Conversation)caught.State).ShouldBe(JsonSerializer.Serialize(whole));
    }
}

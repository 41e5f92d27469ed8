using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Integrators;

/// <summary>Deliveries go on where a killed process left them.</summary>
[Collection(FaultTests.Name)]
public sealed class WebhookKillTests(FaultServer server)
{
    private const int Kills = 8;
    private const int Citizens = 6;
    private const string Type = "message.received";

    [Fact]
    public async Task Killed_again_and_again_it_tells_of_every_event_and_of_each_conversation_in_order()
    {
        var random = new Random(Environment.TickCount);
        await using var receiver = await Receiver.Start();
        await using var town = await Town.Open(
            await server.CreateDatabase(),
            new Dictionary<string, string>
            {
                ["Webhooks__AllowedOrigins__0"] = receiver.Origin,
                ["Secrets__MasterKey"] = "thirty-two characters are needed at the least",
            });
        var hook = receiver.NewHook();
        var process = await town.Start(town.PublicPort);
        var key = await town.Post(process, "/api/v1/admin/api-keys", new { role = "integrator", label = "tests", tenant = "default" });
        await town.Post(
            process, "/api/v1/subscriptions", new { url = hook.Url, types = (string[])[Type] }, key.GetProperty("key").GetString()!);
        for (var (kill, written) = (0, 0); kill < Kills; kill++)
        {
            for (var i = 0; i < Citizens * 4; i++)
            {
                var (citizen, sid) = (Town.Citizen(written % Citizens), $"SM{written++:x32}");
                (await town.IsTaken(process, citizen, $"There is a pothole, number {written}", sid)).ShouldBeTrue();
            }

            var target = hook.Events.Count + random.Next(1, Citizens * 2);
            await Wait.Until(() => hook.Events.Count >= target, "deliveries are under way");
            await process.Kill();
            process = await town.Start(town.PublicPort);
        }

        await town.Idle();
        var facts = new StoredFacts(town);
        var recorded = await facts.Ask<(string Stream, string Id)>(
            "select stream_id::text, id::text from mt_events where type = 'message_received' order by seq_id");
        recorded.Count.ShouldBe(Kills * Citizens * 4);
        await Wait.Until(
            () => hook.Taken.Select(t => t.Id).ToHashSet().IsSupersetOf(recorded.Select(e => e.Id)), "every event is told");
        var told = hook.Taken.DistinctBy(t => t.Id).Select(t => t.Id).ToList();
        foreach (var conversation in recorded.GroupBy(e => e.Stream))
        {
            told.Where(conversation.Select(e => e.Id).Contains).ShouldBe(conversation.Select(e => e.Id));
        }
    }
}

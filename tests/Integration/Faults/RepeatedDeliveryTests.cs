namespace CleanFte.Integration.Faults;

[Collection(FaultTests.Name)]
public sealed class RepeatedDeliveryTests(FaultServer server)
{
    private const int Processes = 3;
    private const int Deliveries = 5;
    private const int Citizens = 40;
    private const int Messages = 200;

    [Fact]
    public async Task Each_webhook_delivered_five_times_shuffled_through_three_processes_has_one_effect()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var town = await Town.Open(await server.CreateDatabase());
        town.Twilio.AutomaticStatuses = ["sent", "delivered"];
        var processes = new List<ProductProcess> { await town.Start(town.PublicPort) };
        while (processes.Count < Processes)
        {
            processes.Add(await town.Start());
        }

        var sids = Enumerable.Range(0, Messages).Select(i => $"SM{i:x32}").ToArray();
        var deliveries = Enumerable.Range(0, Messages * Deliveries).Select(i => i % Messages).ToArray();
        random.Shuffle(deliveries);
        await Parallel.ForEachAsync(
            deliveries.Select((message, i) => (Message: message, Process: processes[i % Processes])),
            new ParallelOptions { MaxDegreeOfParallelism = 24 },
            async (delivery, _) => (await town.IsTaken(
                delivery.Process,
                Town.Citizen(delivery.Message % Citizens),
                $"The street light is out, number {delivery.Message}",
                sids[delivery.Message])).ShouldBeTrue($"seed {seed}"));
        await town.Idle();

        var facts = new StoredFacts(town);
        await facts.EveryMessageOnce(sids);
        await facts.VersionsContiguous();
        await facts.EveryMessageAnsweredOnce();
        await facts.EveryPartSentOnce();
        (await facts.Ask<long>("select count(*) from inbox_elements where element_key like 'm:%'")).ShouldBe([Messages]);
        (await facts.Ask<long>("select count(*) from customers")).ShouldBe([Citizens], $"seed {seed}");
        (await facts.Ask<long>("select count(*) from conversations")).ShouldBe([Citizens], $"seed {seed}");
        (await facts.Ask<long>("select count(*) from tickets")).ShouldBe([Citizens], $"seed {seed}");
    }
}

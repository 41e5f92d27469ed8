namespace CleanFte.Integration.Faults;

[Collection(FaultTests.Name)]
public sealed class PoisonMessageTests(FaultServer server)
{
    private const string Poison = "this crashes the worker";
    private const int Innocents = 30;

    [Fact]
    public async Task A_message_that_crashes_the_worker_each_time_ends_parked_and_nothing_beside_it_does()
    {
        await using var town = await Town.Open(await server.CreateDatabase());
        var process = await town.Start(town.PublicPort);

        // The fault comes between two messages of one citizen, and among those of others.
        await Record(town, process, 0, "There is a pothole 1");
        for (var i = 1; i < Innocents / 2; i++)
        {
            await Record(town, process, i, "The street light is out 1");
        }

        await town.Idle();
        await process.Kill();
        process = await town.Start(town.PublicPort, ProductProcess.FaultyHost);
        var facts = new StoredFacts(town);
        await Record(town, process, 0, Poison);
        var next = Innocents / 2;
        await Wait.Until(
            async () =>
            {
                if (process.HasExited)
                {
                    // What waits in the inbox may end it before it has answered anybody.
                    process = await town.Start(town.PublicPort, ProductProcess.FaultyHost, mayEnd: true);
                }
                else if (next < Innocents && await TryRecord(town, process, next, "The street light is out 1"))
                {
                    next++;
                }

                return (await facts.Ask<string>("select reason from inbox where state = 3")).Count > 0;
            },
            "the message is parked");

        await Wait.Until(() => TryRecord(town, process, 0, "And the road is flooded 2"), "the next message is taken");
        await town.Idle();

        (await facts.Ask<string>("select reason from inbox where state = 3")).ShouldBe(["crashed"]);
        (await facts.Ask<short>("select crashes from inbox where state = 3")).ShouldBe([(short)3]);
        await facts.EveryMessageAnsweredOnce();
        await facts.EveryPartSentOnce();
        (await facts.Ask<string>("select text from messages where direction = 'in' and text = @Poison", new { Poison }))
            .ShouldHaveSingleItem("the parked message is in its conversation");
        (await facts.Ask<string>("select data ->> 'reason' from mt_events where type = 'ticket_escalated'"))
            .ShouldBe(["processing_failed"]);
        var replies = town.Twilio.Messages.Where(m => m.To == Town.Citizen(0)).Select(m => m.Body).ToArray();
        replies.Length.ShouldBe(3);
    }

    private static async Task Record(Town town, ProductProcess process, int citizen, string text) =>
        (await TryRecord(town, process, citizen, text)).ShouldBeTrue();

    private static Task<bool> TryRecord(Town town, ProductProcess process, int citizen, string text) =>
        town.IsTaken(process, Town.Citizen(citizen), text, $"SM{citizen:x16}{text.Length:x16}");
}

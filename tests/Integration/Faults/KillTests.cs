using System.Collections.Concurrent;

namespace CleanFte.Integration.Faults;

[Collection(FaultTests.Name)]
public sealed class KillTests(FaultServer server)
{
    private const int Kills = 20;
    private const int Citizens = 16;
    private const int MessagesPerCitizenAndKill = 4;

    /// <summary>A kill lands at any moment of recording, processing or sending; two processes take turns dying.</summary>
    [Fact]
    public async Task Killed_twenty_times_under_load_it_loses_nothing_and_doubles_nothing()
    {
        var seed = Environment.TickCount;
        try
        {
            await KillUnderLoad(new Random(seed));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Failed with seed {seed}.", e);
        }
    }

    private async Task KillUnderLoad(Random random)
    {
        await using var town = await Town.Open(await server.CreateDatabase());
        var ports = new[] { town.PublicPort, ProductProcess.FreePort() };
        var processes = new[] { await town.Start(ports[0]), await town.Start(ports[1]) };
        var load = new Load(town, () => processes);
        for (var kill = 0; kill < Kills; kill++)
        {
            var round = load.Write(Citizens, MessagesPerCitizenAndKill);
            var target = load.Acknowledged.Count + random.Next(Citizens * MessagesPerCitizenAndKill);
            await Wait.Until(() => load.Acknowledged.Count >= target || round.IsCompleted, "messages are acknowledged");

            var victim = kill % processes.Length;
            await processes[victim].Kill();
            processes[victim] = await town.Start(ports[victim]);
            await round.WaitAsync(Wait.Limit);
        }

        await town.Idle();
        load.Acknowledged.Count.ShouldBe(Kills * Citizens * MessagesPerCitizenAndKill);
        var facts = new StoredFacts(town);
        await facts.EveryMessageOnce(load.Acknowledged);
        await facts.VersionsContiguous();
        await facts.OrderKept();
        await facts.EveryMessageAnsweredOnce();
        await facts.EveryPartSentOnce();
    }

    /// <summary>Citizens who write one message after the other, each repeated until somebody acknowledges it.</summary>
    private sealed class Load(Town town, Func<ProductProcess[]> processes)
    {
        private int _written;

        public ConcurrentBag<string> Acknowledged { get; } = [];

        public Task Write(int citizens, int messagesEach) =>
            Task.WhenAll(Enumerable.Range(0, citizens).Select(citizen => Task.Run(() => WriteAs(citizen, messagesEach))));

        private async Task WriteAs(int citizen, int messages)
        {
            for (var i = 0; i < messages; i++)
            {
                var number = Interlocked.Increment(ref _written);
                var sid = $"SM{number:x32}";
                var text = $"There is a pothole in our street, number {number}";
                var tries = number;
                await Wait.Until(
                    () =>
                    {
                        var all = processes();
                        return town.IsTaken(all[tries++ % all.Length], Town.Citizen(citizen), text, sid);
                    },
                    "a message is acknowledged");
                Acknowledged.Add(sid);
            }
        }
    }
}

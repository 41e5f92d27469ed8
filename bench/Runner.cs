using CleanFte.Bench.Scenarios;

namespace CleanFte.Bench;

/// <summary>Runs the scenarios that were asked for, one after the other, and says whether every count came out.</summary>
internal static class Runner
{
    private static readonly (string Name, Func<BenchRun, Task> Run)[] Known =
    [
        ("form", FormScenario.Run),
        ("intake", IntakeScenario.Run),
        ("soak", SoakScenario.Run),
        ("meta", MetaScenario.Run),
        ("adapters", AdaptersScenario.Run),
        ("pipeline", PipelineScenario.Run),
        ("latency", LatencyScenario.Run),
        ("rebuild", RebuildScenario.Run),
        ("idle", IdleScenario.Run),
        ("knowledge", KnowledgeScenario.Run),
        ("people", PeopleScenario.Run),
        ("replay", ReplayScenario.Run),
        ("open311", Open311Scenario.Run),
        ("feed", FeedScenario.Run),
        ("person", PersonScenario.Run),
        ("grown", GrownScenario.Run),
        ("hostile", HostileScenario.Run),
    ];

    public static async Task<int> Run(Options options, CancellationToken stop)
    {
        var chosen = Known.Where(s => options.Names.Contains(s.Name) || options.Names.Contains("all")).ToArray();
        if (chosen.Length == 0)
        {
            await Console.Error.WriteLineAsync(
                $"Name all or some of: {string.Join(", ", Known.Select(s => s.Name))}. --quick shortens, --pairs N repeats, "
                + "--out FILE keeps the tables.");
            return 2;
        }

        var report = new Report(options.Out);
        try
        {
            await using var laboratory = await Laboratory.Open(stop);
            foreach (var (_, run) in chosen)
            {
                await run(new BenchRun(laboratory, options, report, stop));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }

        return report.Holds ? 0 : 1;
    }
}

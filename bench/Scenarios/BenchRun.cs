namespace CleanFte.Bench.Scenarios;

/// <summary>What every scenario is given.</summary>
internal sealed record BenchRun(Laboratory Laboratory, Options Options, Report Report, CancellationToken Stop)
{
    public TimeSpan Turn => TimeSpan.FromSeconds(Options.TurnSeconds);

    /// <summary>The same again and again, so that what disturbs the machine disturbs everything measured alike.</summary>
    public async Task InTurns(Func<int, Task> pair)
    {
        for (var i = 0; i < Options.Pairs && !Stop.IsCancellationRequested; i++)
        {
            await pair(i);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using CleanFte.Infrastructure.Projections;
using CleanFte.Integration.EventStore;
using Xunit.Abstractions;

namespace CleanFte.Integration.Projections;

/// <summary>Measures when asked to: CLEANFTE_BENCH_EVENTS=1000000 dotnet test --filter RebuildSpeed.</summary>
public sealed class RebuildSpeed(FreshDatabase database, ITestOutputHelper output) : IClassFixture<FreshDatabase>
{
    private const int Few = 5_000;

    [Fact]
    public async Task A_rebuilt_log_verifies()
    {
        var wanted = Environment.GetEnvironmentVariable("CLEANFTE_BENCH_EVENTS") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Few;
        var events = await LogGenerator.Fill(database.Database, wanted);
        var progress = new StringWriter();
        var watch = Stopwatch.StartNew();
        var result = await Rebuild.Run(database.Database, progress, CancellationToken.None);
        var rebuilt = watch.Elapsed;
        output.WriteLine(progress.ToString());
        output.WriteLine(
            $"rebuild: {events:N0} events in {rebuilt.TotalSeconds:N1} s, {events / rebuilt.TotalSeconds:N0} a second");

        result.ShouldBe(0);
        (await Verify.Run(database.Database, progress, CancellationToken.None)).ShouldBe(0, progress.ToString());
        output.WriteLine($"verify: {(watch.Elapsed - rebuilt).TotalSeconds:N1} s");
    }
}

using System.Collections.Concurrent;
using System.Net;
using CleanFte.Infrastructure.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanFte.Integration.Faults;

[Collection(FaultTests.Name)]
public sealed class OutageTests
{
    private const int Citizens = 8;
    private const int Missed = 20;

    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the database is away: longer than a save asks what became of it.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(8);

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task A_database_that_goes_and_comes_back_under_load_costs_nothing_that_was_acknowledged(string mode)
    {
        var folder = TestServer.NewFolder();
        try
        {
            var options = new EmbeddedPostgresOptions { DataPath = folder };
            await using var server = await EmbeddedPostgresServer.Start(options, NullLogger.Instance, CancellationToken.None);
            await using var town = await Town.Open(server.ConnectionString);
            await GoAndComeBack(town, new Outage(server.Folder), mode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task GoAndComeBack(Town town, Outage outage, string mode)
    {
        var process = await town.Start(town.PublicPort);
        var acknowledged = new ConcurrentBag<string>();
        var refused = new ConcurrentBag<HttpResponseMessage>();
        using var enough = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, Citizens).Select(
            citizen => Task.Run(() => Write(town, process, citizen, acknowledged, refused, enough.Token))));
        await Wait.Until(() => acknowledged.Count > 100, "the load runs");

        await outage.Begin(mode);
        await Wait.Until(() => refused.Count >= Missed, "requests are refused");
        await Task.Delay(Away);
        var missed = Enumerable.Range(0, Missed)
            .Select(i => town.Twilio.Seed(Town.Citizen(1_000 + i), $"Nobody took this 1").Sid)
            .ToArray();
        await outage.End();

        var before = acknowledged.Count;
        await Wait.Until(() => acknowledged.Count > before + 100, "messages are taken again");
        await enough.CancelAsync();
        await load;
        var facts = new StoredFacts(town);
        await Wait.Until(
            async () => (await facts.Ask<string>("select provider_message_id from messages where direction = 'in'"))
                .Intersect(missed).Count() == Missed,
            "what was refused is fetched from the provider");
        await town.Idle();

        refused.ShouldAllBe(r => r.StatusCode == HttpStatusCode.ServiceUnavailable && r.Headers.RetryAfter != null);
        await facts.EveryMessageOnce(acknowledged.Concat(missed));
        await facts.VersionsContiguous();
        await facts.EveryMessageAnsweredOnce();
        await facts.EveryPartSentOnce();
        (await facts.Ask<short>("select crashes from inbox where crashes > 0"))
            .ShouldBeEmpty("an outage of the database is nobody's crash");
        (await process.Stop()).ShouldBe(0);
    }

    private static async Task Write(
        Town town,
        ProductProcess process,
        int citizen,
        ConcurrentBag<string> acknowledged,
        ConcurrentBag<HttpResponseMessage> refused,
        CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var sid = $"SM{citizen:x16}{i:x16}";
            var text = $"There is a pothole {i}";
            var response = (await town.Deliver(process, Town.Citizen(citizen), text, sid, CancellationToken.None))
                .ShouldNotBeNull();
            if (response.IsSuccessStatusCode)
            {
                acknowledged.Add(sid);
            }
            else
            {
                refused.Add(response);
                await Task.Delay(AfterRefusal, CancellationToken.None);
            }
        }
    }
}

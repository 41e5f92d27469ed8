using System.Net.Http.Headers;

namespace CleanFte.Integration.Faults;

/// <summary>A service is stopped while somebody listens.</summary>
[Collection(FaultTests.Name)]
public sealed class StopTests(FaultServer server)
{
    [Fact]
    public async Task An_open_stream_of_the_inbox_does_not_keep_it_from_stopping_in_order()
    {
        await using var town = await Town.Open(await server.CreateDatabase());
        var process = await town.Start();
        var key = await town.Post(process, "/api/v1/admin/api-keys", new { role = "staff", label = "tests", tenant = "default" });
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{process.Url}/api/v1/inbox/stream");
        request.Headers.Add("X-Api-Key", key.GetProperty("key").GetString()!);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var stream = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        stream.EnsureSuccessStatusCode();

        (await process.Stop()).ShouldBe(0, process.Log);

        (await new StoredFacts(town).Ask<int>("select id from instances")).ShouldBeEmpty("it signed off");
    }
}

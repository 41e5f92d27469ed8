using System.Net.ServerSentEvents;
using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Team;

/// <summary>Who listens hears what happens, from where he left off.</summary>
[Collection(nameof(PeopleHost))]
public sealed class InboxStreamTests(PeopleHost host)
{
    [Fact]
    public async Task Who_listens_hears_of_messages_replies_and_hand_overs_of_his_tenant_only()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var here = await Listener.To(host, await host.Key(ApiRole.Staff), null, limit.Token);
        await using var elsewhere = await Listener.To(
            host, await host.Key(ApiRole.Staff, RunningHost.OtherTenant), null, limit.Token);
        var citizen = new Citizen(host);
        await citizen.Asks("I want to talk to a human");
        var talk = await host.TalkWith(citizen);
        await new Citizen(host, host.North).Asks("I want to talk to a human");

        // The streams of one save are written in no particular order.
        string[] expected = ["message_received", "handed_over", "reply_decided", "task_opened"];
        var heard = await here.Next(talk, expected.Length);

        heard.Select(h => h.Type).ShouldBe(expected, ignoreOrder: true);
        heard.Single(h => h.Type == "handed_over").Data.GetProperty("reason").GetString().ShouldBe("human_request");
        heard.ShouldAllBe(h => !h.Data.GetRawText().Contains("human\"", StringComparison.Ordinal) || h.Type != "message_received");
        (await elsewhere.UntilAny("task_opened")).ShouldNotContain(h => h.Data.GetRawText().Contains(talk.ToString()));
    }

    [Fact]
    public async Task Who_comes_back_hears_what_he_missed_once()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var key = await host.Key(ApiRole.Staff);
        var citizen = new Citizen(host);
        string last;
        await using (var first = await Listener.To(host, key, null, limit.Token))
        {
            await citizen.Reports();
            last = (await first.Until(await host.TalkWith(citizen), "reply_decided"))[^1].Id!;
        }

        await citizen.Asks("It is in front of number 7");
        var talk = await host.TalkWith(citizen);
        await using var second = await Listener.To(host, key, last, limit.Token);

        (await second.Until(talk, "reply_decided")).Select(h => h.Type).ShouldBe(["message_received", "reply_decided"]);
    }

    [Fact]
    public async Task Who_asks_for_what_is_no_id_is_told_so() =>
        (await host.Get("/api/v1/inbox/stream", await host.Key(ApiRole.Staff), ("Last-Event-ID", "yesterday"))).Status.ShouldBe(400);

    private sealed class Listener(HttpResponseMessage response, IAsyncEnumerator<SseItem<JsonElement>> items) : IAsyncDisposable
    {
        private static readonly HttpClient Http = new();

        public static async Task<Listener> To(PeopleHost host, string key, string? last, CancellationToken ct)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"{host.Url}/api/v1/inbox/stream");
            request.Headers.Add("X-Api-Key", key);
            if (last is not null)
            {
                request.Headers.Add("Last-Event-ID", last);
            }

            var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            response.EnsureSuccessStatusCode();
            var items = SseParser.Create(
                await response.Content.ReadAsStreamAsync(ct),
                (_, bytes) => JsonSerializer.Deserialize<JsonElement>(bytes)).EnumerateAsync(ct).GetAsyncEnumerator(ct);
            var listener = new Listener(response, items);
            if (last is null)
            {
                (await items.MoveNextAsync()).ShouldBeTrue();
                items.Current.EventType.ShouldBe("listening");
            }

            return listener;
        }

        /// <summary>What is heard of a conversation, up to and with that.</summary>
        public Task<List<(string? Id, string Type, JsonElement Data)>> Until(Guid talk, string type) =>
            Heard(data => data.GetRawText().Contains(talk.ToString(), StringComparison.Ordinal), heard => heard[^1].Type == type);

        public Task<List<(string? Id, string Type, JsonElement Data)>> Next(Guid talk, int count) => Heard(
            data => data.GetRawText().Contains(talk.ToString(), StringComparison.Ordinal), heard => heard.Count == count);

        public Task<List<(string? Id, string Type, JsonElement Data)>> UntilAny(string type) =>
            Heard(_ => true, heard => heard[^1].Type == type);

        public async ValueTask DisposeAsync()
        {
            response.Dispose();
            await Task.CompletedTask;
        }

        private async Task<List<(string? Id, string Type, JsonElement Data)>> Heard(
            Func<JsonElement, bool> about, Func<List<(string? Id, string Type, JsonElement Data)>, bool> enough)
        {
            var heard = new List<(string? Id, string Type, JsonElement Data)>();
            while (heard.Count == 0 || !enough(heard))
            {
                (await items.MoveNextAsync()).ShouldBeTrue();
                if (items.Current.EventType is not ("beat" or "listening") && about(items.Current.Data))
                {
                    heard.Add((items.Current.EventId, items.Current.EventType, items.Current.Data));
                }
            }

            return heard;
        }
    }
}

using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Media;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

/// <summary>What is asked of WAHA's chats and files.</summary>
public sealed class WahaHistoryTests
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 1, 2, 3];

    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_message_of_ours_is_found_by_its_text()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        (await fixture.LookUp(_start)).ShouldBe(new LookupResult.Absent());
        Store(fixture, "AAA", "Su reporte está en camino. 🦙 ", fromMe: true);

        (await fixture.LookUp(_start)).ShouldBe(new LookupResult.Found("AAA"));
        (await fixture.LookUp(_start, "AAA")).ShouldBe(new LookupResult.Absent());
        (await fixture.LookUp(_start.AddMinutes(1))).ShouldBe(new LookupResult.Absent());
    }

    [Fact]
    public async Task But_no_other_text_nor_the_citizens_own()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        Store(fixture, "AAA", "Su reporte", fromMe: true);
        Store(fixture, "BBB", "Su reporte está en camino. 🦙");

        (await fixture.LookUp(_start)).ShouldBe(new LookupResult.Absent());
    }

    [Fact]
    public async Task A_waha_that_cannot_be_asked_does_not_answer()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        fixture.Waha.Status = "STARTING";
        (await fixture.LookUp(_start)).ShouldBe(new LookupResult.Unanswered("http_422"));
        (await Should.ThrowAsync<HttpRequestException>(fixture.Missed(_start))).Message.ShouldContain("422");
        await fixture.Waha.DisposeAsync();
        (await fixture.LookUp(_start)).ShouldBe(new LookupResult.Unanswered("unreachable"));
    }

    [Fact]
    public async Task What_was_missed_comes_as_the_webhook_would_have_brought_it()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        Store(fixture, "OLD", "long ago", at: _start.AddHours(-1));
        Store(fixture, "TWO", "later", at: _start.AddSeconds(20), mediaUrl: "http://localhost:3000/api/files/x.jpg");
        Store(fixture, "ONE", "first", at: _start.AddSeconds(10));
        Store(fixture, "OURS", "an answer", fromMe: true, at: _start.AddSeconds(30));
        Store(fixture, "LID", "hidden", "123@lid", at: _start.AddSeconds(15));
        Store(fixture, "GROUP", "in a group", "1203@g.us", at: _start.AddSeconds(16));
        Store(fixture, "QUIET", "before", "5215550002222@c.us", at: _start.AddHours(-2));

        var missed = await fixture.Missed(_start);

        missed.Select(e => e.Key).ShouldBe(
        [
            $"m:false_{WahaGatewayFixture.Chat}_ONE", $"m:false_{WahaGatewayFixture.Chat}_TWO", "m:false_123@lid_LID",
        ]);
        missed.Select(e => e.Lane).ShouldBe([WahaGatewayFixture.Citizen, WahaGatewayFixture.Citizen, "123@lid"]);
        var later = fixture.Gateway.Decode(missed[1].Payload).ShouldBeOfType<Inbound.Message>();
        later.IsFor(fixture.Account).ShouldBeTrue();
        later.Text.ShouldBe("later");
        later.Media.ShouldBe([new InboundMedia("http://localhost:3000/api/files/x.jpg", "image/jpeg")]);
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        for (var i = 0; i < 120; i++)
        {
            Store(fixture, $"C{i}", "x", $"52155500{i:00000}@c.us", at: _start.AddSeconds(i));
            Store(fixture, $"M{i}", "x", at: _start.AddSeconds(i));
        }

        var missed = await fixture.Missed(_start);

        missed.Select(e => e.Key).Distinct().Count().ShouldBe(240);
        missed.Where(e => e.Lane == WahaGatewayFixture.Citizen).Select(e => e.Key[(e.Key.LastIndexOf('_') + 1)..])
            .ShouldBe(Enumerable.Range(0, 120).Select(i => $"M{i}"));
    }

    [Fact]
    public async Task A_chat_with_more_than_is_worked_off_silently_is_an_error()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        for (var i = 0; i < 1_000; i++)
            Store(fixture, $"M{i}", "x", at: _start.AddSeconds(i));

        await Should.ThrowAsync<HttpRequestException>(fixture.Missed(_start));
    }

    [Fact]
    public async Task A_file_is_fetched_where_the_settings_say_that_waha_is()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        var url = fixture.Waha.AddFile("image/jpeg", Photo);
        using var source = new GuardedMediaSource(new MediaOptions(), TimeProvider.System);

        var fetched = (await fixture.Gateway.Fetch(fixture.Account, url, source, CancellationToken.None))
            .ShouldBeOfType<MediaDownload.Fetched>();

        fetched.Content.ToArray().ShouldBe(Photo);
        (await fixture.Gateway.Fetch(fixture.With("ApiKey", "x"), url, source, CancellationToken.None))
            .ShouldBe(new MediaDownload.Failed("credentials"));
    }

    [Theory]
    [InlineData("http://localhost:3000/api/files/default/a.jpg", "https://waha.example.org/api/files/default/a.jpg", true)]
    [InlineData("http://127.0.0.1:3000/api/files/default/a.jpg", "https://waha.example.org/api/files/default/a.jpg", true)]
    [InlineData("https://waha.example.org/api/files/default/a.jpg", "https://waha.example.org/api/files/default/a.jpg", true)]
    [InlineData("https://bucket.example.com/a.jpg?signed=1", "https://bucket.example.com/a.jpg?signed=1", false)]
    [InlineData("http://waha.example.org/a.jpg", "http://waha.example.org/a.jpg", false)]
    [InlineData("https://waha.example.org@evil.example/a.jpg", "https://waha.example.org@evil.example/a.jpg", false)]
    [InlineData("file:///etc/passwd", "about:invalid", false)]
    [InlineData("../../sessions", "about:invalid", false)]
    public async Task No_other_origin_sees_the_key(string reference, string asked, bool withKey)
    {
        await using var fixture = await WahaGatewayFixture.Start();
        var source = new AskedSource();

        await fixture.Gateway.Fetch(
            fixture.With("ApiBaseUrl", "https://waha.example.org"), reference, source, CancellationToken.None);

        source.Asked.ShouldBe(withKey
            ? new MediaRequest(new Uri(asked), fixture.Waha.ApiKey, "X-Api-Key", new Uri("https://waha.example.org"))
            : new MediaRequest(new Uri(asked), null));
    }

    private void Store(
        WahaGatewayFixture fixture, string bare, string text, string chat = WahaGatewayFixture.Chat, bool fromMe = false,
        DateTimeOffset? at = null, string? mediaUrl = null) =>
        fixture.Waha.Store(new WahaStored(chat, bare, fromMe, text, at ?? _start) { MediaUrl = mediaUrl });

    private sealed class AskedSource : IMediaSource
    {
        public MediaRequest? Asked { get; private set; }

        public Task<MediaDownload> Fetch(MediaRequest request, CancellationToken ct)
        {
            Asked = request;
            return Task.FromResult<MediaDownload>(new MediaDownload.Refused("not_asked"));
        }
    }
}

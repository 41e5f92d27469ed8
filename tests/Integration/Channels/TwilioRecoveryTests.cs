using CleanFte.Application.Ports;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

public sealed class TwilioRecoveryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly IReadOnlySet<string> NoOthers = new HashSet<string>();

    private readonly SettableClock _clock = new(Now);

    [Fact]
    public async Task A_message_accepted_without_our_knowing_is_found_even_on_the_second_page()
    {
        await using var fixture = await Start();
        fixture.Twilio.MaxPageSize = 2;
        fixture.Twilio.NextResponses.Enqueue(Fault.Close(accept: true));
        (await fixture.Send()).ShouldBeOfType<SendResult.Uncertain>();
        var sid = fixture.Twilio.Messages.ShouldHaveSingleItem().Sid;
        foreach (var text in new[] { "two", "three", "four" })
            await fixture.Send(TwilioGatewayFixture.Message(text));

        (await LookUp(fixture, Now)).ShouldBe(new LookupResult.Found(sid));
    }

    [Fact]
    public async Task A_message_that_never_arrived_is_absent()
    {
        await using var fixture = await Start();
        fixture.Twilio.MaxPageSize = 1;
        fixture.Twilio.NextResponses.Enqueue(Fault.Close(accept: false));
        (await fixture.Send()).ShouldBeOfType<SendResult.Uncertain>();
        await fixture.Send(TwilioGatewayFixture.Message("another text"));
        await fixture.Send(TwilioGatewayFixture.Message(to: "whatsapp:+5215550002222"));
        fixture.Twilio.Seed(TwilioGatewayFixture.Citizen, TwilioGatewayFixture.Message().Text);

        (await LookUp(fixture, Now)).ShouldBe(new LookupResult.Absent());
    }

    [Fact]
    public async Task The_same_text_sent_before_the_attempt_does_not_count()
    {
        await using var fixture = await Start();
        await fixture.Send();

        (await LookUp(fixture, Now)).ShouldBeOfType<LookupResult.Found>();
        (await LookUp(fixture, Now.AddMinutes(1))).ShouldBe(new LookupResult.Absent());
    }

    [Fact]
    public async Task Another_message_with_the_same_text_is_not_taken_for_the_interrupted_one()
    {
        await using var fixture = await Start();
        var other = (await fixture.Send()).ShouldBeOfType<SendResult.Accepted>().ProviderMessageId;
        (await LookUp(fixture, Now, other)).ShouldBe(new LookupResult.Absent());

        fixture.Twilio.NextResponses.Enqueue(Fault.Close(accept: true));
        (await fixture.Send()).ShouldBeOfType<SendResult.Uncertain>();
        var interrupted = fixture.Twilio.Messages[^1].Sid;
        (await LookUp(fixture, Now, other)).ShouldBe(new LookupResult.Found(interrupted));
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_gives_no_answer()
    {
        await using var fixture = await Start();
        var unauthorized = fixture.With("AuthToken", "wrong");

        (await fixture.Gateway.LookUp(unauthorized, TwilioGatewayFixture.Message(), Now, NoOthers, CancellationToken.None))
            .ShouldBe(new LookupResult.Unanswered("http_401"));
        await fixture.Twilio.DisposeAsync();
        (await LookUp(fixture, Now)).ShouldBe(new LookupResult.Unanswered("unreachable"));
        await Should.ThrowAsync<HttpRequestException>(async () => await Missed(fixture, Now));
    }

    [Fact]
    public async Task Missed_messages_come_under_the_keys_of_their_webhooks()
    {
        await using var fixture = await Start();
        fixture.Twilio.MaxPageSize = 2;
        fixture.Twilio.Seed(TwilioGatewayFixture.Citizen, "too old", Now.AddMinutes(-10));
        var first = fixture.Twilio.Seed(TwilioGatewayFixture.Citizen, "Hola ñ & adiós", Now.AddMinutes(-3));
        var second = fixture.Twilio.Seed("whatsapp:US.ABC123", "no phone", Now.AddMinutes(-2));
        var third = fixture.Twilio.Seed(TwilioGatewayFixture.Citizen, "third", Now.AddMinutes(-1));
        await fixture.Send();

        var elements = await Missed(fixture, Now.AddMinutes(-5));

        elements.Select(element => element.Key)
            .ShouldBe([$"m:{third.Sid}", $"m:{second.Sid}", $"m:{first.Sid}"], ignoreOrder: true);
        var message = Read(fixture, elements.Single(element => element.Key == $"m:{first.Sid}"));
        message.Text.ShouldBe("Hola ñ & adiós");
        message.ProviderAccountId.ShouldBe(fixture.Twilio.AccountSid);
        message.To.ShouldBe(fixture.Twilio.Address);
        Read(fixture, elements.Single(element => element.Lane == "whatsapp:US.ABC123")).Sender
            .ShouldBe(new SenderIdentity("whatsapp_user", "US.ABC123"));
    }

    [Fact]
    public async Task A_missed_photo_can_be_fetched_and_the_second_host_sees_no_credentials()
    {
        await using var fixture = await Start();
        var photo = new TwilioFile("image/jpeg", [0xFF, 0xD8, 0xFF, 1, 2, 3]);
        var note = new TwilioFile("text/plain", [65]);
        var seeded = fixture.Twilio.Seed(TwilioGatewayFixture.Citizen, "", Now, photo, note);

        var media = Read(fixture, (await Missed(fixture, Now)).ShouldHaveSingleItem()).Media;
        media.ShouldBe(
        [
            new InboundMedia(fixture.Twilio.MediaUrl(seeded, photo), "image/jpeg"),
            new InboundMedia(fixture.Twilio.MediaUrl(seeded, note), "text/plain"),
        ]);

        var request = await RequestFor(fixture, media[0].Reference);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var ask = new HttpRequestMessage(HttpMethod.Get, request.Uri);
        ask.Headers.TryAddWithoutValidation("Authorization", request.Authorization);
        using var redirect = await http.SendAsync(ask);
        var storage = redirect.Headers.Location.ShouldNotBeNull();
        storage.Host.ShouldNotBe(request.Uri.Host);
        (await RequestFor(fixture, storage.AbsoluteUri)).Authorization.ShouldBeNull();
        (await http.GetByteArrayAsync(storage)).ShouldBe(photo.Content);
    }

    [Theory]
    [InlineData("http://evil.example/2010-04-01/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("not an address")]
    public async Task Only_the_providers_own_host_sees_the_credentials(string reference)
    {
        await using var fixture = await Start();
        var request = await RequestFor(fixture, reference);
        request.Authorization.ShouldBeNull();
        request.Uri.IsFile.ShouldBeFalse();
    }

    private Task<TwilioGatewayFixture> Start() => TwilioGatewayFixture.Start(clock: _clock);

    private static Task<LookupResult> LookUp(TwilioGatewayFixture fixture, DateTimeOffset since, params string[] others) =>
        fixture.Gateway.LookUp(
            fixture.Account, TwilioGatewayFixture.Message(), since, others.ToHashSet(), CancellationToken.None);

    /// <summary>What the gateway would have downloaded.</summary>
    private static async Task<MediaRequest> RequestFor(TwilioGatewayFixture fixture, string reference)
    {
        var source = new AskedSource();
        await fixture.Gateway.Fetch(fixture.Account, reference, source, CancellationToken.None);
        return source.Asked.ShouldNotBeNull();
    }

    private static async Task<List<InboundElement>> Missed(TwilioGatewayFixture fixture, DateTimeOffset since)
    {
        var elements = new List<InboundElement>();
        await foreach (var element in fixture.Gateway.Missed(
            fixture.Account, new RecoveryCursor(since, null), CancellationToken.None))
            elements.Add(element);
        return elements;
    }

    private static Inbound.Message Read(TwilioGatewayFixture fixture, InboundElement element) =>
        fixture.Gateway.Decode(element.Payload).ShouldBeOfType<Inbound.Message>();

    private sealed class SettableClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

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

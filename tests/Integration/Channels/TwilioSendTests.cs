using System.Net;
using System.Net.Sockets;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

public sealed class TwilioSendTests
{
    /// <summary>For answers that never come; long enough for a request to leave a busy machine.</summary>
    private static readonly TimeSpan Impatient = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task A_message_is_accepted_with_its_sid()
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        var message = TwilioGatewayFixture.Message("ñ +&=% 🦙\nfin\uD83D");

        var result = await fixture.Send(message);

        var sent = fixture.Twilio.Messages.ShouldHaveSingleItem();
        result.ShouldBe(new SendResult.Accepted(sent.Sid));
        sent.Body.ShouldBe("ñ +&=% 🦙\nfin\uFFFD");
        sent.To.ShouldBe(TwilioGatewayFixture.Citizen);
        sent.StatusCallback.ShouldBe(
            $"https://fte.example.org/api/v1/webhooks/whatsapp/twilio/main%20line/status?reply={message.Id}");
    }

    [Fact]
    public async Task Without_a_public_url_no_callback_is_asked_for()
    {
        await using var fixture = await TwilioGatewayFixture.Start(publicUrl: "");
        await fixture.Send();
        fixture.Twilio.Messages.ShouldHaveSingleItem().StatusCallback.ShouldBe("");
    }

    [Fact]
    public async Task A_user_without_phone_number_is_written_to()
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        var result = await fixture.Send(TwilioGatewayFixture.Message(to: "whatsapp:US.ABC123"));
        result.ShouldBeOfType<SendResult.Accepted>();
    }

    [Fact]
    public async Task The_longest_text_is_accepted_and_a_longer_one_refused_unsent()
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        var longest = new string('字', TwilioGateway.MaxBody);

        (await fixture.Send(TwilioGatewayFixture.Message(longest))).ShouldBeOfType<SendResult.Accepted>();
        (await fixture.Send(TwilioGatewayFixture.Message(longest + "x")))
            .ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("21617");
        fixture.Twilio.Attempts.ShouldBe(1);
    }

    [Theory]
    [InlineData("whatsapp:5215550001111", "21211")]
    [InlineData("+5215550001111", "21211")]
    public async Task What_twilio_never_takes_is_refused_with_its_code(string to, string code)
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        var refused = (await fixture.Send(TwilioGatewayFixture.Message(to: to))).ShouldBeOfType<SendResult.Refused>();
        refused.Code.ShouldBe(code);
        refused.Explanation.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_operators_mistakes_lose_no_message()
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        var expected = new SendResult.TryLater("credentials", null);
        var incomplete = new SendResult.TryLater("settings", null);

        (await fixture.Send(account: fixture.With("AuthToken", "wrong"))).ShouldBe(expected);
        (await fixture.Send(account: fixture.Account with { Address = "whatsapp:+19995550000" })).ShouldBe(expected);
        (await fixture.Send(account: fixture.With("AccountSid", ""))).ShouldBe(incomplete);
        (await fixture.Send(account: fixture.With("ApiBaseUrl", "twilio"))).ShouldBe(incomplete);
    }

    public static TheoryData<Fault, SendResult> Answers => new()
    {
        { Fault.TooManyRequests(7), new SendResult.TryLater("20429", TimeSpan.FromSeconds(7)) },
        { Fault.TooManyRequests(1_000_000), new SendResult.TryLater("20429", TimeSpan.FromHours(1)) },
        { Fault.Page(429), new SendResult.TryLater("429", null) },
        { Fault.Answer(503, 20503), new SendResult.TryLater("20503", null) },
        { Fault.Page(503), new SendResult.Uncertain("http_503", true) },
        { Fault.Answer(500, 20500, accept: true), new SendResult.Uncertain("http_500", true) },
        { Fault.Page(502), new SendResult.Uncertain("http_502", true) },
        { Fault.Page(504, accept: true), new SendResult.Uncertain("http_504", true) },
        { Fault.Page(201, accept: true), new SendResult.Uncertain("no_sid") },
        { Fault.Page(404), new SendResult.TryLater("http_404", null) },
        { Fault.Answer(404, 20404), new SendResult.TryLater("credentials", null) },
        { Fault.Page(403), new SendResult.TryLater("credentials", null) },
        { Fault.Answer(403, 20005), new SendResult.TryLater("credentials", null) },
        { Fault.Answer(403, 21408), new SendResult.Refused("21408", "Disturbed") },
        { Fault.Answer(400, 63016), new SendResult.Refused("63016", "Disturbed", RefusalCause.WindowClosed) },
        { Fault.Page(302), new SendResult.TryLater("http_302", null) },
        { Fault.Close(accept: true), new SendResult.Uncertain("connection_broken") },
        { Fault.Close(accept: false), new SendResult.Uncertain("connection_broken") },
    };

    [Theory]
    [MemberData(nameof(Answers), DisableDiscoveryEnumeration = true)]
    public async Task Every_answer_has_one_meaning(Fault fault, SendResult expected)
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        fixture.Twilio.NextResponses.Enqueue(fault);
        (await fixture.Send()).ShouldBe(expected);
    }

    [Fact]
    public async Task A_request_without_answer_is_uncertain()
    {
        await using var fixture = await TwilioGatewayFixture.Start(Impatient);
        fixture.Twilio.NextResponses.Enqueue(Fault.Hang(accept: true));

        (await fixture.Send()).ShouldBe(new SendResult.Uncertain("timeout"));
        fixture.Twilio.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task A_stop_after_the_message_left_is_uncertain_and_before_it_is_a_stop()
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        using var stop = new CancellationTokenSource();
        fixture.Twilio.Disturb = () =>
        {
            stop.Cancel();
            return Fault.Hang(accept: true);
        };

        (await fixture.Gateway.Send(fixture.Account, TwilioGatewayFixture.Message(), stop.Token))
            .ShouldBe(new SendResult.Uncertain("cancelled"));
        await Should.ThrowAsync<OperationCanceledException>(
            fixture.Gateway.Send(fixture.Account, TwilioGatewayFixture.Message(), stop.Token));
        fixture.Twilio.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_connection_means_nothing_left()
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        (await fixture.Send(account: fixture.With("ApiBaseUrl", $"http://{closed.LocalEndPoint}")))
            .ShouldBe(new SendResult.TryLater("unreachable", null));
        (await fixture.Send(account: fixture.With("ApiBaseUrl", "http://nowhere.invalid")))
            .ShouldBeOfType<SendResult.TryLater>();
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_means_nothing_left()
    {
        await using var fixture = await TwilioGatewayFixture.Start(Impatient);
        // TLS towards a server that never says a word: connected, but no request can be written.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen();

        (await fixture.Send(account: fixture.With("ApiBaseUrl", $"https://{silent.LocalEndPoint}")))
            .ShouldBe(new SendResult.TryLater("timeout", null));
    }

    [Fact]
    public async Task Many_messages_at_once_keep_their_own_texts()
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        var texts = Enumerable.Range(0, 200).Select(i => $"{i}:{new string((char)('a' + i % 26), i)}").ToList();

        var results = await Task.WhenAll(texts.Select(text => fixture.Send(TwilioGatewayFixture.Message(text))));

        results.ShouldAllBe(result => result is SendResult.Accepted);
        fixture.Twilio.Messages.Select(message => message.Body).ShouldBe(texts, ignoreOrder: true);
    }
}

using System.Net;
using System.Net.Sockets;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

public sealed class WahaSendTests
{
    /// <summary>For answers that never come; long enough for a request to leave a busy machine.</summary>
    private static readonly TimeSpan Impatient = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData(WahaIdShape.Text)]
    [InlineData(WahaIdShape.Object)]
    [InlineData(WahaIdShape.Key)]
    public async Task A_message_is_accepted_with_its_id_in_whatever_shape(WahaIdShape shape)
    {
        await using var fixture = await WahaGatewayFixture.Start();
        fixture.Waha.IdShape = shape;

        var result = await fixture.Send(WahaGatewayFixture.Message("ñ \"+&\\\" 🦙\nfin\uD83D"));

        var sent = fixture.Waha.Sent.ShouldHaveSingleItem();
        result.ShouldBe(new SendResult.Accepted(sent.Bare));
        sent.Text.ShouldBe("ñ \"+&\\\" 🦙\nfin\uFFFD");
        sent.Chat.ShouldBe(WahaGatewayFixture.Chat);
    }

    [Fact]
    public async Task A_hidden_id_is_written_to_as_it_is_and_anything_else_refused_unsent()
    {
        await using var fixture = await WahaGatewayFixture.Start();

        (await fixture.Send(WahaGatewayFixture.Message(to: "123456789@lid"))).ShouldBeOfType<SendResult.Accepted>();
        (await fixture.Send(WahaGatewayFixture.Message(to: "1203@g.us"))).ShouldBeOfType<SendResult.Refused>()
            .Cause.ShouldBe(RefusalCause.Recipient);

        fixture.Waha.Sent.ShouldHaveSingleItem().Chat.ShouldBe("123456789@lid");
        fixture.Waha.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task The_longest_text_is_accepted_and_a_longer_one_refused_unsent()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        var longest = new string('字', fixture.Gateway.MaxTextLength);

        (await fixture.Send(WahaGatewayFixture.Message(longest))).ShouldBeOfType<SendResult.Accepted>();
        (await fixture.Send(WahaGatewayFixture.Message(longest + "x"))).ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("too_long");
        fixture.Waha.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Choices_are_numbered_lines_where_there_is_room()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        var offer = new ReplyOffer(OfferKind.Choices, [new("service:a", "Bache"), new("service:b", "Basura")]);

        await fixture.Send(WahaGatewayFixture.Message("¿Qué?") with { Offer = offer });
        var full = new string('x', fixture.Gateway.MaxTextLength);
        await fixture.Send(WahaGatewayFixture.Message(full) with { Offer = offer });
        await fixture.Send(WahaGatewayFixture.Message("¿Dónde?") with { Offer = ReplyOffer.Location });

        fixture.Waha.Sent.Select(m => m.Text).ShouldBe(["¿Qué?\n1. Bache\n2. Basura", full, "¿Dónde?"]);
    }

    [Fact]
    public async Task The_operators_mistakes_lose_no_message()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        (await fixture.Send(account: fixture.With("ApiKey", "wrong"))).ShouldBe(new SendResult.TryLater("credentials", null));
        (await fixture.Send(account: fixture.With("Session", "other"))).ShouldBe(new SendResult.TryLater("session", null));
        (await fixture.Send(account: fixture.With("ApiKey", ""))).ShouldBe(new SendResult.TryLater("settings", null));
        (await fixture.Send(account: fixture.With("ApiBaseUrl", "waha"))).ShouldBe(new SendResult.TryLater("settings", null));
        fixture.Waha.Status = "SCAN_QR_CODE";
        (await fixture.Send()).ShouldBe(new SendResult.TryLater("session", null));
        fixture.Waha.Sent.ShouldBeEmpty();
    }

    public static TheoryData<Fault, SendResult> Answers => new()
    {
        { Fault.Answer(400, 1), new SendResult.Refused("400", "Disturbed") },
        { Fault.Answer(422, 1), new SendResult.Refused("422", "Disturbed") },
        { Fault.Answer(408, 1), new SendResult.TryLater("http_408", null) },
        { Fault.Answer(403, 1), new SendResult.TryLater("credentials", null) },
        { Fault.Page(401), new SendResult.TryLater("credentials", null) },
        { Fault.Answer(404, 1), new SendResult.TryLater("session", null) },
        { Fault.Page(400), new SendResult.TryLater("http_400", null) },
        { Fault.Page(422), new SendResult.TryLater("http_422", null) },
        { Fault.Page(302), new SendResult.TryLater("http_302", null) },
        { Fault.Page(429) with { RetryAfter = 7 }, new SendResult.TryLater("429", TimeSpan.FromSeconds(7)) },
        { Fault.Page(429) with { RetryAfter = 1_000_000 }, new SendResult.TryLater("429", TimeSpan.FromHours(1)) },
        { Fault.Answer(500, 1, accept: true), new SendResult.Uncertain("http_500", true) },
        { Fault.Page(503), new SendResult.Uncertain("http_503", true) },
        { Fault.Page(200, accept: true), new SendResult.Uncertain("no_id") },
        { Fault.Close(accept: true), new SendResult.Uncertain("connection_broken") },
    };

    [Theory]
    [MemberData(nameof(Answers), DisableDiscoveryEnumeration = true)]
    public async Task Every_answer_has_one_meaning(Fault fault, SendResult expected)
    {
        await using var fixture = await WahaGatewayFixture.Start();
        fixture.Waha.NextResponses.Enqueue(fault);
        (await fixture.Send()).ShouldBe(expected);
    }

    [Fact]
    public async Task A_request_without_answer_is_uncertain()
    {
        await using var fixture = await WahaGatewayFixture.Start(wait: Impatient);
        fixture.Waha.NextResponses.Enqueue(Fault.Hang(accept: true));

        (await fixture.Send()).ShouldBe(new SendResult.Uncertain("timeout"));
    }

    [Fact]
    public async Task A_stop_after_the_message_left_is_uncertain_and_before_it_is_a_stop()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        using var stop = new CancellationTokenSource();
        fixture.Waha.Disturb = () =>
        {
            stop.Cancel();
            return Fault.Hang(accept: true);
        };

        (await fixture.Gateway.Send(fixture.Account, WahaGatewayFixture.Message(), stop.Token))
            .ShouldBe(new SendResult.Uncertain("cancelled"));
        await Should.ThrowAsync<OperationCanceledException>(
            fixture.Gateway.Send(fixture.Account, WahaGatewayFixture.Message(), stop.Token));
        fixture.Waha.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_connection_means_nothing_left()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        (await fixture.Send(account: fixture.With("ApiBaseUrl", $"http://{closed.LocalEndPoint}")))
            .ShouldBe(new SendResult.TryLater("unreachable", null));
    }

    [Fact]
    public async Task A_message_is_shown_as_read_and_an_answer_as_being_written()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        var id = $"false_{WahaGatewayFixture.Chat}_AAA";

        await fixture.Gateway.ShowRead(fixture.Account, id, CancellationToken.None);

        fixture.Waha.Shown.Select(s => $"{s.Path} {s.Json}").ShouldBe(
        [
            $$"""sendSeen {"session":"default","chatId":"{{WahaGatewayFixture.Chat}}","messageIds":["{{id}}"]}""",
            $$"""startTyping {"session":"default","chatId":"{{WahaGatewayFixture.Chat}}"}""",
        ]);
        await fixture.Gateway.ShowRead(fixture.Account, "AAA", CancellationToken.None);
        fixture.Waha.Shown.Count.ShouldBe(2);
        await fixture.Waha.DisposeAsync();
        await fixture.Gateway.ShowRead(fixture.Account, id, CancellationToken.None);
    }

    [Fact]
    public async Task The_check_says_what_is_right()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        fixture.Waha.RegisteredUrl = $"{WahaGatewayFixture.PublicUrl}/api/v1/webhooks/whatsapp/waha/main%20line";

        var findings = await fixture.Check();

        findings.ShouldAllBe(f => f.IsRight);
        findings.Select(f => f.What).ShouldBe(["credentials", "session", "address", "webhook"]);
    }

    [Fact]
    public async Task And_what_is_wrong()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        Wrong(await fixture.Check()).ShouldContain("/api/v1/webhooks/whatsapp/waha/main%20line");
        fixture.Waha.RegisteredUrl = $"{WahaGatewayFixture.PublicUrl}/api/v1/webhooks/whatsapp/waha/main%20line";
        Wrong(await fixture.Check(fixture.With("ApiKey", "x"))).ShouldContain("ApiKey");
        Wrong(await fixture.Check(fixture.With("ApiKey", ""))).ShouldContain("ApiKey");
        Wrong(await fixture.Check(fixture.With("Session", "other"))).ShouldContain("no session other");
        Wrong(await fixture.Check(fixture.With("HmacKey", "other"))).ShouldContain("hmac.key");
        Wrong(await fixture.Check(fixture.Account with { Address = "whatsapp:+15559999999" })).ShouldContain(fixture.Waha.Address);
        fixture.Waha.RegisteredEvent = "message.ack";
        Wrong(await fixture.Check()).ShouldContain("message.any");
        fixture.Waha.RegisteredEvent = "message";
        foreach (var (status, advice) in new[] { ("SCAN_QR_CODE", "scan it"), ("FAILED", "restart"), ("STARTING", "minute") })
        {
            fixture.Waha.Status = status;
            Wrong(await fixture.Check()).ShouldContain(advice);
        }

        await fixture.Waha.DisposeAsync();
        Wrong(await fixture.Check()).ShouldContain("could not be asked");
        await using var unreachable = await WahaGatewayFixture.Start(publicUrl: "");
        Wrong(await unreachable.Check()).ShouldContain("PublicUrl");
    }

    private static string Wrong(IReadOnlyList<ChannelFinding> findings) =>
        findings.Where(f => !f.IsRight).ShouldHaveSingleItem().Explanation;
}

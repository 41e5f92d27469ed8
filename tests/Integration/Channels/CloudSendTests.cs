using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Channels.CloudApi;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

public sealed class CloudSendTests
{
    /// <summary>For answers that never come; long enough for a request to leave a busy machine.</summary>
    private static readonly TimeSpan Impatient = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_is_accepted_with_its_id(bool is360)
    {
        await using var fixture = await CloudGatewayFixture.Start(is360);
        var message = CloudGatewayFixture.Message("ñ \"+&\\\" 🦙\nfin\uD83D");

        var result = await fixture.Send(message);

        var sent = fixture.Cloud.Sent.ShouldHaveSingleItem();
        result.ShouldBe(new SendResult.Accepted(sent.Id));
        sent.Text.ShouldBe("ñ \"+&\\\" 🦙\nfin\uFFFD");
        sent.To.ShouldBe("+5215550001111");
        sent.CallbackData.ShouldBe(message.Id.ToString());
    }

    [Fact]
    public async Task Somebody_without_phone_number_is_written_to_by_his_id()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        (await fixture.Send(CloudGatewayFixture.Message(to: "whatsapp:US.13491208655302741918")))
            .ShouldBeOfType<SendResult.Accepted>();
        var sent = fixture.Cloud.Sent.ShouldHaveSingleItem();
        sent.Json.GetProperty("recipient").GetString().ShouldBe("US.13491208655302741918");
        sent.Json.TryGetProperty("to", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_longest_text_is_accepted_and_a_longer_one_refused_unsent()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        var longest = new string('字', fixture.Gateway.MaxTextLength);

        (await fixture.Send(CloudGatewayFixture.Message(longest))).ShouldBeOfType<SendResult.Accepted>();
        (await fixture.Send(CloudGatewayFixture.Message(longest + "x"))).ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("100");
        fixture.Cloud.Attempts.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, "button")]
    [InlineData(3, "button")]
    [InlineData(4, "list")]
    [InlineData(10, "list")]
    public async Task Choices_are_buttons_or_a_list(int count, string type)
    {
        await using var fixture = await CloudGatewayFixture.Start();
        var offer = new ReplyOffer(OfferKind.Choices, [.. Enumerable.Range(0, count).Select(i => new ReplyChoice(
            $"service:{i}{new string('p', 180)}", $"{i} 🦙 {new string('t', 40)}", new string('d', 100)))]);

        (await fixture.Send(CloudGatewayFixture.Message("¿Qué?") with { Offer = offer })).ShouldBeOfType<SendResult.Accepted>();

        var sent = fixture.Cloud.Sent.ShouldHaveSingleItem();
        sent.Json.GetProperty("interactive").GetProperty("type").GetString().ShouldBe(type);
        sent.Text.ShouldBe($"¿Qué?\n\n{offer.AsLines()}");
        sent.Json.ToString().ShouldContain(offer.Choices[^1].Payload);
    }

    [Fact]
    public async Task A_place_is_asked_for()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        await fixture.Send(CloudGatewayFixture.Message("¿Dónde?") with { Offer = ReplyOffer.Location });
        fixture.Cloud.Sent.ShouldHaveSingleItem().Json.GetProperty("interactive").GetProperty("type").GetString()
            .ShouldBe("location_request_message");
    }

    [Fact]
    public async Task An_answer_in_a_thread_quotes()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        await fixture.Send(CloudGatewayFixture.Message() with { Thread = "wamid.7" });
        fixture.Cloud.Sent.ShouldHaveSingleItem().Json.GetProperty("context").GetProperty("message_id").GetString()
            .ShouldBe("wamid.7");
    }

    [Fact]
    public async Task Outside_the_window_only_a_template_passes()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        fixture.Cloud.ClosedWindows["+5215550001111"] = true;
        fixture.Cloud.Templates["update/es"] = 2;
        var template = new MessageTemplate("update", "es", ["TKT-1", "two\nlines\tand    many     spaces"]);

        (await fixture.Send()).ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("131047");
        (await fixture.Send(CloudGatewayFixture.Message() with { Template = template })).ShouldBeOfType<SendResult.Accepted>();
        (await fixture.Send(CloudGatewayFixture.Message() with { Template = template with { Values = [] } }))
            .ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("132000");
        (await fixture.Send(CloudGatewayFixture.Message() with { Template = template with { Name = "other" } }))
            .ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("132001");
        fixture.Cloud.Sent.ShouldHaveSingleItem().Json.ToString().ShouldContain("two lines and many spaces");
    }

    [Fact]
    public async Task The_operators_mistakes_lose_no_message()
    {
        var expected = new SendResult.TryLater("credentials", null);
        var incomplete = new SendResult.TryLater("settings", null);
        await using var meta = await CloudGatewayFixture.Start();
        (await meta.Send(account: meta.With("AccessToken", "wrong"))).ShouldBe(expected);
        (await meta.Send(account: meta.With("PhoneNumberId", "999"))).ShouldBe(expected);
        (await meta.Send(account: meta.With("PhoneNumberId", ""))).ShouldBe(incomplete);
        (await meta.Send(account: meta.With("ApiBaseUrl", "graph"))).ShouldBe(incomplete);

        await using var dialog = await CloudGatewayFixture.Start(is360: true);
        (await dialog.Send(account: dialog.With("ApiKey", "wrong"))).ShouldBe(expected);
        (await dialog.Send(account: dialog.With("ApiKey", ""))).ShouldBe(incomplete);
        meta.Cloud.Accepted.ShouldBe(0);
    }

    public static TheoryData<Fault, SendResult> Answers => new()
    {
        { Fault.Answer(400, 131047), new SendResult.Refused("131047", "Disturbed", RefusalCause.WindowClosed) },
        { Fault.Answer(400, 131026), new SendResult.Refused("131026", "Disturbed", RefusalCause.Recipient) },
        { Fault.Answer(400, 131049), new SendResult.Refused("131049", "Disturbed") },
        { Fault.Answer(400, 131050), new SendResult.Refused("131050", "Disturbed", RefusalCause.OptedOut) },
        { Fault.Answer(400, 131062), new SendResult.Refused("131062", "Disturbed", RefusalCause.Recipient) },
        { Fault.Answer(404, 132001), new SendResult.Refused("132001", "Disturbed") },
        { Fault.Answer(400, 100), new SendResult.Refused("100", "Disturbed") },
        { Fault.Answer(400, 130429), new SendResult.TryLater("130429", null) },
        { Fault.Answer(400, 131056), new SendResult.TryLater("131056", TimeSpan.FromSeconds(6)) },
        { Fault.Answer(400, 131056) with { RetryAfter = 60 }, new SendResult.TryLater("131056", TimeSpan.FromMinutes(1)) },
        { Fault.Answer(400, 4), new SendResult.TryLater("4", null) },
        { Fault.Answer(400, 80007), new SendResult.TryLater("80007", null) },
        { Fault.Answer(503, 131016), new SendResult.TryLater("131016", null) },
        { Fault.Answer(500, 2), new SendResult.TryLater("2", null) },
        { Fault.Answer(400, 131000), new SendResult.TryLater("131000", null) },
        { Fault.Answer(500, 131000, accept: true), new SendResult.Uncertain("http_500", true) },
        { Fault.Answer(401, 190), new SendResult.TryLater("credentials", null) },
        { Fault.Answer(400, 190), new SendResult.TryLater("credentials", null) },
        { Fault.Answer(403, 131031), new SendResult.TryLater("credentials", null) },
        { Fault.Answer(403, 368), new SendResult.TryLater("credentials", null) },
        { Fault.Answer(403, 200), new SendResult.TryLater("credentials", null) },
        { Fault.Page(403), new SendResult.TryLater("credentials", null) },
        { Fault.Page(429) with { RetryAfter = 7 }, new SendResult.TryLater("429", TimeSpan.FromSeconds(7)) },
        { Fault.Page(429) with { RetryAfter = 1_000_000 }, new SendResult.TryLater("429", TimeSpan.FromHours(1)) },
        { Fault.Page(404), new SendResult.TryLater("http_404", null) },
        { Fault.Page(302), new SendResult.TryLater("http_302", null) },
        { Fault.Page(502), new SendResult.Uncertain("http_502", true) },
        { Fault.Page(200, accept: true), new SendResult.Uncertain("no_id") },
        { Fault.Close(accept: true), new SendResult.Uncertain("connection_broken") },
        { Fault.Close(accept: false), new SendResult.Uncertain("connection_broken") },
    };

    [Theory]
    [MemberData(nameof(Answers), DisableDiscoveryEnumeration = true)]
    public async Task Every_answer_has_one_meaning(Fault fault, SendResult expected)
    {
        await using var fixture = await CloudGatewayFixture.Start();
        fixture.Cloud.NextResponses.Enqueue(fault);
        (await fixture.Send()).ShouldBe(expected);
    }

    [Fact]
    public async Task A_request_without_answer_is_uncertain()
    {
        await using var fixture = await CloudGatewayFixture.Start(wait: Impatient);
        fixture.Cloud.NextResponses.Enqueue(Fault.Hang(accept: true));

        (await fixture.Send()).ShouldBe(new SendResult.Uncertain("timeout"));
        fixture.Cloud.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task A_stop_after_the_message_left_is_uncertain_and_before_it_is_a_stop()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        using var stop = new CancellationTokenSource();
        fixture.Cloud.Disturb = () =>
        {
            stop.Cancel();
            return Fault.Hang(accept: true);
        };

        (await fixture.Gateway.Send(fixture.Account, CloudGatewayFixture.Message(), stop.Token))
            .ShouldBe(new SendResult.Uncertain("cancelled"));
        await Should.ThrowAsync<OperationCanceledException>(
            fixture.Gateway.Send(fixture.Account, CloudGatewayFixture.Message(), stop.Token));
        fixture.Cloud.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_connection_means_nothing_left()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        (await fixture.Send(account: fixture.With("ApiBaseUrl", $"http://{closed.LocalEndPoint}")))
            .ShouldBe(new SendResult.TryLater("unreachable", null));
    }

    [Fact]
    public async Task What_was_sent_cannot_be_asked_for_and_nothing_is_missed()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        await fixture.Send();

        (await fixture.Gateway.LookUp(
            fixture.Account, CloudGatewayFixture.Message(), DateTimeOffset.UtcNow, new HashSet<string>(), CancellationToken.None))
            .ShouldBe(new LookupResult.Absent());
        await foreach (var element in fixture.Gateway.Missed(
            fixture.Account, new RecoveryCursor(DateTimeOffset.UtcNow, null), CancellationToken.None))
            element.ShouldBeNull("Meta redelivers");
    }

    [Fact]
    public async Task A_message_is_shown_as_read_and_an_answer_as_being_written()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        await fixture.Gateway.ShowRead(fixture.Account, "wamid.7", CancellationToken.None);

        JsonSerializer.Serialize(fixture.Cloud.Reads.ShouldHaveSingleItem()).ShouldBe(
            """{"messaging_product":"whatsapp","status":"read","message_id":"wamid.7","typing_indicator":{"type":"text"}}""");
        await fixture.Cloud.DisposeAsync();
        await fixture.Gateway.ShowRead(fixture.Account, "wamid.8", CancellationToken.None);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_check_says_what_is_right(bool is360)
    {
        await using var fixture = await CloudGatewayFixture.Start(is360);
        fixture.Cloud.RegisteredUrl = $"{CloudGatewayFixture.PublicUrl}/api/v1/webhooks/whatsapp/360dialog/main%20line";

        var findings = await fixture.Check();

        findings.ShouldAllBe(f => f.IsRight);
        findings.Select(f => f.What).ShouldBe(is360 ? ["credentials", "webhook"] : ["credentials", "address", "webhook"]);
    }

    [Fact]
    public async Task And_what_is_wrong()
    {
        await using var meta = await CloudGatewayFixture.Start();
        Wrong(await meta.Check(meta.With("AccessToken", "x"))).ShouldContain("AccessToken");
        Wrong(await meta.Check(meta.With("PhoneNumberId", "999"))).ShouldContain("PhoneNumberId");
        Wrong(await meta.Check(meta.With("PhoneNumberId", ""))).ShouldContain("incomplete");
        Wrong(await meta.Check(meta.Account with { Address = "whatsapp:+15559999999" })).ShouldContain(meta.Cloud.Address);
        await using var dialog = await CloudGatewayFixture.Start(is360: true);
        Wrong(await dialog.Check(dialog.With("ApiKey", "x"))).ShouldContain("ApiKey");
        Wrong(await dialog.Check()).ShouldContain("/api/v1/webhooks/whatsapp/360dialog/main%20line");
        await using var unreachable = await CloudGatewayFixture.Start(publicUrl: "");
        Wrong(await unreachable.Check()).ShouldContain("PublicUrl");
        await unreachable.Cloud.DisposeAsync();
        Wrong(await unreachable.Check()).ShouldContain("could not be asked");
    }

    private static string Wrong(IReadOnlyList<ChannelFinding> findings) =>
        findings.Where(f => !f.IsRight).ShouldHaveSingleItem().Explanation;
}

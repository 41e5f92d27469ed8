using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.GmailMail;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

public sealed class GmailSendTests
{
    private static readonly IReadOnlySet<string> NoOthers = new HashSet<string>();

    [Fact]
    public async Task A_mail_is_accepted_as_it_was_written()
    {
        await using var fixture = await GmailGatewayFixture.Start();

        (await fixture.Send(GmailGatewayFixture.Message("Línea una 🦙\nfin\uD83D"))).ShouldBeOfType<SendResult.Accepted>();

        var sent = fixture.Gmail.Mailbox.Sent.ShouldHaveSingleItem();
        sent.Body.ShouldBe("Línea una 🦙\r\nfin\uFFFD");
        sent.Subject.ShouldBe("Línea una 🦙");
        sent.Header("To").ShouldBe("ana@example.org");
        sent.Header("Auto-Submitted").ShouldBe("auto-replied");
        sent.Header("X-CleanFte-Loop").ShouldBe("mail");
    }

    [Theory]
    [InlineData("Bache")]
    [InlineData("Re: Bache")]
    [InlineData("=?utf-8?B?U2XDsWFsIGNhw61kYSBlbiBsYSBjYWxsZSBNYXlvcg==?=")]
    public async Task An_answer_goes_into_the_thread_of_the_mail(string subject)
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var mail = fixture.Gmail.Mailbox.Receive("Ana <ana@example.org>", subject, "Hay un bache", ("References", "<0@example.org>"));
        var thread = (await fixture.Only()).Thread;

        (await fixture.Send(GmailGatewayFixture.Message() with { Thread = thread })).ShouldBeOfType<SendResult.Accepted>();

        var sent = fixture.Gmail.Mailbox.Sent.ShouldHaveSingleItem();
        sent.ThreadId.ShouldBe(mail.ThreadId);
        sent.Header("In-Reply-To").ShouldBe(mail.MessageId);
        sent.Header("References").ShouldBe($"<0@example.org> {mail.MessageId}");
    }

    [Fact]
    public async Task Into_a_thread_that_is_gone_it_is_sent_by_itself()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var thread = new MailThread("gone", "Bache", "<1@example.org>", []).Write();

        (await fixture.Send(GmailGatewayFixture.Message() with { Thread = thread })).ShouldBeOfType<SendResult.Accepted>();

        fixture.Gmail.Mailbox.Sent.ShouldHaveSingleItem().Header("In-Reply-To").ShouldBe("<1@example.org>");
    }

    [Fact]
    public async Task What_Gmail_never_takes_is_refused_with_its_reason()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Gmail.Mailbox.Receive("ana@example.org", "Another", "x");
        var thread = MailThread.Read((await fixture.Only()).Thread)! with { Last = "<unknown@example.org>" };

        (await fixture.Send(GmailGatewayFixture.Message() with { Thread = thread.Write() }))
            .ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("invalidArgument");
        (await fixture.Send(GmailGatewayFixture.Message(to: "nobody"))).ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("bad_recipient");
        (await fixture.Send(GmailGatewayFixture.Message(new string('x', GmailGateway.MaxBody + 1))))
            .ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("too_long");
        (await fixture.Send(GmailGatewayFixture.Message(new string('字', GmailGateway.MaxBody)))).ShouldBeOfType<SendResult.Accepted>();
    }

    public static TheoryData<Fault, string?, SendResult> Answers => new()
    {
        { Fault.TooManyRequests(7), "rateLimitExceeded", new SendResult.TryLater("rateLimitExceeded", TimeSpan.FromSeconds(7)) },
        { Fault.TooManyRequests(1_000_000), "userRateLimitExceeded", new SendResult.TryLater("userRateLimitExceeded", TimeSpan.FromHours(1)) },
        { Fault.Page(403), "rateLimitExceeded", new SendResult.TryLater("rateLimitExceeded", null) },
        { Fault.Page(403), "userRateLimitExceeded", new SendResult.TryLater("userRateLimitExceeded", null) },
        { Fault.Page(403), "insufficientPermissions", new SendResult.TryLater("credentials", null) },
        { Fault.Page(403), "accessNotConfigured", new SendResult.TryLater("credentials", null) },
        { Fault.Page(400), "failedPrecondition", new SendResult.TryLater("credentials", null) },
        { Fault.Page(400), "invalidArgument", new SendResult.Refused("invalidArgument", "Refused: invalidArgument") },
        { Fault.Page(400), null, new SendResult.TryLater("http_400", null) },
        { Fault.Page(404), null, new SendResult.TryLater("http_404", null) },
        { Fault.Page(302), null, new SendResult.TryLater("http_302", null) },
        { Fault.Page(500), "backendError", new SendResult.Uncertain("http_500", true) },
        { Fault.Page(503, accept: true), null, new SendResult.Uncertain("http_503", true) },
        { Fault.Page(200, accept: true), null, new SendResult.Uncertain("no_id") },
        { Fault.Close(accept: true), null, new SendResult.Uncertain("connection_broken") },
        { Fault.Close(accept: false), null, new SendResult.Uncertain("connection_broken") },
    };

    [Theory]
    [MemberData(nameof(Answers), DisableDiscoveryEnumeration = true)]
    public async Task Every_answer_has_one_meaning(Fault fault, string? reason, SendResult expected)
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Gmail.NextSends.Enqueue((fault, reason));
        (await fixture.Send()).ShouldBe(expected);
    }

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_it_ends()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => fixture.Send(GmailGatewayFixture.Message($"{i}"))));
        fixture.Gmail.Issued.ShouldBe(1);

        fixture.Clock.Ahead = TimeSpan.FromMinutes(58);
        await fixture.Send();
        fixture.Gmail.Issued.ShouldBe(1);

        fixture.Clock.Ahead = TimeSpan.FromMinutes(59.5);
        await fixture.Send();
        fixture.Gmail.Issued.ShouldBe(2);
    }

    [Fact]
    public async Task A_revoked_token_is_replaced_once()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        await fixture.Send();
        fixture.Gmail.RevokeTokens();

        (await fixture.Send(GmailGatewayFixture.Message("again"))).ShouldBeOfType<SendResult.Accepted>();

        fixture.Gmail.Issued.ShouldBe(2);
        fixture.Gmail.Mailbox.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_operators_mistakes_lose_no_mail()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var expected = new SendResult.TryLater("credentials", null);

        (await fixture.Send(account: fixture.With(("ClientSecret", "wrong")))).ShouldBe(expected);
        fixture.Gmail.IsGranted = false;
        (await fixture.Send()).ShouldBe(expected);
        (await fixture.Send(account: fixture.With(("RefreshToken", "")))).ShouldBe(new SendResult.TryLater("settings", null));
        (await fixture.Send(account: fixture.With(("ApiBaseUrl", "gmail")))).ShouldBe(new SendResult.TryLater("settings", null));
        (await fixture.Send(account: fixture.With(("TokenUrl", "http://nowhere.invalid"))))
            .ShouldBeOfType<SendResult.TryLater>();
    }

    [Fact]
    public async Task A_request_without_answer_is_uncertain_and_a_stop_before_it_a_stop()
    {
        await using var fixture = await GmailGatewayFixture.Start(TimeSpan.FromSeconds(1.5));
        fixture.Gmail.NextSends.Enqueue((Fault.Hang(accept: true), null));

        (await fixture.Send()).ShouldBe(new SendResult.Uncertain("timeout"));
        await Should.ThrowAsync<OperationCanceledException>(
            fixture.Gateway.Send(fixture.Account, GmailGatewayFixture.Message(), new CancellationToken(true)));
        fixture.Gmail.Mailbox.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_taken_without_our_knowing_is_found_by_its_Message_ID()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        (await LookUp(fixture)).ShouldBe(new LookupResult.Absent());
        fixture.Gmail.NextSends.Enqueue((Fault.Close(accept: true), null));
        (await fixture.Send()).ShouldBeOfType<SendResult.Uncertain>();

        (await LookUp(fixture)).ShouldBeOfType<LookupResult.Found>();

        fixture.Gmail.Disturb = _ => Fault.Page(500);
        (await LookUp(fixture)).ShouldBe(new LookupResult.Unanswered("http_500"));
    }

    [Fact]
    public async Task A_mail_whose_Message_ID_Gmail_replaced_is_found_by_our_header()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Gmail.Mailbox.RewritesMessageIds = true;
        await fixture.Send(GmailGatewayFixture.Message() with { Id = Guid.NewGuid() });
        (await LookUp(fixture)).ShouldBe(new LookupResult.Absent());

        await fixture.Send();

        (await LookUp(fixture)).ShouldBeOfType<LookupResult.Found>();
    }

    [Fact]
    public async Task The_account_is_checked()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        await using var unreachable = await GmailGatewayFixture.Start(publicUrl: "");
        async Task<string> Findings(GmailGatewayFixture f, ChannelAccount account) => string.Join(
            ' ', (await f.Gateway.Check(account, CancellationToken.None)).Select(x => $"{x.What}={x.IsRight}"));

        (await Findings(fixture, fixture.Account)).ShouldBe("credentials=True address=True webhook=True");
        fixture.Gmail.Watches.ShouldBe(1);
        (await Findings(fixture, fixture.Account with { Address = "other@town.example" })).ShouldBe("credentials=True address=False webhook=True");
        (await Findings(fixture, fixture.With(("Topic", "projects/foreign/topics/t")))).ShouldBe("credentials=True address=True webhook=False");
        (await Findings(fixture, fixture.With(("ServiceAccount", "")))).ShouldBe("credentials=True address=True webhook=False");
        (await Findings(fixture, fixture.With(("Topic", "")))).ShouldBe("credentials=True address=True webhook=True");
        (await Findings(fixture, fixture.With(("RefreshToken", "stolen")))).ShouldBe("credentials=False");
        (await Findings(unreachable, unreachable.Account)).ShouldBe("credentials=True address=True webhook=False");
    }

    private static Task<LookupResult> LookUp(GmailGatewayFixture fixture) => fixture.Gateway.LookUp(
        fixture.Account, GmailGatewayFixture.Message(), DateTimeOffset.UtcNow, NoOthers, CancellationToken.None);
}

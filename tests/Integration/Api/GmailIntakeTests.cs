using System.Text.Json.Nodes;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;
using CleanFte.Unit.Media;

namespace CleanFte.Integration.Api;

/// <summary>A service with a mailbox.</summary>
public sealed class MailHost : RunningHost
{
    internal GmailStandIn Gmail { get; private set; } = null!;

    protected override Dictionary<string, string?> Settings => new Dictionary<string, string>(Gmail.Settings)
    {
        ["Account"] = "mail",
        ["Provider"] = "gmail",
        ["Address"] = Gmail.Address,
    }.ToDictionary(s => $"Channels:2:{s.Key}", s => (string?)s.Value);

    public override async Task InitializeAsync()
    {
        Gmail = await GmailStandIn.Start();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Gmail.DisposeAsync();
    }
}

/// <summary>From a push to the answer in the citizen's thread.</summary>
public sealed class GmailIntakeTests(MailHost host) : IClassFixture<MailHost>
{
    private const string Path = "/api/v1/webhooks/gmail/mail";

    private static int _citizens;

    private readonly string _citizen = $"ana{Interlocked.Increment(ref _citizens)}@example.org";

    private GmailMailbox Mailbox => host.Gmail.Mailbox;

    [Fact]
    public async Task A_mail_becomes_a_ticket_and_the_answer_leaves_in_its_thread()
    {
        var mail = Mailbox.Receive($"Ana <{_citizen}>", "Main Street", "There is a huge pothole in front of the school",
            ("Authentication-Results", "mx.google.com; dmarc=pass header.from=example.org"));

        (await Push()).Status.ShouldBe(200);

        var answer = await Answer();
        answer.ThreadId.ShouldBe(mail.ThreadId);
        answer.Header("In-Reply-To").ShouldBe(mail.MessageId);
        answer.Subject.ShouldBe("Re: Main Street");
        var number = Citizen.NumberIn(answer.Body);
        (await host.Get($"/api/v1/tickets/{number}"))["category"].GetString().ShouldBe("pothole");
        (await host.Get($"/api/v1/tickets/{number}"))["channel"].GetString().ShouldBe("email");
        (await host.Lines($"select kind, verification from customer_identifiers where value = '{_citizen}'"))
            .ShouldBe(["email|verified"]);
    }

    [Fact]
    public async Task An_answer_of_the_citizen_is_added_to_his_ticket_without_what_he_quotes()
    {
        var first = Mailbox.Receive(_citizen, "Hole", "There is a huge pothole in Main Street");
        await Push();
        var answer = await Answer();

        Mailbox.Receive(_citizen, "Re: Hole", $"It is getting deeper\n\nOn Mon, 3 Nov 2025 Help <help@town.example> wrote:\n> {answer.Body.ReplaceLineEndings("\n> ")}",
            ("In-Reply-To", answer.Header("Message-ID")), ("References", $"{first.MessageId} {answer.Header("Message-ID")}"));
        await Push();

        var second = await Answer(2);
        second.Header("References").ShouldStartWith($"{first.MessageId} {answer.Header("Message-ID")} ");
        Citizen.NumberIn(second.Body).ShouldBe(Citizen.NumberIn(answer.Body));
        (await host.Lines($"select data ->> 'text' from mt_events where type = 'message_received' and data ->> 'text' = 'It is getting deeper'"))
            .Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unverified_sender_is_only_claimed()
    {
        Mailbox.Receive(_citizen, "Hole", "There is a pothole");
        await Push();
        await Answer();
        (await host.Lines($"select verification from customer_identifiers where value = '{_citizen}'")).ShouldBe(["claimed"]);
    }

    [Fact]
    public async Task Many_notices_at_once_and_twice_make_no_double()
    {
        var mails = Enumerable.Range(0, 3).Select(i => Mailbox.Receive($"{i}{_citizen}", "Hole", "There is a pothole")).ToArray();
        var now = Mailbox.HistoryId;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Push(now - (ulong)(i % 3))));

        answers.ShouldAllBe(a => a.Status == 200);
        await Wait.Until(() => mails.All(m => Mailbox.Sent.Any(s => s.ThreadId == m.ThreadId)), "all are answered");
        await AllIsDone();
        mails.ShouldAllBe(m => Mailbox.Sent.Count(s => s.ThreadId == m.ThreadId) == 1);
        foreach (var mail in mails)
            (await host.Lines($"select 1 from mt_events where type = 'message_received' and data ->> 'providerMessageId' = '{mail.Id}'"))
                .Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_auto_responder_is_answered_once_and_never_again()
    {
        Mailbox.HasAutoResponder = true;
        var mail = Mailbox.Receive(_citizen, "Hole", "There is a pothole");
        await Push();
        await Answer();
        await Push();
        await Wait.Until(async () => (await Fates("auto_submitted")) > 0, "its answer is ignored");
        Mailbox.HasAutoResponder = false;

        await AllIsDone();
        Mailbox.Sent.Count(s => s.ThreadId == mail.ThreadId || s.Header("To") == _citizen).ShouldBe(1);
    }

    [Fact]
    public async Task A_push_about_another_mailbox_is_ignored()
    {
        var history = 900_000 + (ulong)Random.Shared.Next(90_000);
        var before = await Fates("wrong_address");
        (await Push(history, of: "other@town.example")).Status.ShouldBe(200);
        await Wait.Until(async () => await Fates("wrong_address") == before + 1, "it is ignored");

        // Its number does not stand in the way of our own.
        (await Push(history)).Status.ShouldBe(200);
        await AllIsDone();
        (await host.Lines($"select state from inbox join inbox_elements using (id) where element_key = 'n:{history}'")).ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("aud", "https://help.example.org/api/v1/webhooks/gmail/other")]
    [InlineData("email", "stranger@evil.iam.gserviceaccount.com")]
    [InlineData("iss", "https://evil.example")]
    [InlineData("exp", 1_000_000_000)]
    public async Task A_foreign_or_old_token_is_refused_and_leaves_nothing(string claim, object value)
    {
        var before = await host.Scalar<long>("select count(*) from inbox_elements where account = 'mail'");
        using var request = host.Gmail.Push.Request(
            host.Url + Path, RunningHost.PublicUrl + Path, 77, claims: c => c[claim] = JsonValue.Create(value));
        (await host.Send(request)).ShouldBeProblem(401, "webhook.bad_token");
        request.Headers.Authorization.ShouldNotBeNull();
        using var bare = new HttpRequestMessage(HttpMethod.Post, host.Url + Path);
        (await host.Send(bare)).ShouldBeProblem(401, "webhook.bad_token");
        (await host.Scalar<long>("select count(*) from inbox_elements where account = 'mail'")).ShouldBe(before);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"message":{"data":"!!!"}}""")]
    [InlineData("[[[[")]
    public async Task A_body_that_makes_no_sense_is_recorded_and_ignored(string body)
    {
        using var request = host.Gmail.Push.Request(host.Url + Path, RunningHost.PublicUrl + Path, 1);
        request.Content = new StringContent(body);
        (await host.Send(request)).Status.ShouldBe(200);
        await AllIsDone();
    }

    [Fact]
    public async Task A_body_over_the_limit_is_too_large_and_an_unknown_account_not_found()
    {
        using var large = host.Gmail.Push.Request(host.Url + Path, RunningHost.PublicUrl + Path, 1);
        large.Content = new StringContent(new string('x', 70_000));
        (await host.Send(large)).ShouldBeProblem(413, "request.too_large");
        (await host.Post("/api/v1/webhooks/gmail/nobody", new { })).ShouldBeProblem(404, "channel.not_found");
        (await host.Post("/api/v1/webhooks/gmail/main", new { })).ShouldBeProblem(404, "channel.not_found");
    }

    [Fact]
    public async Task The_short_address_belongs_to_the_first_mailbox()
    {
        const string Short = "/api/v1/webhooks/gmail";
        using var request = host.Gmail.Push.Request(host.Url + Short, RunningHost.PublicUrl + Short, Mailbox.HistoryId);
        (await host.Send(request)).Status.ShouldBe(200);
        using var foreign = host.Gmail.Push.Request(host.Url + Short, RunningHost.PublicUrl + Path, Mailbox.HistoryId);
        (await host.Send(foreign)).ShouldBeProblem(401, "webhook.bad_token");
    }

    [Fact]
    public async Task What_fails_at_Gmail_is_fetched_and_sent_when_it_has_recovered()
    {
        var failures = 1;
        host.Gmail.Disturb = call => call.StartsWith("history", StringComparison.Ordinal) && Interlocked.Decrement(ref failures) >= 0
            ? Fault.Page(500)
            : null;
        host.Gmail.NextSends.Enqueue((Fault.Page(429), "rateLimitExceeded"));
        Mailbox.Receive(_citizen, "Hole", "There is a pothole");

        (await Push()).Status.ShouldBe(200);

        await Answer();
        failures.ShouldBeLessThan(0);
        host.Gmail.Disturb = null;
    }

    [Fact]
    public async Task A_photo_is_fetched_and_kept()
    {
        var photo = Pictures.TellingJpeg();
        Mailbox.Receive(
            _citizen, "Hole",
            GmailMailbox.Tree("multipart/mixed", GmailMailbox.Text("text/plain", "A pothole, see the photo"u8.ToArray()),
                GmailMailbox.File("image/jpeg", "p.jpg", "ANGjdJ9", photo.Length)),
            new Dictionary<string, byte[]> { ["ANGjdJ9"] = photo });
        await Push();
        var number = Citizen.NumberIn((await Answer()).Body);

        await Wait.Until(
            async () => (await Media(number)).Contains("attached"), "the photo is kept");
    }

    private async Task<string> Media(string number) =>
        (await host.Get($"/api/v1/tickets/{number}/media", await host.Key(ApiRole.Staff))).Text;

    private Task<long> Fates(string reason) => host.Scalar<long>(
        $"select count(*) from inbox join inbox_elements using (id) where inbox.account = 'mail' and reason = '{reason}'");

    private async Task<RawMail> Answer(int count = 1)
    {
        await Wait.Until(() => Mailbox.Sent.Count(m => m.Header("To") == _citizen) >= count, "it is answered");
        return Mailbox.Sent.Last(m => m.Header("To") == _citizen);
    }

    private Task AllIsDone() => Wait.Until(
        async () => await host.Scalar<long>("select count(*) from inbox where account = 'mail' and state = 0") == 0,
        "all that came in is processed");

    private async Task<Answer> Push(ulong? history = null, string? of = null)
    {
        using var request = host.Gmail.Push.Request(host.Url + Path, RunningHost.PublicUrl + Path, history ?? Mailbox.HistoryId, of);
        return await host.Send(request);
    }
}

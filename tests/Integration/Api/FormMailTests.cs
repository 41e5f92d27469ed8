using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>Where the tenant has mail, the form is answered by it.</summary>
public sealed class FormMailTests(MailHost host) : IClassFixture<MailHost>
{
    private readonly string _citizen = $"form{Guid.NewGuid():N}@example.org";

    [Fact]
    public async Task The_number_comes_by_mail_and_so_does_what_a_colleague_writes()
    {
        var number = await Report("Pothole in Main Street\r\nBcc: everybody@example.org");
        var first = (await Mails(1))[0];
        first.Body.ShouldContain(number);
        first.Body.ShouldContain("Ana");
        first.Subject.ShouldBe(number);
        first.Header("Bcc").ShouldBe("");
        first.Header("Auto-Submitted").ShouldBe("auto-replied");

        var talk = await host.Scalar<Guid>($"select id from conversations where reply_address = '{_citizen}'");
        var member = await host.Ask(
            HttpMethod.Post, "/api/v1/admin/team", new { name = "Berta" }, await host.Key(ApiRole.Admin));
        var key = (await host.Post(
            "/api/v1/admin/api-keys", new { role = "staff", label = "Berta", memberId = member["id"].GetGuid() },
            await host.Key(ApiRole.Admin)))["key"].GetString()!;
        (await host.Post($"/api/v1/conversations/{talk}/takeover", null, key)).Status.ShouldBe(200);
        var shown = await host.Get($"/api/v1/conversations/{talk}", key);
        (await host.Post(
            $"/api/v1/conversations/{talk}/messages", new { text = "We fill it on Monday." }, key,
            ("If-Match", shown.Header("ETag")!))).Status.ShouldBe(201);

        var second = (await Mails(2))[1];
        second.Body.ShouldBe("We fill it on Monday.");
        second.Header("Auto-Submitted").ShouldBe("", "a person wrote it");

        // He answers: the conversation goes on, and the address is known to be his.
        host.Gmail.Mailbox.Receive(
            $"Ana <{_citizen}>", $"Re: {number}", "Thank you, see you on Monday",
            ("Authentication-Results", "mx.google.com; dmarc=pass header.from=example.org"),
            ("In-Reply-To", second.Header("Message-ID")), ("References", second.Header("Message-ID")));
        await Push();
        await Wait.Until(
            async () => await host.Scalar<long>(
                $"select count(*) from messages where conversation_id = '{talk}' and direction = 'in'") == 1,
            "his answer is in the same conversation");
        (await host.Lines($"select verification from customer_identifiers where value = '{_citizen}'")).ShouldBe(["verified"]);
    }

    [Fact]
    public async Task A_stranger_who_names_the_address_has_no_part_in_it()
    {
        await Report("Pothole in Main Street");
        await Mails(1);
        host.Gmail.Mailbox.Receive(_citizen, "Hello", "Please add my words to that report");
        await Push();
        await Wait.Until(
            async () => await host.Scalar<long>(
                $"select count(*) from conversations where reply_address = '{_citizen}'") == 2,
            "it is a conversation of its own");
    }

    [Fact]
    public async Task Whoever_filled_the_form_in_with_anothers_address_does_not_read_his_answer()
    {
        var form = await Form("Pothole in Main Street");
        var (number, code) = (form["trackingNumber"].GetString()!, form["accessCode"].GetString()!);
        var mail = (await Mails(1))[0];
        host.Gmail.Mailbox.Receive(
            $"Ana <{_citizen}>", $"Re: {number}", "That was not me. I live at 77 Cedar Avenue.",
            ("Authentication-Results", "mx.google.com; dmarc=pass header.from=example.org"),
            ("In-Reply-To", mail.Header("Message-ID")), ("References", mail.Header("Message-ID")));
        await Push();
        var staff = await host.Key(ApiRole.Staff);
        await Wait.Until(
            async () => (await host.Get($"/api/v1/tickets/{number}/events", staff)).Text.Contains("Cedar Avenue", StringComparison.Ordinal),
            "colleagues read it in the file");

        var mine = await host.Get($"/api/v1/tickets/{number}/progress", null, ("X-Access-Code", code));

        mine.Status.ShouldBe(200, mine.Text);
        mine["mine"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Object);
        mine.Text.ShouldNotContain("That was not me");
        mine.Text.ShouldNotContain("Cedar Avenue");
    }

    [Fact]
    public async Task Nobodys_mailbox_is_filled_by_forms()
    {
        for (var i = 0; i <= FormMail.MaxADay; i++)
        {
            await Report("Pothole in Main Street");
        }

        await Mails(FormMail.MaxADay);
        (await host.Scalar<long>($"select count(*) from conversations where reply_address = '{_citizen}'")).ShouldBe(FormMail.MaxADay);
    }

    private async Task Push()
    {
        const string Path = "/api/v1/webhooks/gmail/mail";
        using var push = host.Gmail.Push.Request(host.Url + Path, RunningHost.PublicUrl + Path, host.Gmail.Mailbox.HistoryId);
        (await host.Send(push)).Status.ShouldBe(200);
    }

    private async Task<string> Report(string subject) => (await Form(subject))["trackingNumber"].GetString()!;

    private async Task<Answer> Form(string subject)
    {
        var answer = await host.Post("/api/v1/support/form", new
        {
            name = "Ana",
            email = _citizen,
            subject,
            category = "pothole",
            message = "There is a deep hole in front of number 12.",
        });
        answer.Status.ShouldBe(201, answer.Text);
        return answer;
    }

    private async Task<List<RawMail>> Mails(int count)
    {
        await Wait.Until(() => To().Count >= count, $"{count} mails are sent");
        return To();
    }

    private List<RawMail> To() => [.. host.Gmail.Mailbox.Sent.Where(m => m.Header("To") == _citizen)];
}

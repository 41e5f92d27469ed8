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
        first.Subject.ShouldStartWith("Pothole in Main Street");
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

    private async Task<string> Report(string subject)
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
        return answer["trackingNumber"].GetString()!;
    }

    private async Task<List<RawMail>> Mails(int count)
    {
        await Wait.Until(() => To().Count >= count, $"{count} mails are sent");
        return To();
    }

    private List<RawMail> To() => [.. host.Gmail.Mailbox.Sent.Where(m => m.Header("To") == _citizen)];
}

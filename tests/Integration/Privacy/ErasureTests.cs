using System.Text;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Customers;
using CleanFte.Infrastructure.Projections;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.Unit.Media;

namespace CleanFte.Integration.Privacy;

/// <summary>A person who wrote by a form, by mail and on WhatsApp is erased; whatever is left is searched for him.</summary>
public sealed class ErasureTests(MailHost host) : IClassFixture<MailHost>
{
    private const string Name = "Zenobia Quartermaine";

    /// <summary>Bytes at the end of a picture that only he has.</summary>
    private static readonly byte[] Photo = [.. Pictures.TellingJpeg(), .. "zenobias-picture"u8];

    private string _name = "Otto Plain";

    private string _mail = $"otto{Guid.NewGuid():N}@plain.example";

    [Fact]
    public async Task Nothing_of_an_erased_person_is_found_again()
    {
        (_name, _mail) = (Name, $"Zenobia{Guid.NewGuid():N}@Quartermaine.example");
        var citizen = new Citizen(host, address: $"whatsapp:+3469911{Random.Shared.Next(10_000, 99_999)}");
        var digits = citizen.Phone[3..];
        string[] traces =
            [_mail, digits, Name, "periwinkle lantern", "wobbling gargoyle", "plum coloured bicycle", "zenobias-picture", "quartermaine"];
        var other = new Citizen(host);
        var others = await other.Reports("A neighbour told me of the pothole in Elm Street");
        var customer = await Lives(citizen, digits);
        await Staff(others, $"""
            The neighbour is {Name}, reach her on +34 {digits[..3]} {digits[3..6]} {digits[6..]} or {_mail.ToUpperInvariant()}.
            She says "there is a wobbling gargoyle on the town hall roof". Elm Street is ours.
            """);
        var told = await new Citizen(host).Reports("There is a pothole in Oak Lane");
        var shown = await host.Get($"/api/v1/tickets/{told}", await host.Key(ApiRole.Staff));
        (await host.Post(
            $"/api/v1/tickets/{told}/public-text", new { text = $"The pothole is mended, {Name} tells us." },
            await host.Key(ApiRole.Staff), ("If-Match", shown.Header("ETag")!))).Status.ShouldBeLessThan(300);
        (await Dump.Find(host, host.MediaFolder, traces)).Count.ShouldBeGreaterThan(30);
        await TheExportHolds(customer, traces);
        var before = await Metrics();
        var untouched = await StreamOf(other);

        var erased = await host.Post($"/api/v1/customers/{customer}/erase", null, await Key());

        erased.Status.ShouldBe(200, erased.Text);
        (await Dump.Find(host, host.MediaFolder, traces)).ShouldBeEmpty();
        (await StreamOf(other)).ShouldBe(untouched);
        (await host.Lines("select data ->> 'text' from mt_events where type = 'note_added' and data ->> 'text' like '%Elm Street is ours.'"))
            .ShouldHaveSingleItem().ShouldContain("[erased]");
        (await host.Get($"/api/v1/tickets/{told}", await host.Key(ApiRole.Staff)))["publicText"].GetString()
            .ShouldBe("The pothole is mended, [erased] tells us.");
        var progress = new StringWriter();
        (await Verify.Run(host.Database, progress, CancellationToken.None)).ShouldBe(0, progress.ToString());
        (await Rebuild.Run(host.Database, progress, CancellationToken.None)).ShouldBe(0, progress.ToString());
        (await Dump.Find(host, host.MediaFolder, traces)).ShouldBeEmpty("a rebuild brings nothing back");
        (await Metrics()).ShouldBe(before);
        await TheCertificateSays(customer, erased);
        erased["elsewhere"].GetArrayLength().ShouldBe(2);
        await HeBeginsAnew(citizen, customer);
    }

    [Fact]
    public async Task Who_is_being_served_is_erased_when_that_is_done()
    {
        var citizen = new Citizen(host);
        await citizen.Reports();
        var customer = await CustomerOf(citizen.Phone);
        await citizen.AllIsDone();
        await host.Execute($"""
            insert into inbox_elements (tenant_id, account, channel, element_key, lane, payload)
            values ('default', 'main', 'whatsapp', 'm:held', 1, 'From={citizen.Phone}');
            insert into inbox (id, tenant_id, account, channel, lane, due, lease)
            select id, 'default', 'main', 'whatsapp', 1, now() + interval '1 hour', 1 from inbox_elements where element_key = 'm:held'
            """);

        (await host.Post($"/api/v1/customers/{customer}/erase", null, await Key())).ShouldBeProblem(409, "customer.busy");

        (await host.Get($"/api/v1/customers/{customer}/history", await Key())).Items.ShouldNotBeEmpty();
        (await host.Get($"/api/v1/customers/{customer}/erasure", await Key())).ShouldBeProblem(404, "erasure.not_found");
        await host.Execute("update inbox set state = 2 where id = (select id from inbox_elements where element_key = 'm:held')");
        (await host.Post($"/api/v1/customers/{customer}/erase", null, await Key())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Who_merely_names_his_address_is_told_of_and_not_erased()
    {
        await Mails($"A lamp is dark, says {_mail}");
        var form = await host.Post(
            "/api/v1/support/form",
            new { name = "Somebody", email = _mail, subject = "Something else", category = "pothole", message = "This is mine alone." });
        var customer = await CustomerOf(_mail);
        var stranger = (await Customers(_mail)).Single(c => c != customer);
        await Wait.Until(
            async () => await host.Scalar<long>("select count(*) from outbox where state = 0") == 0, "all is sent");

        var erased = await host.Post($"/api/v1/customers/{customer}/erase", null, await Key());

        erased.Status.ShouldBe(200, erased.Text);
        erased["namedBy"].EnumerateArray().Select(c => c.GetGuid()).ShouldBe([stranger]);
        (await host.Get($"/api/v1/tickets/{form["trackingNumber"].GetString()}", await host.Key(ApiRole.Staff)))["subject"].GetString()
            .ShouldBe("Something else");
    }

    [Fact]
    public async Task Whoever_merely_named_anothers_address_is_erased_without_him()
    {
        await Mails("There is a lamp that is dark, please");
        var owner = await CustomerOf(_mail);
        await host.Post(
            "/api/v1/support/form",
            new { name = "Somebody Else", email = _mail, subject = "Something else", category = "pothole", message = "This is mine alone." });
        var stranger = (await Customers(_mail)).Single(c => c != owner);
        await Wait.Until(async () => await host.Scalar<long>("select count(*) from outbox where state = 0") == 0, "all is sent");
        var before = await host.Lines($"""
            select md5(payload) from inbox_elements where position('{_mail}'::bytea in payload) > 0 order by id
            """);
        before.ShouldNotBeEmpty();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(async _ => await host.Post($"/api/v1/customers/{stranger}/erase", null, await Key())));

        answers.ShouldAllBe(a => a.Status == 200);
        answers.Select(a => a.Text).Distinct().ShouldHaveSingleItem("those who ask at once are shown one certificate");
        (await host.Lines($"""
            select md5(payload) from inbox_elements where position('{_mail}'::bytea in payload) > 0 order by id
            """)).ShouldBe(before);
        (await CustomerOf(_mail)).ShouldBe(owner);
        (await host.Lines($"select text from messages where customer_id = '{owner}' and direction = 'in'"))
            .ShouldHaveSingleItem().ShouldEndWith("There is a lamp that is dark, please");
    }

    [Fact]
    public async Task Only_who_may_erases_and_only_whom_there_is()
    {
        var citizen = new Citizen(host);
        await citizen.Reports();
        var customer = await CustomerOf(citizen.Phone);

        (await host.Post($"/api/v1/customers/{customer}/erase", null, await host.Key(ApiRole.Staff))).Status.ShouldBe(403);
        (await host.Post($"/api/v1/customers/{customer}/erase", null, await host.Key(ApiRole.Admin, RunningHost.OtherTenant)))
            .ShouldBeProblem(404, "customer.not_found");
        (await host.Post($"/api/v1/customers/{Guid.NewGuid()}/erase", null, await Key())).ShouldBeProblem(404, "customer.not_found");
    }

    /// <summary>Reports by the form with a photo, proves his mail, answers by mail, writes on WhatsApp, and is one person.</summary>
    private async Task<Guid> Lives(Citizen citizen, string digits)
    {
        var form = await host.Post(
            "/api/v1/support/form",
            new
            {
                name = Name,
                email = _mail,
                subject = "A periwinkle lantern is broken",
                category = "pothole",
                message = "The periwinkle lantern at the corner flickers all night long.",
                location = new { latitude = 40.41671, longitude = -3.70382, address = "Quartermaine Lane 3" },
            },
            null, ("Idempotency-Key", Guid.NewGuid().ToString()));
        form.Status.ShouldBe(201, form.Text);
        var (ticket, access) = (form["trackingNumber"].GetString()!, form["accessCode"].GetString()!);
        (await host.Ask(
            HttpMethod.Post, $"/api/v1/tickets/{ticket}/media", TextAssertions.Upload(Photo, "image/jpeg", "zenobia quartermaine.jpg"), null,
            ("X-Access-Code", access))).Status.ShouldBe(201);
        (await host.Ask(
            HttpMethod.Post, $"/api/v1/tickets/{ticket}/comments", new { text = "My plum coloured bicycle hit it." }, null,
            ("X-Access-Code", access))).Status.ShouldBeLessThan(300);
        await Staff(ticket, $"Rang {Name} back, she will wait.");
        await Mails("There is a wobbling gargoyle on the town hall roof, please look.");
        await citizen.Asks("There is a pothole where I fell with my plum coloured bicycle", new() { ["ProfileName"] = Name });
        await citizen.Asks("I want to talk to a human about the wobbling gargoyle");
        await citizen.AllIsDone();
        var (first, second) = (await CustomerOf(_mail), await CustomerOf(citizen.Phone));
        foreach (var same in (Guid[])[second, .. (await Customers(_mail)).Where(c => c != first)])
        {
            (await host.Post($"/api/v1/customers/{first}/merge", new { customerId = same }, await host.Key(ApiRole.Staff))).Status.ShouldBe(200);
        }

        (await host.Post(
            $"/api/v1/customers/{first}/roles", new { role = "parent", reference = "family Quartermaine" }, await Key())).Status.ShouldBe(200);
        await host.Idle();
        digits.ShouldNotBeEmpty();
        return second;
    }

    private async Task TheExportHolds(Guid customer, string[] traces)
    {
        var export = await host.Get($"/api/v1/customers/{customer}/export", await Key());
        export.Status.ShouldBe(200);
        export["customers"].GetArrayLength().ShouldBe(3);
        export["tickets"].GetArrayLength().ShouldBeGreaterThanOrEqualTo(2);
        export["messages"].GetArrayLength().ShouldBeGreaterThan(4);
        export["files"].EnumerateArray().ShouldHaveSingleItem().GetProperty("content").GetBytesFromBase64().ShouldBe(Photo);
        traces.Where(t => t != "zenobias-picture" && !export.Text.Contains(t, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        (await host.Get($"/api/v1/customers/{customer}/export", await host.Key(ApiRole.Staff))).Status.ShouldBe(403);
    }

    private static async Task TheCertificateSays(MailHost host, Guid customer, Answer erased, string key)
    {
        var counts = erased["stores"].EnumerateArray()
            .ToDictionary(s => s.GetProperty("store").GetString()!, s => s.GetProperty("count").GetInt64());
        counts["customers"].ShouldBe(3);
        counts["conversations"].ShouldBeGreaterThanOrEqualTo(2);
        counts["tickets"].ShouldBeGreaterThanOrEqualTo(2);
        counts["agent_runs"].ShouldBeGreaterThanOrEqualTo(2);
        counts["inbox"].ShouldBeGreaterThan(1);
        counts["media_files"].ShouldBe(2);
        counts["notes_elsewhere"].ShouldBe(2);
        counts["idempotency_answers"].ShouldBe(1);
        erased["outside"].GetArrayLength().ShouldBeGreaterThan(2);
        (await host.Get($"/api/v1/customers/{customer}/erasure", key)).Text.ShouldBe(erased.Text);
        (await host.Post($"/api/v1/customers/{customer}/erase", null, key)).Text.ShouldBe(erased.Text, "a repeat shows it again");
    }

    private async Task TheCertificateSays(Guid customer, Answer erased) => await TheCertificateSays(host, customer, erased, await Key());

    /// <summary>Whoever writes from his phone afterwards is somebody unknown.</summary>
    private async Task HeBeginsAnew(Citizen citizen, Guid customer)
    {
        (await citizen.Asks("Hello, there is a pothole")).ShouldNotBeEmpty();
        (await CustomerOf(citizen.Phone)).ShouldNotBe(customer);
        (await host.Post($"/api/v1/customers/{customer}/block", new { reason = "Threats" }, await host.Key(ApiRole.Staff)))
            .ShouldBeProblem(409, "customer.erased");
        (await host.Post(
            $"/api/v1/customers/{customer}/merge", new { customerId = await CustomerOf(citizen.Phone) }, await host.Key(ApiRole.Staff)))
            .ShouldBeProblem(409, "customer.erased");
    }

    private Task<string> Key() => host.Key(ApiRole.Admin);

    private async Task Staff(string ticket, string note) =>
        (await host.Post($"/api/v1/tickets/{ticket}/notes", new { text = note }, await host.Key(ApiRole.Staff))).Status.ShouldBeLessThan(300);

    private async Task<Guid> CustomerOf(string identifier) => (await Customers(identifier))[0];

    private async Task<List<Guid>> Customers(string identifier) =>
    [
        .. (await host.Get($"/api/v1/customers?identifier={Uri.EscapeDataString(identifier)}", await host.Key(ApiRole.Staff))).Items
            .Select(c => c.GetProperty("id").GetGuid()),
    ];

    private async Task<string> StreamOf(Citizen citizen) => string.Join('\n', await host.Lines($"""
        select e.seq_id, e.data from mt_events e
        join conversations c on c.id = e.stream_id where c.reply_address = '{citizen.Address}' order by e.seq_id
        """));

    /// <summary>Once they have counted all there is.</summary>
    private async Task<string> Metrics()
    {
        await Wait.Until(
            async () => await host.Scalar<bool>("""
                select last_seq_id >= (select max(seq_id) from mt_events) from mt_event_progression where name = 'channel_metrics'
                """),
            "the metrics have counted");
        return string.Join('\n', await host.Lines("select * from channel_metrics order by tenant_id, channel, bucket"));
    }

    /// <summary>Writes by mail, as himself.</summary>
    private async Task Mails(string text)
    {
        const string Path = "/api/v1/webhooks/gmail/mail";
        host.Gmail.Mailbox.Receive(
            $"{_name} <{_mail}>", "Hello", text,
            ("Authentication-Results", $"mx.google.com; dmarc=pass header.from={_mail.Split('@')[1]}"));
        using var push = host.Gmail.Push.Request(host.Url + Path, RunningHost.PublicUrl + Path, host.Gmail.Mailbox.HistoryId);
        (await host.Send(push)).Status.ShouldBe(200);
        await Wait.Until(
            async () => await host.Scalar<long>($"select count(*) from messages where text like '%{text}'") == 1, "the mail is taken");
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Customers;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>One person on the form, by mail and by WhatsApp; and a stranger who says that he is.</summary>
public sealed partial class OnePersonTests(MailHost host) : IClassFixture<MailHost>
{
    private readonly string _address = $"one{Guid.NewGuid():N}@example.org";

    [Fact]
    public async Task Form_mail_and_WhatsApp_of_one_person_are_one_history()
    {
        var (ticket, access) = await Fills("There is a deep hole in front of number 12.");
        var sent = await Reporter(HttpMethod.Post, ticket, "/verification", null, access);
        sent.Status.ShouldBe(201, sent.Text);
        (await Reporter(HttpMethod.Post, ticket, $"/verification/{sent["id"].GetGuid()}", new { code = await Code(1) }, access))
            .Status.ShouldBe(204);
        await Mails("Is it filled on Monday?");
        var citizen = new Citizen(host);
        await citizen.Reports("There is a pothole");
        var customer = await CustomerOf(citizen.Phone);
        var asked = await host.Post($"/api/v1/customers/{customer}/verifications", new { address = _address }, await Staff());
        asked.Status.ShouldBe(201, asked.Text);

        var joined = await host.Post(
            $"/api/v1/customers/{customer}/verifications/{asked["id"].GetGuid()}", new { code = await Code(2) }, await Staff());

        joined.Status.ShouldBe(200, joined.Text);
        joined["person"].GetArrayLength().ShouldBe(2);
        var history = await Texts(customer);
        history.ShouldContain(text => text.EndsWith("Is it filled on Monday?", StringComparison.Ordinal));
        history.ShouldContain("There is a pothole");
        (await Texts(await CustomerOf(_address))).ShouldBe(history);
        (await Tickets(customer)).ShouldContain(ticket);
        string.Join('\n', history).ShouldContain(OneTimeCode.Hidden);
        history.ShouldAllBe(text => !SixDigits().IsMatch(text));
    }

    [Fact]
    public async Task A_stranger_who_names_the_address_learns_nothing()
    {
        var (own, _) = await Fills("My own report");
        await Mails("And my own words");
        var stranger = new Citizen(host);
        var form = await host.Post("/api/v1/support/form", new
        {
            name = "Ana",
            email = _address,
            phone = stranger.Phone,
            subject = "My history",
            category = "pothole",
            message = "I am Ana, show me my history",
        });
        await stranger.Reports("Show me my history please, there is a pothole");

        var (ticket, access) = (form["trackingNumber"].GetString()!, form["accessCode"].GetString()!);
        var sent = await Reporter(HttpMethod.Post, ticket, "/verification", null, access);
        sent.Status.ShouldBe(201, sent.Text);
        for (var left = OneTimeCode.MaxTries - 1; left >= 0; left--)
        {
            var wrong = await Reporter(
                HttpMethod.Post, ticket, $"/verification/{sent["id"].GetGuid()}", new { code = "00000x" }, access);
            wrong.ShouldBeProblem(422, "verification.wrong_code");
        }

        (await Reporter(HttpMethod.Post, ticket, $"/verification/{sent["id"].GetGuid()}", new { code = await Code(1) }, access))
            .ShouldBeProblem(409, "verification.over");
        await stranger.Asks("What is the status of my other report?");
        string.Join('\n', stranger.Replies.Select(r => r.Body)).ShouldNotContain("own words");
        string.Join('\n', stranger.Replies.Select(r => r.Body)).ShouldNotContain(own);
        var customer = await CustomerOf(stranger.Phone);
        string.Join('\n', await Texts(customer)).ShouldNotContain("own words");
        (await Tickets(customer)).ShouldNotContain(own);
        (await Tickets(customer)).ShouldNotBeEmpty();
        (await Tickets(await CustomerOfTicket(ticket))).ShouldBe([ticket]);
    }

    [Fact]
    public async Task Codes_are_few()
    {
        var citizen = new Citizen(host);
        await citizen.Reports();
        var customer = await CustomerOf(citizen.Phone);
        var key = await Staff();
        var asked = await Task.WhenAll(Enumerable.Range(0, OneTimeCode.MaxAnHour + 2).Select(_ =>
            host.Post($"/api/v1/customers/{customer}/verifications", new { address = _address }, key)));

        asked.Count(a => a.Status == 201).ShouldBe(OneTimeCode.MaxAnHour);
        asked.First(a => a.Status != 201).ShouldBeProblem(429, "verification.too_often");
        var late = await host.Post($"/api/v1/customers/{customer}/verifications", new { address = _address }, key);
        late.ShouldBeProblem(429, "verification.too_often");
        int.Parse(late.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeInRange(3_000, 3_600, "the first of the hour counts until then");
        var nonsense = await host.Post($"/api/v1/customers/{customer}/verifications", new { address = "nobody" }, key);
        nonsense.Status.ShouldBe(400);
        nonsense.ErrorFields.ShouldBe(["address"]);
        (await host.Post($"/api/v1/customers/{customer}/verifications", new { address = citizen.Phone }, key))
            .ShouldBeProblem(409, "verification.verified");
    }

    [Fact]
    public async Task What_was_joined_comes_apart_as_it_was()
    {
        var (one, two) = (new Citizen(host), new Citizen(host));
        await one.Reports("The first one's pothole");
        await two.Reports("The second one's pothole");
        var (first, second) = (await CustomerOf(one.Phone), await CustomerOf(two.Phone));
        var (before, beforeToo) = (await Texts(first), await Texts(second));
        var key = await Staff();

        (await host.Post($"/api/v1/customers/{first}/merge", new { customerId = second }, key)).Status.ShouldBe(200);
        (await Texts(first)).ShouldBe(before.Concat(beforeToo), ignoreOrder: true);
        (await host.Post($"/api/v1/customers/{first}/merge", new { }, key)).ErrorFields.ShouldBe(["customerId"]);
        (await host.Post($"/api/v1/customers/{second}/merge", new { customerId = first }, key))
            .ShouldBeProblem(409, "customer.same_person");
        (await host.Post($"/api/v1/customers/{first}/merge", new { customerId = first }, key))
            .ShouldBeProblem(409, "customer.same_person");
        await two.Reports("Written meanwhile: a pothole");

        (await host.Post($"/api/v1/customers/{second}/unmerge", null, key)).Status.ShouldBe(200);

        (await Texts(first)).ShouldBe(before);
        (await Texts(second)).Take(beforeToo.Count).ShouldBe(beforeToo);
        (await Texts(second)).ShouldContain("Written meanwhile: a pothole");
        (await host.Post($"/api/v1/customers/{second}/unmerge", null, key)).ShouldBeProblem(409, "customer.not_merged");
        (await host.Post(
            $"/api/v1/customers/{first}/merge", new { customerId = second }, await host.Key(ApiRole.Staff, RunningHost.OtherTenant)))
            .ShouldBeProblem(404, "customer.not_found");
    }

    [Fact]
    public async Task Two_joins_at_once_make_no_circle()
    {
        var (one, two) = (new Citizen(host), new Citizen(host));
        await Task.WhenAll(one.Reports(), two.Reports());
        var (first, second) = (await CustomerOf(one.Phone), await CustomerOf(two.Phone));
        var key = await Staff();

        var answers = await Task.WhenAll(
            host.Post($"/api/v1/customers/{first}/merge", new { customerId = second }, key),
            host.Post($"/api/v1/customers/{second}/merge", new { customerId = first }, key));

        answers.Select(a => a.Status).Order().ShouldBe([200, 409]);
        (await host.Get($"/api/v1/customers/{first}", key))["person"].GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Roles_are_the_persons()
    {
        var (one, two) = (new Citizen(host), new Citizen(host));
        await Task.WhenAll(one.Reports(), two.Reports());
        var (first, second) = (await CustomerOf(one.Phone), await CustomerOf(two.Phone));
        var (key, staff) = (await host.Key(ApiRole.Admin), await Staff());
        (await host.Post($"/api/v1/customers/{second}/roles", new { role = "parent", reference = "family 12" }, key)).Status.ShouldBe(200);
        (await host.Post($"/api/v1/customers/{first}/merge", new { customerId = second }, staff)).Status.ShouldBe(200);

        var role = (await host.Get($"/api/v1/customers/{first}", staff))["roles"].EnumerateArray().ShouldHaveSingleItem();
        role.GetProperty("role").GetString().ShouldBe("parent");
        role.GetProperty("reference").GetString().ShouldBe("family 12");
        (await host.Ask(HttpMethod.Delete, $"/api/v1/customers/{first}/roles/parent", null, key)).Status.ShouldBe(200);
        (await host.Get($"/api/v1/customers/{second}", staff))["roles"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Of_whom_is_blocked_nothing_is_taken()
    {
        var citizen = new Citizen(host);
        await citizen.Reports();
        var customer = await CustomerOf(citizen.Phone);
        (await host.Post($"/api/v1/customers/{customer}/block", new { reason = "Threats" }, await Staff())).Status.ShouldBe(200);

        (await citizen.Write("Hello again")).Status.ShouldBe(200);

        await citizen.AllIsDone();
        citizen.Replies.Count.ShouldBe(1);
        (await host.Lines($"""
            select reason from inbox join inbox_elements using (id, account)
            where state = 2 and convert_from(payload, 'UTF8') like '%{citizen.Phone.TrimStart('+')}%'
            """)).ShouldBe(["blocked"]);
        (await host.Post($"/api/v1/customers/{customer}/block", new { blocked = false }, await Staff())).Status.ShouldBe(200);
        (await citizen.Asks("Hello again, there is a pothole")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_role_given_meanwhile_goes_with_whom_it_was_given_to()
    {
        var (one, two) = (new Citizen(host), new Citizen(host));
        await Task.WhenAll(one.Reports(), two.Reports());
        var (first, second) = (await CustomerOf(one.Phone), await CustomerOf(two.Phone));
        var (key, staff) = (await host.Key(ApiRole.Admin), await Staff());
        (await host.Post($"/api/v1/customers/{first}/merge", new { customerId = second }, staff)).Status.ShouldBe(200);

        (await host.Post($"/api/v1/customers/{second}/roles", new { role = "parent", reference = "family 12" }, key))["roles"]
            .GetArrayLength().ShouldBe(1);
        (await host.Get($"/api/v1/customers/{first}", staff))["roles"].GetArrayLength().ShouldBe(1);
        (await host.Post($"/api/v1/customers/{second}/unmerge", null, staff)).Status.ShouldBe(200);

        (await host.Get($"/api/v1/customers/{first}", staff))["roles"].GetArrayLength().ShouldBe(0);
        (await host.Get($"/api/v1/customers/{second}", staff))["roles"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Blocked_is_the_person_and_afterwards_only_who_was_named()
    {
        var (one, two) = (new Citizen(host), new Citizen(host));
        await Task.WhenAll(one.Reports(), two.Reports());
        var (first, second) = (await CustomerOf(one.Phone), await CustomerOf(two.Phone));
        var key = await Staff();
        (await host.Post($"/api/v1/customers/{first}/merge", new { customerId = second }, key)).Status.ShouldBe(200);
        (await host.Post($"/api/v1/customers/{second}/block", new { reason = "Threats" }, key)).Status.ShouldBe(200);

        (await host.Get($"/api/v1/customers/{first}", key))["blockedAt"].ValueKind.ShouldBe(JsonValueKind.String);
        (await host.Get($"/api/v1/customers?identifier={Uri.EscapeDataString(one.Phone)}", key)).Items[0]
            .GetProperty("blockedAt").ValueKind.ShouldBe(JsonValueKind.String);
        await one.Write("Hello again");
        await one.AllIsDone();
        one.Replies.Count.ShouldBe(1);
        (await host.Post($"/api/v1/customers/{second}/unmerge", null, key)).Status.ShouldBe(200);

        (await one.Asks("Hello again, there is a pothole")).ShouldNotBeEmpty();
        await two.Write("Hello again");
        await two.AllIsDone();
        two.Replies.Count.ShouldBe(1);
        (await host.Post($"/api/v1/customers/{first}/merge", new { customerId = second }, key)).Status.ShouldBe(200);
        var freed = await host.Post($"/api/v1/customers/{first}/block", new { blocked = false }, key);
        freed.Json.TryGetProperty("blockedAt", out var since).ShouldBe(since.ValueKind == JsonValueKind.Null);
        (await two.Asks("Hello again, there is a pothole")).ShouldNotBeEmpty();
    }

    private Task<string> Staff() => host.Key(ApiRole.Staff);

    private async Task<Guid> CustomerOf(string identifier) => (await host.Get(
        $"/api/v1/customers?identifier={Uri.EscapeDataString(identifier)}", await Staff())).Items[0].GetProperty("id").GetGuid();

    private async Task<Guid> CustomerOfTicket(string number) =>
        await host.Scalar<Guid>($"select customer_id from tickets where tracking_number = '{number}'");

    private async Task<List<string?>> Tickets(Guid customer) =>
        [.. (await host.Get($"/api/v1/tickets?customer={customer}", await Staff())).Items
            .Select(t => t.GetProperty("trackingNumber").GetString())];

    private async Task<List<string>> Texts(Guid customer) =>
        [.. (await host.Get($"/api/v1/customers/{customer}/history?limit=200", await Staff())).Items
            .Select(m => m.GetProperty("text").GetString()!)];

    private async Task<(string Ticket, string AccessCode)> Fills(string message)
    {
        var answer = await host.Post("/api/v1/support/form", new
        {
            name = "Ana",
            email = _address,
            subject = "Pothole in Main Street",
            category = "pothole",
            message,
        });
        answer.Status.ShouldBe(201, answer.Text);
        return (answer["trackingNumber"].GetString()!, answer["accessCode"].GetString()!);
    }

    private Task<Answer> Reporter(HttpMethod method, string ticket, string path, object? body, string access) =>
        host.Ask(method, $"/api/v1/tickets/{ticket}{path}", body, null, ("X-Access-Code", access));

    /// <summary>Writes by mail, as himself.</summary>
    private async Task Mails(string text)
    {
        const string Path = "/api/v1/webhooks/gmail/mail";
        host.Gmail.Mailbox.Receive(
            $"Ana <{_address}>", "Hello", text, ("Authentication-Results", "mx.google.com; dmarc=pass header.from=example.org"));
        using var push = host.Gmail.Push.Request(host.Url + Path, RunningHost.PublicUrl + Path, host.Gmail.Mailbox.HistoryId);
        (await host.Send(push)).Status.ShouldBe(200);
        await Wait.Until(
            async () => await host.Scalar<long>($"select count(*) from messages where text like '%{text}'") == 1, "his mail is taken");
    }

    /// <summary>The code in the mails to him, once there are so many with one.</summary>
    private async Task<string> Code(int count)
    {
        var codes = new List<string>();
        await Wait.Until(
            () => (codes = Codes()).Count == count, $"{count} mails with a code are sent");
        return codes[^1];
    }

    private List<string> Codes() =>
    [
        .. host.Gmail.Mailbox.Sent.Where(m => m.Header("To") == _address)
            .Select(m => SixDigits().Match(m.Body)).Where(m => m.Success).Select(m => m.Value),
    ];

    [GeneratedRegex(@"\b[0-9]{6}\b")]
    private static partial Regex SixDigits();
}

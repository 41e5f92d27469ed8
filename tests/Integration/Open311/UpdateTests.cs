using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Open311;

/// <summary>How requests go on, told to other systems and by them.</summary>
[Collection(nameof(SharedHost))]
public sealed class UpdateTests(SharedHost host)
{
    [Fact]
    public async Task Changes_and_public_texts_are_told_oldest_first_and_nothing_else()
    {
        var town = await Town.Found(host);
        var id = await town.Report();
        await town.Staff(id, "status", new { status = "in_progress" });
        await town.Staff(id, "notes", new { text = "Ask Berta." });
        await town.Staff(id, "public-text", new { text = "A crew comes on Monday." });
        await town.Staff(id, "status", new { status = "resolved", text = "Berta filled it." });
        await town.Staff(id, "status", new { status = "open", text = "Berta forgot half." });

        var answer = await town.Get("servicerequestupdates.json");
        var xml = await town.Xml("servicerequestupdates.xml");

        answer.Text.ShouldNotContain("Berta");
        var updates = answer.Json.EnumerateArray().ToList();
        updates.Select(u => $"{u.Text("status")}|{u.Text("external_status_code")}|{u.Text("description")}").ShouldBe(
            ["open|in_progress|", "open||A crew comes on Monday.", "closed|resolved|", "open|open|"]);
        updates.ShouldAllBe(u => u.Text("service_request_id") == id);
        updates.Select(u => u.Text("update_id")).ShouldBe([$"{id}.2", $"{id}.4", $"{id}.5", $"{id}.6"]);
        updates[0].EnumerateObject().Select(p => p.Name).Order().ShouldBe(
            [
                "description", "external_status_code", "media_url", "service_request_id", "status", "update_id",
                "updated_datetime",
            ]);
        xml.Name.LocalName.ShouldBe("service_request_updates");
        xml.Elements("request_update").Select(u => u.Element("update_id")!.Value)
            .ShouldBe(updates.Select(u => u.Text("update_id")!));
    }

    [Fact]
    public async Task Updates_are_narrowed_by_time_by_request_and_by_page()
    {
        var town = await Town.Found(host);
        var (one, two) = (await town.Report(), await town.Report());
        foreach (var id in (string[])[one, two])
        {
            await town.Staff(id, "status", new { status = "in_progress" });
            await town.Staff(id, "status", new { status = "waiting" });
        }

        await host.Execute($"""
            update ticket_updates set at = '2026-03-01T10:00:00Z'
            where version = 2 and tenant_id = '{town.Tenant}'
                and ticket_id = (select id from tickets where tracking_number = '{one}')
            """);

        (await Ids(town, "")).ShouldBe([$"{one}.3", $"{two}.2", $"{two}.3"]);
        (await Ids(town, "page_size=2&page=2")).ShouldBe([$"{two}.3"]);
        (await Ids(town, $"service_request_id={two.ToLowerInvariant()}")).ShouldBe([$"{two}.2", $"{two}.3"]);
        (await Ids(town, "start_date=2026-03-01T10:00:00Z&end_date=2026-03-01T10:00:00Z")).ShouldBe([$"{one}.2"]);
        (await Ids(town, "service_request_id=nonsense")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_contractor_says_is_told_to_citizens_in_the_same_words()
    {
        var town = await Town.Found(host);
        var id = await town.Report();
        await town.Update(id, "u1", ("status", "IN PROGRESS"), ("description", "We are on it."));
        await town.Update(id, "u2", ("description", "The asphalt has come."));
        await town.Staff(id, "public-text", new { text = "Done tomorrow." });

        var staff = await host.Key(ApiRole.Staff, town.Tenant);
        var told = (await town.List("servicerequestupdates.json")).Select(u => u.Text("description")).Where(t => t?.Length > 0);
        var shown = (await host.Get($"/api/v1/tickets/{id}/progress", staff))["steps"].EnumerateArray()
            .Where(s => s.Text("what") == "public_text").Select(s => s.Text("text"));

        shown.ShouldBe(["We are on it.", "The asphalt has come.", "Done tomorrow."]);
        told.ShouldBe(shown);
    }

    [Fact]
    public async Task A_posted_update_changes_the_status_and_is_told_once_with_its_words()
    {
        var town = await Town.Found(host);
        var id = await town.Report();

        var first = await town.Update(id, "u1", ("status", "IN PROGRESS"), ("description", "We are on it."));
        var second = await town.Update(
            id.ToLowerInvariant(), "u2", ("status", "FIXED - COUNCIL"), ("description", "Filled."), ("email", "ana@example.org"),
            ("updated_datetime", "2026-11-21T10:00:00Z"));

        var updates = await town.List("servicerequestupdates.json");
        updates.Select(u => $"{u.Text("update_id")}|{u.Text("status")}|{u.Text("external_status_code")}|{u.Text("description")}")
            .ShouldBe([$"{first}|open|in_progress|We are on it.", $"{second}|closed|fixed_council|Filled."]);
        (await town.Show(id)).Text("status").ShouldBe("closed");
        (await host.Get($"/api/v1/tickets/{id}", town.Key))["status"].GetString().ShouldBe("resolved");
        (await host.Lines($"""
            select e.type from mt_events e join tickets t on t.id = e.stream_id
            where t.tracking_number = '{id}' order by e.version
            """)).ShouldBe(["ticket_created", "update_posted", "status_changed", "update_posted", "ticket_resolved"]);
        (await host.Scalar<long>("select count(*) from mt_events where data::text like '%ana@example.org%update%'")).ShouldBe(0);
    }

    [Fact]
    public async Task Words_alone_are_an_update_and_a_status_that_is_so_already_changes_nothing()
    {
        var town = await Town.Found(host);
        var id = await town.Report();
        await town.Staff(id, "status", new { status = "in_progress" });

        await town.Update(id, "u1", ("description", "It grows."));
        await town.Update(id, "u2", ("status", "OPEN"), ("description", "And grows."));

        (await host.Get($"/api/v1/tickets/{id}", town.Key))["status"].GetString().ShouldBe("in_progress", "open is open");
        (await town.Show(id, "?extensions=true")).GetProperty("notes").EnumerateArray().Select(n => n.Text("description"))
            .ShouldBe([null, "It grows.", "And grows."]);
    }

    [Fact]
    public async Task A_closed_one_is_opened_again()
    {
        var town = await Town.Found(host);
        var id = await town.Report();
        await town.Update(id, "u1", ("status", "closed"));

        await town.Update(id, "u2", ("status", "closed"));
        await town.Update(id, "u3", ("status", "open"), ("description", "It is back."));

        (await town.Show(id)).Text("status").ShouldBe("open");
        (await town.List("servicerequestupdates.json")).Select(u => u.Text("status")).ShouldBe(["closed", "closed", "open"]);
    }

    [Theory]
    [InlineData("INVESTIGATING", "in_progress")]
    [InlineData("PLANNED", "in_progress")]
    [InlineData("IN_PROGRESS", "in_progress")]
    [InlineData("ACTION_SCHEDULED", "in_progress")]
    [InlineData("INTERNAL_REFERRAL", "in_progress")]
    [InlineData("UNDER_REVIEW", "in_progress")]
    [InlineData("FOR_TRIAGE", "open")]
    [InlineData("REOPEN", "open")]
    public async Task What_is_worked_on_after_it_was_closed_is_open_again(string word, string status)
    {
        var town = await Town.Found(host);
        var id = await town.Report();
        await town.Update(id, "u1", ("status", "CLOSED"));

        await town.Update(id, "u2", ("status", word), ("description", "It is back."));

        (await host.Get($"/api/v1/tickets/{id}", town.Key))["status"].GetString().ShouldBe(status);
        (await town.List("servicerequestupdates.json"))
            .Select(u => $"{u.Text("status")}|{u.Text("external_status_code")}|{u.Text("description")}")
            .ShouldBe(["closed|closed|", $"open|{word.ToLowerInvariant()}|It is back."]);
    }

    [Theory]
    [InlineData("NO_FURTHER_ACTION")]
    [InlineData("DUPLICATE")]
    [InlineData("NOT_COUNCILS_RESPONSIBILITY")]
    public async Task The_word_tells_why_it_was_closed(string word)
    {
        var town = await Town.Found(host);
        var id = await town.Report();

        var answer = await town.Post("servicerequestupdates.json", new Dictionary<string, string>
        {
            ["service_request_id"] = id,
            ["update_id_ext"] = "u1",
            ["status"] = word,
        });
        answer.Status.ShouldBe(201, answer.Text);

        var told = (await town.List("servicerequestupdates.json")).ShouldHaveSingleItem();
        told.Text("status").ShouldBe("closed");
        told.Text("external_status_code").ShouldBe(word.ToLowerInvariant());
        (await town.Post("servicerequestupdates.json", Town.UpdateOf(id, "u1", ("status", word))))
            .ShouldBeError(400, "update_id");
    }

    [Fact]
    public async Task A_repeated_update_is_refused_whatever_it_is_about()
    {
        var town = await Town.Found(host);
        var (one, two) = (await town.Report(), await town.Report());
        await town.Update(one, "u1", ("description", "It grows."));

        (await town.Post("servicerequestupdates.json", Town.UpdateOf(one, "u1", ("description", "It grows."))))
            .ShouldBeError(400, "update_id");
        (await town.Post("servicerequestupdates.xml", Town.UpdateOf(two, "u1", ("description", "It grows."))))
            .ShouldBeError(400, "update_id");
        (await town.List("servicerequestupdates.json")).ShouldHaveSingleItem();
        var other = await Town.Found(host);
        await other.Update(await other.Report(), "u1", ("description", "Another town's own."));
    }

    [Fact]
    public async Task Of_the_same_update_many_times_at_once_one_is_taken()
    {
        var town = await Town.Found(host);
        var (one, two) = (await town.Report(), await town.Report());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => town.Post(
            "servicerequestupdates.json", Town.UpdateOf(i % 2 == 0 ? one : two, "u1", ("description", "It grows.")))));

        answers.Count(a => a.Status == 201).ShouldBe(1);
        answers.Where(a => a.Status != 201).ShouldAllBe(a => a.Status == 400);
        (await town.List("servicerequestupdates.json")).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("update_id", "", 400, "update_id")]
    [InlineData("service_request_id", "", 400, "service_request_id")]
    [InlineData("service_request_id", "TKT-0000-000000", 404, "service_request_id")]
    [InlineData("service_request_id", "nonsense", 404, "service_request_id")]
    [InlineData("status", "exploded", 400, "status: Use one of")]
    [InlineData("description", "", 400, "Give a status")]
    [InlineData("updated_datetime", "yesterday", 400, "updated_datetime")]
    [InlineData("media_url", "nowhere", 400, "media_url")]
    [InlineData("api_key", "wrong", 403, "api_key")]
    public async Task A_wrong_update_is_named(string field, string value, int status, string says)
    {
        var town = await Town.Found(host);
        var form = Town.UpdateOf(await town.Report(), "u1", ("description", "It grows."), (field, value));

        (await town.Post("servicerequestupdates.json", form)).ShouldBeError(status, says);
        (await town.Post("servicerequestupdates.xml", form)).ShouldBeError(status, says);
        (await town.List("servicerequestupdates.json")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_sends_no_form_or_may_not_post_is_refused()
    {
        var town = await Town.Found(host);
        var id = await town.Report();

        (await host.Post("/open311/v2/servicerequestupdates.json", new StringContent("<update/>", System.Text.Encoding.UTF8, "text/xml"), town.Key))
            .ShouldBeError(400, "no other body is read");
        (await town.Post("servicerequestupdates.json", Town.UpdateOf(
            id, "u2", ("description", "x"), ("api_key", await host.Key(ApiRole.Staff, town.Tenant))))).ShouldBeError(403, "integrator");
        (await town.List("servicerequestupdates.json")).ShouldBeEmpty();
    }

    private static async Task<string[]> Ids(Town town, string query) =>
        [.. (await town.List($"servicerequestupdates.json?{query}")).Select(u => u.Text("update_id")!)];
}

using System.Globalization;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Open311;

/// <summary>Every filter of the list.</summary>
[Collection(nameof(SharedHost))]
public sealed class ListingTests(SharedHost host)
{
    [Fact]
    public async Task What_comes_meanwhile_makes_no_entry_come_twice()
    {
        var town = await Town.Found(host);
        for (var i = 0; i < 6; i++)
        {
            await town.Report();
        }

        var all = await Ids(town, "");
        string[] pages = [.. await Ids(town, "page_size=2")];
        await town.Report();
        pages = [.. pages, .. await Ids(town, "page_size=2&page=2")];
        await town.Report();
        pages = [.. pages, .. await Ids(town, "page_size=2&page=3")];

        pages.ShouldBe(all);
        (await Ids(town, "page_size=2&page=2&status=open")).ShouldBe(all[..2], "another list, of which no page was asked for before");
    }

    [Fact]
    public async Task A_list_is_narrowed_by_status()
    {
        var town = await Town.Found(host);
        var (open, working, resolved, closed) =
            (await town.Report(), await town.Report(), await town.Report(), await town.Report());
        await town.Staff(working, "status", new { status = "in_progress" });
        await town.Staff(resolved, "status", new { status = "resolved", text = "Filled, ask Berta." });
        await town.Staff(closed, "status", new { status = "closed" });

        (await Ids(town, "status=open")).ShouldBe([working, open]);
        (await Ids(town, "status=closed")).ShouldBe([closed, resolved]);
        (await Ids(town, "status=Open,CLOSED")).Length.ShouldBe(4);
        (await Ids(town, "status=")).Length.ShouldBe(4);
        (await town.Get("requests.json?status=fixed")).ShouldBeError(400, "status: Use open, closed or both.");
        (await town.Get("requests.xml?extensions=true")).Text.ShouldNotContain("Berta", Case.Sensitive, "what was done is for the file");
    }

    [Fact]
    public async Task A_list_is_narrowed_by_service()
    {
        var town = await Town.Found(host);
        var hole = await town.Report();
        var light = await town.Report(("service_code", "street_light"));
        await town.Report(("service_code", "noise"));

        (await Ids(town, "service_code=pothole")).ShouldBe([hole]);
        (await Ids(town, "service_code=pothole,street_light")).ShouldBe([light, hole]);
        (await town.Get("requests.json?service_code=pothole,dragons")).ShouldBeError(404, "dragons");
    }

    [Fact]
    public async Task Named_ids_override_the_rest_and_are_read_however_they_are_spelt()
    {
        var town = await Town.Found(host);
        var (one, two) = (await town.Report(), await town.Report());
        await town.Report();
        var spelt = one.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal);

        (await Ids(town, $"service_request_id={spelt},{two},TKT-0000-000000&status=closed&service_code=noise"
            + "&start_date=2001-01-01T00:00:00Z&end_date=2001-01-02T00:00:00Z")).ShouldBe([two, one]);
        (await town.Show(spelt)).Text("service_request_id").ShouldBe(one);
        (await town.Get("requests.json?service_request_id=nonsense")).ShouldBeError(404, "service_request_id");
        (await town.Get($"requests.json?service_request_id={string.Join(',', Enumerable.Repeat(one, 201))}"))
            .ShouldBeError(400, "at most 200");
        (await town.Get("requests/nonsense.xml")).ShouldBeError(404, "service_request_id");
    }

    [Fact]
    public async Task A_list_is_narrowed_by_time_and_shows_the_last_90_days_by_itself()
    {
        var town = await Town.Found(host);
        var (old, early, late) = (await town.Report(), await town.Report(), await town.Report());
        await Date(old, "2026-01-10T10:00:00Z");
        await Date(early, "2026-03-01T10:00:00Z");
        await Date(late, "2026-03-02T10:00:00Z");
        var now = await town.Report();

        (await Ids(town, "")).ShouldBe([now], "of the others none is of the last 90 days");
        (await Ids(town, "start_date=2026-03-01T10:00:00Z&end_date=2026-03-02T10:00:00Z")).ShouldBe([late, early]);
        (await Ids(town, "start_date=2026-03-01T11:00:01%2B01:00&end_date=2026-03-02T09:59:59Z")).ShouldBeEmpty();
        (await Ids(town, "start_date=2026-03-01T10:30:00+01:00&end_date=2026-03-01T23:00:00Z")).ShouldBe([early]);
        (await Ids(town, "start_date=2026-01-01")).ShouldBe([late, early, old], "90 days from there");
        (await Ids(town, "end_date=2026-03-01T12:00:00Z")).ShouldBe([early, old], "90 days up to there");
        (await Ids(town, $"start_date={DateTimeOffset.UtcNow.AddDays(-2):yyyy-MM-dd'T'HH:mm:ss'Z'}")).ShouldBe([now]);
    }

    [Theory]
    [InlineData("start_date=yesterday", "start_date: Write a date")]
    [InlineData("end_date=2026-03-02T10:00:00", "end_date: Write a date and time with its zone")]
    [InlineData("start_date=2026-13-01T00:00:00Z", "start_date")]
    [InlineData("start_date=0001-01-01T00:00:00Z", "start_date")]
    [InlineData("end_date=0001-01-01T00:00:00Z", "end_date")]
    [InlineData("end_date=9999-12-31T23:59:59Z", "end_date")]
    [InlineData("start_date=2026-03-02T00:00:00Z&end_date=2026-03-01T00:00:00Z", "before start_date")]
    [InlineData("start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:01Z", "at most 90 days")]
    [InlineData("updated_after=soon", "updated_after")]
    [InlineData("page=0", "page: Use 1 to")]
    [InlineData("page=1001", "page: Use 1 to")]
    [InlineData("page_size=1001", "page_size: Use 1 to")]
    [InlineData("page_size=-1", "page_size: Use 1 to")]
    [InlineData("page_size=101&extensions=true", "page_size: Use 1 to 100")]
    [InlineData("page=99999999999999999999", "page: Use 1 to")]
    public async Task What_cannot_be_asked_for_is_named(string query, string says)
    {
        (await host.Get($"/open311/v2/requests.json?{query}")).ShouldBeError(400, says);
        (await host.Get($"/open311/v2/requests.xml?{query}")).ShouldBeError(400, says);
        if (!query.StartsWith("updated", StringComparison.Ordinal) && !query.Contains("extensions", StringComparison.Ordinal))
        {
            (await host.Get($"/open311/v2/servicerequestupdates.json?{query}")).ShouldBeError(400, says);
        }
    }

    [Fact]
    public async Task Exactly_90_days_may_be_asked_for() =>
        (await host.Get("/open311/v2/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:00Z"))
            .Status.ShouldBe(200);

    [Fact]
    public async Task Pages_meet_without_gap_or_repeat()
    {
        var town = await Town.Found(host);
        for (var i = 0; i < 5; i++)
        {
            await town.Report();
        }

        var all = await Ids(town, "");
        string[] pages = [.. await Ids(town, "page_size=2"), .. await Ids(town, "page_size=2&page=2"), .. await Ids(town, "page_size=2&page=3")];

        pages.ShouldBe(all);
        (await Ids(town, "page_size=2&page=4")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_is_narrowed_by_the_last_change()
    {
        var town = await Town.Found(host);
        var (still, changed) = (await town.Report(), await town.Report());
        await host.Execute($"update tickets set updated_at = updated_at - interval '1 hour' where tracking_number = '{still}'");
        var since = DateTimeOffset.UtcNow.AddMinutes(-30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        (await Ids(town, $"updated_after={since}")).ShouldBe([changed]);
        (await Ids(town, $"updated_before={since}")).ShouldBe([still]);
    }

    [Fact]
    public async Task What_GeoReport_does_not_know_is_told_on_request()
    {
        var town = await Town.Found(host);
        var id = await town.Report();
        await town.Staff(id, "status", new { status = "in_progress" });
        await town.Staff(id, "public-text", new { text = "A crew comes on Monday." });
        await town.Staff(id, "notes", new { text = "Ask Berta." });

        var answer = await town.Get("requests.json?extensions=true");

        var request = answer.Json[0];
        request.GetProperty("extended_attributes").Text("detailed_status").ShouldBe("in_progress");
        request.GetProperty("notes").EnumerateArray().Select(n => $"{n.Text("type")} {n.Text("description")}".Trim())
            .ShouldBe(["in_progress", "comment A crew comes on Monday."]);
        answer.Text.ShouldNotContain("Berta");
        var note = (await town.Xml($"requests/{id}.xml?extensions=true")).Descendants("note").First();
        note.Elements().Select(e => e.Name.LocalName).ShouldBe(["datetime", "description", "type"]);
        (await town.Show(id)).TryGetProperty("notes", out _).ShouldBeFalse();
    }

    private static async Task<string[]> Ids(Town town, string query) =>
        [.. (await town.List($"requests.json?{query}")).Select(r => r.Text("service_request_id")!)];

    private Task<int> Date(string id, string at) =>
        host.Execute($"update tickets set created_at = '{at}' where tracking_number = '{id}'");
}

using System.Net.Http.Headers;
using CleanFte.Application.Tenants;
using CleanFte.Unit.Media;

namespace CleanFte.Integration.Api;

/// <summary>How a ticket came along: what everybody reads, and what its reporter reads besides.</summary>
[Collection(nameof(SharedHost))]
public sealed class ProgressTests(SharedHost host)
{
    [Fact]
    public async Task Everybody_reads_the_steps_and_nothing_of_the_reporter()
    {
        var (number, code) = await Report();
        await host.Post($"/api/v1/tickets/{number}/comments", new { text = "It is getting deeper." }, null, ("X-Access-Code", code));
        var staff = await host.Key(ApiRole.Staff);
        await Command(number, "public-text", new { text = "A crew comes on Monday." }, staff);
        await Command(number, "status", new { status = "in_progress" }, staff);

        var shown = await host.Get($"/api/v1/tickets/{number}/progress");

        shown["steps"].EnumerateArray().Select(s => s.GetProperty("what").GetString())
            .ShouldBe(["received", "public_text", "in_progress"]);
        shown["mine"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        shown.Text.ShouldNotContain("deeper");
        shown.Text.ShouldNotContain("deep hole");
        shown.Text.ShouldContain("A crew comes on Monday.");
    }

    [Fact]
    public async Task The_reporter_reads_what_he_wrote_and_until_when_he_may_reopen()
    {
        var (number, code) = await Report();
        await host.Post($"/api/v1/tickets/{number}/comments", new { text = "It is getting deeper." }, null, ("X-Access-Code", code));
        await Command(number, "status", new { status = "resolved", text = "Filled." }, await host.Key(ApiRole.Staff));
        await host.Post($"/api/v1/tickets/{number}/rating", new { rating = 4, comment = "Quick" }, null, ("X-Access-Code", code));

        var shown = await host.Get($"/api/v1/tickets/{number}/progress", null, ("X-Access-Code", code));

        shown["steps"].EnumerateArray().Select(s => s.GetProperty("what").GetString())
            .ShouldBe(["received", "comment", "resolved", "rated"]);
        var rated = shown["steps"].EnumerateArray().Last();
        rated.GetProperty("rating").GetInt32().ShouldBe(4);
        rated.GetProperty("text").GetString().ShouldBe("Quick");
        shown["mine"].GetProperty("description").GetString().ShouldBe("There is a deep hole in the road");
        shown["mine"].GetProperty("reopenUntil").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddDays(29));
        shown.Text.ShouldNotContain("Filled.");
    }

    [Fact]
    public async Task A_wrong_code_is_refused_and_an_unknown_ticket_is_not_found()
    {
        var (number, _) = await Report();

        (await host.Get($"/api/v1/tickets/{number}/progress", null, ("X-Access-Code", "0000000000000000000W")))
            .ShouldBeProblem(403, "ticket.bad_access_code");
        (await host.Get($"/api/v1/tickets/{Guid.NewGuid()}/progress")).Status.ShouldBe(404);
        (await host.Get($"/api/v1/tickets/{number}/progress", null, ("Host", RunningHost.OtherTenantsHost))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_photo_sent_again_with_its_key_is_kept_once()
    {
        var (number, code) = await Report();

        var first = await Upload(number, code, Pictures.Png(), "key-1");
        var again = await Upload(number, code, Pictures.Png(), "key-1");
        await Upload(number, code, Pictures.Jpeg(), "key-1");
        await Upload(number, code, Pictures.Png(), "key-2");

        again.Text.ShouldBe(first.Text);
        (await host.Get($"/api/v1/tickets/{number}/media", await host.Key(ApiRole.Staff))).Items.Count.ShouldBe(3);
    }

    private async Task<Answer> Upload(string number, string code, byte[] content, string key)
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        var answer = await host.Post(
            $"/api/v1/tickets/{number}/media", new MultipartFormDataContent { { file, "file", "hole.png" } }, null,
            ("X-Access-Code", code), ("Idempotency-Key", key));
        answer.Status.ShouldBe(201, answer.Text);
        return answer;
    }

    private async Task Command(string number, string command, object body, string key)
    {
        var tag = (await host.Get($"/api/v1/tickets/{number}", key)).Header("ETag")!;
        (await host.Post($"/api/v1/tickets/{number}/{command}", body, key, ("If-Match", tag))).Status.ShouldBe(200);
    }

    private async Task<(string Number, string Code)> Report()
    {
        var ticket = await host.Post(FormTests.Path, FormTests.Report());
        return (ticket["trackingNumber"].GetString()!, ticket["accessCode"].GetString()!);
    }
}

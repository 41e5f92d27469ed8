using System.Text.RegularExpressions;

namespace CleanFte.Integration.Api;

/// <summary>The web application as it is served, and the form for browsers without script.</summary>
[Collection(nameof(SharedHost))]
public sealed partial class WebTests(SharedHost host)
{
    private const string Plain = "/report/plain";

    [Theory]
    [InlineData("/")]
    [InlineData("/track/TKT-7F3K-92QD20")]
    [InlineData("/try")]
    [InlineData("/history/tickets/1")]
    public async Task The_applications_own_addresses_answer_with_it(string path)
    {
        var page = await host.Get(path);

        page.Status.ShouldBe(200, page.Text);
        page.Text.ShouldContain("<div id=\"root\">");
        page.Header("Cache-Control").ShouldBe("no-cache");
        var policy = page.Header("Content-Security-Policy")!;
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        InlineScript().IsMatch(page.Text).ShouldBeFalse();
        page.Text.ShouldNotContain("style=");
        page.Text.ShouldNotContain("http://");
        page.Text.ShouldNotContain("https://");
    }

    [Theory]
    [InlineData("/track/a/b")]
    [InlineData("/nothing")]
    [InlineData("/assets/nothing.js")]
    [InlineData("/api/v1/nothing")]
    public async Task What_is_not_there_stays_a_problem(string path) =>
        (await host.Get(path)).ShouldBeProblem(404, "route.not_found");

    [Fact]
    public async Task Files_with_a_hash_are_packed_and_kept_forever()
    {
        var script = Script().Match((await host.Get("/")).Text).Groups[1].Value;

        var plain = await host.Get(script);
        var brotli = await host.Get(script, null, ("Accept-Encoding", "gzip, br"));
        var gzip = await host.Get(script, null, ("Accept-Encoding", "gzip;q=1, br;q=0"));

        plain.Header("Content-Encoding").ShouldBeNull();
        brotli.Header("Content-Encoding").ShouldBe("br");
        gzip.Header("Content-Encoding").ShouldBe("gzip");
        brotli.Bytes.Length.ShouldBeLessThan(gzip.Bytes.Length);
        plain.Header("Cache-Control").ShouldBe("public, max-age=31536000, immutable");
        brotli.Header("Vary").ShouldBe("Accept-Encoding");
        var again = await host.Get(script, null, ("Accept-Encoding", "br"), ("If-None-Match", brotli.Header("ETag")!));
        again.Status.ShouldBe(304);
    }

    [Fact]
    public async Task The_portal_says_whose_it_is()
    {
        var portal = await host.Get("/api/v1/portal");

        portal["tenant"].GetString().ShouldBe("default");
        portal["limits"].GetProperty("fileBytes").GetInt32().ShouldBe(16 * 1024 * 1024);
        (await host.Get("/api/v1/portal", null, ("Host", RunningHost.OtherTenantsHost)))["tenant"].GetString()
            .ShouldBe(RunningHost.OtherTenant);
    }

    [Theory]
    [InlineData("es-ES,es;q=0.9", "Cuéntenos qué va mal")]
    [InlineData("fr", "Dites-nous ce qui ne va pas")]
    [InlineData("de, en;q=0.5", "Tell us what is wrong")]
    public async Task The_plain_form_speaks_the_browsers_language(string accept, string title) =>
        System.Net.WebUtility.HtmlDecode((await host.Get(Plain, null, ("Accept-Language", accept))).Text).ShouldContain(title);

    [Fact]
    public async Task The_plain_form_sent_twice_is_one_report()
    {
        var key = Key().Match((await host.Get(Plain)).Text).Groups[1].Value;

        var first = await host.Post(Plain, Filled(key));
        var second = await host.Post(Plain, Filled(key));
        var other = await host.Post(Plain, Filled(key, subject: "Another pothole"));

        first.Status.ShouldBe(200, first.Text);
        Number(second).ShouldBe(Number(first));
        Number(other).ShouldNotBe(Number(first));
        (await host.Get($"/api/v1/tickets/{Number(first)}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_plain_form_shows_again_what_was_typed_as_text()
    {
        var answer = await host.Post(Plain, Filled("k", subject: "<b>", message: "\"><script>alert(1)</script>"));

        answer.Status.ShouldBe(400);
        answer.Header("Content-Type").ShouldBe("text/html; charset=utf-8");
        answer.Text.ShouldContain("aria-invalid");
        answer.Text.ShouldContain("&lt;b&gt;");
        answer.Text.ShouldNotContain("<script>");
        answer.Header("Content-Security-Policy")!.ShouldNotContain("script-src");
    }

    [Fact]
    public async Task The_plain_form_takes_nothing_but_forms() =>
        (await host.Post(Plain, new { name = "Ana" })).Status.ShouldBe(415);

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_form_that_cannot_be_read_is_told_so(string type)
    {
        // Without a boundary, without an end, and with more fields than are read.
        var body = type.StartsWith("multipart", StringComparison.Ordinal)
            ? "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAna"
            : string.Join('&', Enumerable.Range(0, 2_000).Select(i => $"f{i}=1"));
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var answer = await host.Post(Plain, content);

        answer.Status.ShouldBe(400, answer.Text);
        answer.Header("Content-Type").ShouldBe("text/html; charset=utf-8");
    }

    private static FormUrlEncodedContent Filled(
        string key, string subject = "A pothole", string message = "There is a deep hole in the road") => new(
        new Dictionary<string, string>
        {
            ["key"] = key,
            ["name"] = "Ana García",
            ["email"] = "ana@example.org",
            ["subject"] = subject,
            ["category"] = "pothole",
            ["message"] = message,
            ["address"] = "Calle Mayor 5",
        });

    private static string Number(Answer answer) => TrackingNumber().Match(answer.Text).Value;

    [GeneratedRegex("<script(?![^>]*src=)|\\son[a-z]+=\"")]
    private static partial Regex InlineScript();

    [GeneratedRegex("src=\"(/assets/[^\"]+\\.js)\"")]
    private static partial Regex Script();

    [GeneratedRegex("name=\"key\" value=\"([^\"]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex("TKT-[0-9A-Z]{4}-[0-9A-Z]{6}")]
    private static partial Regex TrackingNumber();
}

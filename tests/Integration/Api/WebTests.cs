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
    public async Task The_plain_form_says_beside_each_field_what_is_wrong()
    {
        var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["subject"] = "Hm", ["email"] = "ana", ["phone"] = "12" });

        var page = Decoded(await host.Post(Plain, form, null, ("Accept-Language", "es")));

        page.ShouldContain("<p id=\"subject-wrong\" class=\"error\">Escriba de 5 a 200 caracteres.</p>");
        page.ShouldContain("aria-describedby=\"email-wrong\"");
        page.ShouldContain("Esto no es una dirección de correo.");
        page.ShouldContain("Escríbalo con el prefijo del país");
        page.ShouldContain("minlength=\"10\" maxlength=\"4000\"");
        page.ShouldContain("type=\"email\" autocomplete=\"email\"");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task The_plain_form_takes_nothing_from_pages_of_others(string header, string value)
    {
        var key = Guid.NewGuid().ToString("N");

        var refused = await host.Post(Plain, Filled(key), null, (header, value));

        refused.Status.ShouldBe(403);
        refused.Text.ShouldContain("<form");
        Number(refused).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task The_plain_form_takes_what_browsers_say_is_its_own(string header, string value) =>
        Number(await host.Post(Plain, Filled(Guid.NewGuid().ToString("N")), null, (header, value))).ShouldNotBeEmpty();

    [Fact]
    public async Task The_plain_form_takes_what_comes_from_its_own_host() => Number(await host.Post(
        Plain, Filled(Guid.NewGuid().ToString("N")), null, ("Origin", new Uri(host.Url).GetLeftPart(UriPartial.Authority))))
        .ShouldNotBeEmpty();

    [Fact]
    public async Task Number_and_code_lead_somewhere_without_script()
    {
        var thanks = await host.Post(Plain, Filled(Guid.NewGuid().ToString("N"), message: "There is <i>a deep</i> hole"));
        var (number, code) = (Number(thanks), Code().Match(thanks.Text).Groups[1].Value);
        thanks.Text.ShouldContain($"action=\"/track/plain/{number}\"");

        var shown = await host.Get($"/track/plain/{number}", null, ("Accept-Language", "en"));
        shown.Text.ShouldContain("Report received");
        shown.Text.ShouldNotContain("a deep");
        var mine = await host.Post($"/track/plain/{number}", CodeForm(code));
        mine.Status.ShouldBe(200);
        mine.Text.ShouldContain("There is &lt;i&gt;a deep&lt;/i&gt; hole");
        var wrong = await host.Post($"/track/plain/{number}", CodeForm("0000000000000000000W"));
        wrong.Status.ShouldBe(403);
        wrong.Text.ShouldNotContain("a deep");
        var misread = await host.Get("/track/plain/nonsense", null, ("Accept-Language", "en"));
        misread.Status.ShouldBe(400);
        misread.Text.ShouldContain("This is no tracking number.");
        var unknown = await host.Get($"/track/plain/{Domain.Tickets.TrackingNumber.Draw().Value}", null, ("Accept-Language", "en"));
        unknown.Status.ShouldBe(404);
        unknown.Text.ShouldContain("We know no report");
        (await host.Get($"/track/plain?ticket={number.ToLowerInvariant()}")).Text.ShouldContain(number);
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

    private static string Decoded(Answer answer) => System.Net.WebUtility.HtmlDecode(answer.Text);

    private static FormUrlEncodedContent CodeForm(string code) => new(new Dictionary<string, string> { ["code"] = code });

    private static string Number(Answer answer) => TrackingNumber().Match(answer.Text).Value;

    [GeneratedRegex("<script(?![^>]*src=)|\\son[a-z]+=\"")]
    private static partial Regex InlineScript();

    [GeneratedRegex("src=\"(/assets/[^\"]+\\.js)\"")]
    private static partial Regex Script();

    [GeneratedRegex("name=\"key\" value=\"([^\"]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex("name=\"code\" value=\"([^\"]+)\"")]
    private static partial Regex Code();

    [GeneratedRegex("TKT-[0-9A-Z]{4}-[0-9A-Z]{6}")]
    private static partial Regex TrackingNumber();
}

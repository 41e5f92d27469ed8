using System.Text;
using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Api;

/// <summary>The catalogue in administrators' hands.</summary>
[Collection(nameof(SharedHost))]
public sealed class AdminServiceTests(SharedHost host)
{
    private const string Path = "/api/v1/admin/services";

    private const string Guided = """
        {
          "group": "church", "kind": "guided", "public": false, "roles": ["parent"], "severity": "minor",
          "texts": { "en": { "name": "Catechesis", "description": "For parents.", "triggers": ["catechesis"] } },
          "items": [ { "validFrom": "2026-11-01T00:00:00Z", "texts": { "en": { "title": "Advent", "text": "Soon." } } } ],
          "steps": [
            { "name": "code", "input": "code", "codes": ["SECRET-77"],
              "texts": { "en": { "ask": "Your code?", "wrong": "No." } } }
          ]
        }
        """;

    [Fact]
    public async Task A_service_is_added_listed_and_replaced_by_who_has_read_it()
    {
        var code = NewCode();

        var created = await Put(code, Guided, ("If-None-Match", "*"));
        created.Status.ShouldBe(201, created.Text);
        created.Header("ETag").ShouldBe("\"1\"");
        created.Header("Location").ShouldBe($"{Path}/{code}");

        var listed = (await host.Get(Path, await Admin())).Items
            .Single(s => s.GetProperty("definition").GetProperty("code").GetString() == code);
        listed.GetProperty("etag").GetString().ShouldBe("\"1\"");
        listed.GetProperty("version").GetInt64().ShouldBe(1);
        listed.GetProperty("retired").GetBoolean().ShouldBeFalse();
        var definition = listed.GetProperty("definition").GetRawText();
        definition.ShouldContain("\"kind\":\"guided\"");
        definition.ShouldContain("sha256:");
        definition.ShouldNotContain("SECRET");

        // What was read can be sent back, and is the same.
        var again = await Put(code, definition, ("If-Match", "\"1\""));
        again.Status.ShouldBe(200, again.Text);
        again.Header("ETag").ShouldBe("\"1\"");

        var changed = await Put(code, Guided.Replace("SECRET-77", "SECRET-78"), ("If-Match", "\"1\""));
        changed.Status.ShouldBe(200);
        changed["version"].GetInt64().ShouldBe(2);

        (await Put(code, Guided, ("If-Match", "\"1\""))).ShouldBeProblem(412, "version.stale");
        (await Put(code, Guided, ("If-Match", "\"x\""))).ShouldBeProblem(412, "version.stale");
        (await Put(code, Guided, ("If-None-Match", "*"))).ShouldBeProblem(412, "version.stale");
        (await Put(code, Guided)).ShouldBeProblem(428, "version.required");
        (await Put(code, Guided, ("If-None-Match", "\"1\""))).ShouldBeProblem(400, "request.malformed");
        (await Put(NewCode(), Guided, ("If-Match", "\"1\""))).ShouldBeProblem(404, "service.not_found");
        (await Put(NewCode(), Guided)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Of_two_who_add_the_same_one_does()
    {
        var code = NewCode();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Put(code, Guided.Replace("SECRET-77", $"SECRET-{i}"), ("If-None-Match", "*"))));

        answers.Count(a => a.Status == 201).ShouldBe(1);
        answers.Where(a => a.Status != 201).ShouldAllBe(a => a.Status == 412);
    }

    [Theory]
    [InlineData("{}", "kind", "public", "severity")]
    [InlineData("\"kind\": \"guided\"", "\"kind\": \"report\"", "steps")]
    [InlineData("\"group\": \"church\", ", "\"code\": \"other_code\", \"group\": \"church\", ", "code")]
    [InlineData("\"codes\": [\"SECRET-77\"]", "\"codes\": []", "steps[0].codes")]
    [InlineData("\"codes\": [\"SECRET-77\"]", "\"codes\": [null]", "steps[0].codes")]
    [InlineData("\"input\": \"code\", ", "", "steps")]
    [InlineData("\"input\": \"code\", \"codes\": [\"SECRET-77\"]", "\"input\": \"choice\", \"choices\": [\"a\"]", "steps[0].choices")]
    [InlineData("\"validFrom\": \"2026-11-01T00:00:00Z\"",
        "\"validFrom\": \"2026-11-01T00:00:00Z\", \"validTo\": \"2026-10-01T00:00:00Z\"", "items[0].validTo")]
    [InlineData("{ \"title\": \"Advent\", \"text\": \"Soon.\" }", "null", "items[0].texts")]
    [InlineData("\"items\": [", "\"items\": [null, ", "items")]
    [InlineData("{ \"en\": { \"ask\"", "{ \"fr\": { \"ask\"", "steps[0].texts")]
    [InlineData("\"ask\": \"Your code?\"", "\"ask\": \"a\\u0000b\"", "steps[0].texts")]
    [InlineData("{ \"en\": { \"name\": \"Catechesis\"", "{ \"en\": { \"name\": \"\"", "texts")]
    public async Task What_is_wrong_is_named(string what, params string[] byAndFields)
    {
        var body = what == "{}" ? what : Guided.Replace(what, byAndFields[0]);
        body.ShouldNotBe(Guided);
        var fields = what == "{}" ? byAndFields : byAndFields[1..];

        var answer = await Put(NewCode(), body);

        answer.ShouldBeProblem(400, "request.malformed");
        answer.ErrorFields.ShouldBe(fields);
    }

    [Fact]
    public async Task A_malformed_code_or_body_is_refused()
    {
        (await Put("No", Guided)).ErrorFields.ShouldBe(["code"]);
        (await Put(NewCode(), "[")).ShouldBeProblem(400, "request.malformed_json");
        (await Put(NewCode(), "{\"kind\": \"dance\"}")).ShouldBeProblem(400, "request.malformed");
        (await Put(NewCode(), Guided.Replace("Your code?", new string('x', 300_000)))).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Another_tenants_services_are_not_listed()
    {
        var code = NewCode();
        await Put(code, Guided);

        (await host.Get(Path, await host.Key(ApiRole.Admin, RunningHost.OtherTenant))).Text.ShouldNotContain(code);
    }

    private static string NewCode() => $"s{Guid.NewGuid():N}"[..20];

    private Task<string> Admin() => host.Key(ApiRole.Admin);

    private async Task<Answer> Put(string code, string body, params (string Name, string Value)[] headers) => await host.Ask(
        HttpMethod.Put, $"{Path}/{code}", new StringContent(body, Encoding.UTF8, "application/json"), await Admin(), headers);
}

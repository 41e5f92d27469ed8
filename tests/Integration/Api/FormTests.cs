using System.Text;
using CleanFte.Application;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Api;

/// <summary>The web form and what it answers.</summary>
[Collection(nameof(SharedHost))]
public sealed class FormTests(SharedHost host)
{
    internal const string Path = "/api/v1/support/form";

    [Fact]
    public async Task A_report_is_in_the_log_before_it_is_answered()
    {
        var answer = await host.Post(Path, Report());

        answer.Status.ShouldBe(201, answer.Text);
        var number = answer["trackingNumber"].GetString()!;
        answer["ticketId"].GetString().ShouldBe(number);
        answer["status"].GetString().ShouldBe("open");
        answer["message"].GetString()!.ShouldContain(number);
        answer["accessCode"].GetString()!.Length.ShouldBeGreaterThanOrEqualTo(16);
        answer.Header("Location").ShouldBe($"/api/v1/tickets/{number}");
        (await host.Lines($"select type, correlation_id from mt_events where stream_id = '{answer["id"].GetGuid()}'"))
            .ShouldBe([$"ticket_created|{answer.Header("X-Correlation-Id")}"]);
        var code = answer["accessCode"].GetString();
        (await host.Scalar<long>($"select count(*) from mt_events where data::text like '%{code}%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_correlation_id_that_is_sent_is_taken_over()
    {
        var answer = await host.Post(Path, Report(), null, ("X-Correlation-Id", "front-4711"));

        answer.Header("X-Correlation-Id").ShouldBe("front-4711");
        (await host.Lines($"select correlation_id from mt_events where stream_id = '{answer["id"].GetGuid()}'"))
            .ShouldBe(["front-4711"]);
        (await host.Post(Path, Report(), null, ("X-Correlation-Id", "<script>"))).Header("X-Correlation-Id")
            .ShouldNotBe("<script>");
    }

    [Theory]
    [InlineData("name", "\"A\"")]
    [InlineData("name", "null")]
    [InlineData("email", "\"ana at example.org\"")]
    [InlineData("email", "null")]
    [InlineData("subject", "\"Hole\"")]
    [InlineData("subject", "null")]
    [InlineData("category", "\"\"")]
    [InlineData("category", "\"dragons\"")]
    [InlineData("category", "\"inspection\"")]
    [InlineData("priority", "\"extreme\"")]
    [InlineData("priority", "2")]
    [InlineData("message", "\"Too short\"")]
    [InlineData("message", "null")]
    [InlineData("phone", "\"12\"")]
    [InlineData("location", """{"latitude": 91, "longitude": 0}""")]
    [InlineData("location", """{"latitude": 40.4}""")]
    [InlineData("location", """{"address": " "}""")]
    public async Task A_wrong_field_is_named(string field, string value)
    {
        await DefineInternalService();
        var fields = new Dictionary<string, string>
        {
            ["name"] = "\"Ana García\"",
            ["email"] = "\"ana@example.org\"",
            ["subject"] = "\"A pothole\"",
            ["category"] = "\"pothole\"",
            ["message"] = "\"There is a deep hole in the road\"",
            [field] = value,
        };

        var answer =
            await host.Post(Path, Json($"{{{string.Join(',', fields.Select(f => $"\"{f.Key}\": {f.Value}"))}}}"));

        answer.Status.ShouldBe(400, answer.Text);
        answer.ErrorFields.ShouldBe([field]);
        answer.Header("Content-Type").ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_services_questions_are_listed_without_codes_asked_and_kept()
    {
        var town = await TownWithBench();

        var listed = (await host.Get("/api/v1/services", null, town)).Json.EnumerateArray().Single(s => s.GetProperty("code").GetString() == "bench_form");
        var steps = listed.GetProperty("steps");
        steps.EnumerateArray().Select(s => s.GetProperty("name").GetString()).ShouldBe(["size", "built"]);
        steps[0].GetProperty("choices").EnumerateArray().Select(c => c.GetString()).ShouldBe(["Small", "Large"]);
        steps[0].GetProperty("texts").GetProperty("en").GetProperty("ask").GetString().ShouldBe("Which size?");
        steps.ToString().ShouldNotContain("codes");

        (await host.Post(Path, Report("bench_form", null), null, town)).ErrorFields.ShouldBe(["answers.built", "answers.size"]);
        (await host.Post(Path, Report("bench_form", new() { ["size"] = "Huge", ["built"] = "2019-05-01", ["colour"] = "red" }), null, town))
            .ErrorFields.ShouldBe(["answers.colour", "answers.size"]);
        var taken = await host.Post(Path, Report("bench_form", new() { ["size"] = "Large", ["built"] = "2019-05-01" }), null, town);

        taken.Status.ShouldBe(201, taken.Text);
        (await host.Lines($"select a ->> 'question', a ->> 'value' from mt_events, jsonb_array_elements(data -> 'answers') a "
            + $"where stream_id = '{taken["id"].GetGuid()}'")).ShouldBe(["size|Large", "built|2019-05-01T00:00:00Z"]);
    }

    [Fact]
    public async Task The_plain_form_asks_a_services_questions_too()
    {
        var town = await TownWithBench();
        var fields = new Dictionary<string, string>
        {
            ["key"] = "k",
            ["name"] = "Ana",
            ["email"] = "ana@example.org",
            ["subject"] = "A bench",
            ["category"] = "bench_form",
            ["message"] = "A plank is loose",
        };

        var asked = await host.Post("/report/plain", new FormUrlEncodedContent(fields), null, town, ("Accept-Language", "en"));
        asked.Status.ShouldBe(400);
        asked.Text.ShouldContain("<select id=\"answers.size\" name=\"answers.size\" required aria-invalid=\"true\"");
        asked.Text.ShouldContain("Another one, please.");
        (fields["answers.size"], fields["answers.built"]) = ("Small", "1/5/2019");

        (await host.Post("/report/plain", new FormUrlEncodedContent(fields), null, town)).Text.ShouldContain("TKT-");
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once() =>
        (await host.Post(Path, Json("{}"))).ErrorFields.ShouldBe(["category", "email", "message", "name", "subject"]);

    [Fact]
    public async Task Malformed_JSON_is_refused_with_the_place()
    {
        var answer = await host.Post(Path, Json("{\n  \"name\": Ana\n}"));

        answer.ShouldBeProblem(400, "request.malformed_json");
        answer["detail"].GetString()!.ShouldContain("line 2");
    }

    [Fact]
    public async Task Another_content_type_is_refused() =>
        (await host.Post(Path, new StringContent("name=Ana", Encoding.UTF8, "text/plain")))
            .ShouldBeProblem(415, "request.unsupported_media_type");

    [Fact]
    public async Task A_body_over_the_limit_is_refused() =>
        (await host.Post(Path, Report(message: new string('a', 256 * 1024)))).ShouldBeProblem(413, "request.too_large");

    [Fact]
    public async Task Text_that_cannot_be_stored_is_made_storable()
    {
        var answer = await host.Post(Path, Json("""
            {"name": "Ana\u0000", "email": "ana@example.org", "subject": "A pothole \udc00", "category": "general",
             "message": "There is a deep hole \ud83d\ude00 in the road \ud83d"}
            """));

        answer.Status.ShouldBe(201, answer.Text);
        (await host.Lines($"select subject from tickets where id = '{answer["id"].GetGuid()}'"))
            .ShouldBe(["A pothole \uFFFD"]);
        (await host.Lines($"select data ->> 'description' from mt_events where stream_id = '{answer["id"].GetGuid()}'"))
            .ShouldBe(["There is a deep hole \U0001F600 in the road \uFFFD"]);
    }

    [Fact]
    public async Task Only_pages_of_the_configured_origin_may_post_it()
    {
        var allowed = await Preflight("https://town.example");
        allowed.Header("Access-Control-Allow-Origin").ShouldBe("https://town.example");
        allowed.Header("Access-Control-Allow-Methods")!.ShouldContain("POST");
        (await Preflight("https://evil.example")).Header("Access-Control-Allow-Origin").ShouldBeNull();
        (await host.Post(Path, Report(), null, ("Origin", "https://town.example")))
            .Header("Access-Control-Allow-Origin").ShouldBe("https://town.example");
        (await host.Post(Path, Json("{"), null, ("Origin", "https://town.example")))
            .Header("Access-Control-Allow-Origin").ShouldBe("https://town.example");
    }

    private static Dictionary<string, object?> Report(string category, Dictionary<string, string>? answers) =>
        new(Report()) { ["category"] = category, ["answers"] = answers };

    /// <summary>A tenant of the test's own, by the header that names it, with a report that asks questions.</summary>
    private async Task<(string, string)> TownWithBench()
    {
        var id = $"b{Guid.NewGuid():N}"[..12];
        var body = new { id, name = "Town", host = $"{id}.example.org" };
        (await host.Post("/api/v1/admin/tenants", body, RunningHost.Bootstrap)).Status.ShouldBe(201);
        object[] steps = [Open311.Town.Question("size", "choice", "Small", "Large"), Open311.Town.Question("built", "date")];
        var answer = await host.Ask(
            HttpMethod.Put, "/api/v1/admin/services/bench_form",
            new
            {
                group = "parks",
                kind = "report",
                @public = true,
                roles = Array.Empty<string>(),
                severity = "minor",
                asksPlace = true,
                asksPhoto = false,
                texts = new { en = new { name = "A bench", description = "Of a park.", triggers = new[] { "bench form" } } },
                items = Array.Empty<object>(),
                steps,
            },
            await host.Key(ApiRole.Admin, id), ("If-None-Match", "*"));
        answer.Status.ShouldBe(201, answer.Text);
        return ("Host", body.host);
    }

    internal static Dictionary<string, object?> Report(string message = "There is a deep hole in the road") => new()
    {
        ["name"] = "Ana García",
        ["email"] = "ana@example.org",
        ["subject"] = "A pothole",
        ["category"] = "pothole",
        ["message"] = message,
    };

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private Task<Answer> Preflight(string origin) => host.Ask(
        HttpMethod.Options, Path, null, null, ("Origin", origin), ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type,idempotency-key"));

    /// <summary>A service that citizens may not choose.</summary>
    private async Task DefineInternalService()
    {
        await using var scope = host.Host.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = ITenants.Default;
        await scope.ServiceProvider.GetRequiredService<ISender>().Send(new DefineService(new ServiceDefinition(
            "inspection", "internal", ServiceKind.Report, false, [], Severity.Moderate, false, false,
            new Dictionary<string, ServiceText> { ["en"] = new("Inspection", "For staff only.", []) })));
    }
}

using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Api;

/// <summary>What staff and integrators do with a ticket.</summary>
[Collection(nameof(SharedHost))]
public sealed class TicketCommandTests(SharedHost host)
{
    private static readonly object Escalation = new { reason = "legal" };

    [Fact]
    public async Task Commands_follow_each_other_by_version()
    {
        var ticket = await Open();

        (await Run(ticket, "escalate", new { reason = "legal", evidence = "my lawyer" }, "\"1\"")).Header("ETag")
            .ShouldBe("\"2\"");
        (await Run(ticket, "priority", new { priority = "urgent" }, "\"2\"")).Header("ETag").ShouldBe("\"3\"");
        (await Run(ticket, "public-text", new { text = "We are on it" }, "\"3\"")).Header("ETag").ShouldBe("\"4\"");
        (await Run(ticket, "notes", new { text = "Called back" })).Header("ETag").ShouldBe("\"5\"");
        (await Run(ticket, "status", new { status = "in_progress" }, "\"5\"")).Header("ETag").ShouldBe("\"6\"");
        (await Run(ticket, "status", new { status = "resolved", text = "Filled" }, "\"6\"")).Header("ETag")
            .ShouldBe("\"7\"");
        (await Run(ticket, "status", new { status = "open", text = "Broken again" }, "\"7\"")).Header("ETag")
            .ShouldBe("\"8\"");
        (await Run(ticket, "status", new { status = "resolved" }, "\"8\"")).Header("ETag").ShouldBe("\"9\"");
        (await Run(ticket, "status", new { status = "closed" }, "\"9\"")).Header("ETag").ShouldBe("\"10\"");

        var events = (await host.Get($"/api/v1/tickets/{ticket}/events", await host.Key(ApiRole.Staff))).Items;
        events.Select(e => e.GetProperty("type").GetString()).ShouldBe(
        [
            "ticket_created", "ticket_escalated", "priority_raised", "public_text_published", "note_added",
            "status_changed",
            "ticket_resolved", "ticket_reopened", "ticket_resolved", "status_changed",
        ]);
        events.Select(e => e.GetProperty("version").GetInt64()).ShouldBe(Enumerable.Range(1, 10).Select(v => (long)v));
        events.Skip(1)
            .ShouldAllBe(e => e.GetProperty("userName").GetString()!.StartsWith("key:", StringComparison.Ordinal));
        var shown = await host.Get($"/api/v1/tickets/{ticket}");
        shown["status"].GetString().ShouldBe("closed");
        shown["publicText"].GetString().ShouldBe("We are on it");
        shown["priority"].GetString().ShouldBe("urgent");
        shown.Text.ShouldNotContain("lawyer");
    }

    [Theory]
    [InlineData("escalate")]
    [InlineData("status")]
    [InlineData("priority")]
    [InlineData("public-text")]
    public async Task Without_the_version_it_is_refused(string command) =>
        (await Run(await Open(), command, BodyOf(command))).ShouldBeProblem(428, "version.required");

    [Fact]
    public async Task A_star_is_any_version()
    {
        var ticket = await Open();

        (await Run(ticket, "priority", new { priority = "urgent" }, "*")).Header("ETag").ShouldBe("\"2\"");
        (await Run(ticket, "public-text", new { text = "We are on it" }, "*")).Header("ETag").ShouldBe("\"3\"");
        (await Run(ticket, "status", new { status = "in_progress" }, "*")).Header("ETag").ShouldBe("\"4\"");
        (await Run(ticket, "escalate", Escalation, "*")).Header("ETag").ShouldBe("\"5\"");
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"x\"")]
    [InlineData("W/\"1\"")]
    public async Task A_stale_version_is_refused(string version)
    {
        var ticket = await Open();

        (await Run(ticket, "escalate", Escalation, version)).Status.ShouldBe(412);

        (await host.Get($"/api/v1/tickets/{ticket}"))["status"].GetString().ShouldBe("open");
    }

    [Fact]
    public async Task Of_two_who_read_the_same_version_one_is_told()
    {
        var ticket = await Open();

        var answers = await Task.WhenAll(
            Run(ticket, "public-text", new { text = "One" }, "\"1\""),
            Run(ticket, "public-text", new { text = "Two" }, "\"1\""));

        answers.Select(a => a.Status).Order().ShouldBe([200, 412]);
    }

    [Theory]
    [InlineData("escalate")]
    [InlineData("priority")]
    public async Task What_is_resolved_must_be_reopened_first(string command)
    {
        var ticket = await Open();
        await Run(ticket, "status", new { status = "resolved" }, "\"1\"");

        (await Run(ticket, command, BodyOf(command), "\"2\"")).ShouldBeProblem(409, "ticket.already_resolved");
    }

    [Theory]
    [InlineData("priority", """{"priority": "low"}""", 422, "ticket.priority_only_rises")]
    [InlineData("status", """{"status": "escalated"}""", 422, "ticket.escalation_needs_reason")]
    [InlineData("escalate", """{"reason": "Because I say so"}""", 400, "request.malformed")]
    [InlineData("public-text", """{"text": " "}""", 400, "request.malformed")]
    [InlineData("notes", "{}", 400, "request.malformed")]
    public async Task What_breaks_a_rule_is_refused(string command, string body, int status, string code) =>
        (await Run(await Open(), command, Json(body), "\"1\"")).ShouldBeProblem(status, code);

    [Theory]
    [InlineData("status")]
    [InlineData("priority")]
    public async Task A_body_that_says_nothing_changes_nothing(string command)
    {
        var ticket = await Open();
        await Run(ticket, "status", new { status = "resolved" }, "\"1\"");

        var answer = await Run(ticket, command, Json("{}"), "\"2\"");

        answer.Status.ShouldBe(400, answer.Text);
        answer.ErrorFields.ShouldBe([command]);
        (await host.Get($"/api/v1/tickets/{ticket}"))["status"].GetString().ShouldBe("resolved");
    }

    [Fact]
    public async Task Another_tenants_ticket_does_not_exist()
    {
        var ticket = await Open();
        var stranger = await host.Key(ApiRole.Staff, RunningHost.OtherTenant);

        (await host.Post($"/api/v1/tickets/{ticket}/escalate", Escalation, stranger, ("If-Match", "\"1\"")))
            .ShouldBeProblem(404, "ticket.not_found");
        (await host.Get($"/api/v1/tickets/{ticket}/events", stranger)).ShouldBeProblem(404, "ticket.not_found");
        (await host.Get($"/api/v1/tickets/{ticket}/media", stranger)).ShouldBeProblem(404, "ticket.not_found");
    }

    [Fact]
    public async Task A_key_of_another_role_or_none_is_refused()
    {
        var ticket = await Open();

        (await host.Post($"/api/v1/tickets/{ticket}/escalate", Escalation, await host.Key(ApiRole.Analyst),
            ("If-Match", "\"1\"")))
            .ShouldBeProblem(403, "access.wrong_role");
        (await host.Post($"/api/v1/tickets/{ticket}/escalate", Escalation, null, ("If-Match", "\"1\"")))
            .ShouldBeProblem(401, "access.no_valid_key");
    }

    private static object BodyOf(string command) => command switch
    {
        "escalate" => Escalation,
        "status" => new { status = "waiting" },
        "priority" => new { priority = "urgent" },
        _ => new { text = "We are on it" },
    };

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private async Task<string> Open() =>
        (await host.Post("/api/v1/tickets", FormTests.Report(), await host.Key(ApiRole.Staff)))
            ["trackingNumber"].GetString()!;

    private async Task<Answer> Run(string ticket, string command, object body, string? version = null) =>
        await host.Post(
            $"/api/v1/tickets/{ticket}/{command}", body, await host.Key(ApiRole.Staff),
            version is null ? [] : [("If-Match", version)]);
}

using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Api;

/// <summary>What the reporter does with his ticket later on, by the access code the form handed out.</summary>
[Collection(nameof(SharedHost))]
public sealed class ReporterTests(SharedHost host)
{
    [Fact]
    public async Task The_reporter_adds_a_comment()
    {
        var report = await Report();

        var answer = await Post(report, "comments", new { text = " It is deeper now " });

        answer.Status.ShouldBe(200, answer.Text);
        answer["id"].GetGuid().ShouldBe(report.Id);
        answer["trackingNumber"].GetString().ShouldBe(report.Number);
        answer["version"].GetInt64().ShouldBe(2);
        answer.Header("ETag").ShouldBe("\"2\"");
        (await Events(report.Id)).ShouldBe(
            ["ticket_created|||", "note_added|citizen|It is deeper now|"]);
    }

    [Fact]
    public async Task The_reporter_reopens_what_was_resolved()
    {
        var report = await Report();
        await Resolve(report);

        var answer = await Post(report, "reopen", new { reason = "Still broken" });

        answer.Status.ShouldBe(200, answer.Text);
        answer["version"].GetInt64().ShouldBe(3);
        (await host.Get($"/api/v1/tickets/{report.Number}"))["status"].GetString().ShouldBe("open");
        await Resolve(report);
        (await Post(report, "reopen", null)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Reopening_what_is_open_changes_nothing()
    {
        var report = await Report();

        var answer = await Post(report, "reopen", new { }, ("Idempotency-Key", $"{Guid.NewGuid()}"));

        answer.Status.ShouldBe(200, answer.Text);
        answer["version"].GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task The_reporter_rates_what_was_resolved()
    {
        var report = await Report();
        await Resolve(report);

        (await Post(report, "rating", new { rating = 4, comment = "Quick" })).Status.ShouldBe(200);

        var shown = await host.Get($"/api/v1/tickets/{report.Number}", await host.Key(ApiRole.Staff));
        shown["rating"].GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task A_key_speaks_for_the_reporter()
    {
        var report = await Report() with { Code = "" };
        var key = ("X-Api-Key", await host.Key(ApiRole.Integrator));

        (await Post(report, "comments", new { text = "He called again" }, key)).Status.ShouldBe(200);
        await Resolve(report, 2);
        (await Post(report, "rating", new { rating = 5 }, key)).Status.ShouldBe(200);
        (await Post(report, "reopen", new { }, key)).Status.ShouldBe(200);

        (await Events(report.Id))[1].ShouldStartWith("note_added|citizen|He called again|key:");
    }

    [Theory]
    [InlineData("comments", """{"text": "It is deeper now"}""")]
    [InlineData("reopen", "{}")]
    [InlineData("rating", """{"rating": 5}""")]
    public async Task Whoever_has_no_right_is_refused_and_other_tenants_tickets_are_unknown(string action, string body)
    {
        var report = await Report();
        await Resolve(report);
        var stranger = await Report();
        var unknown = report with { Number = TrackingNumber.Draw().Value };

        Answer[] unknowns =
        [
            await host.Get($"/api/v1/tickets/{unknown.Number}"),
            await Post(unknown, action, Json(body)),
            await Post(report with { Number = $"{Guid.NewGuid()}" }, action, Json(body)),
            await Post(report, action, Json(body), ("Host", RunningHost.OtherTenantsHost)),
            await Post(
                report, action, Json(body), ("X-Api-Key", await host.Key(ApiRole.Staff, RunningHost.OtherTenant))),
        ];
        Answer[] refused =
        [
            await Post(report with { Code = "" }, action, Json(body)),
            await Post(report with { Code = stranger.Code }, action, Json(body)),
            await Post(report with { Code = "" }, action, Json(body), ("X-Api-Key", await host.Key(ApiRole.Analyst))),
        ];

        unknowns.ShouldAllBe(a => a.Status == 404 && a.Code == "ticket.not_found");
        unknowns.Select(a => a.Shape()).Distinct().ShouldHaveSingleItem();
        refused.ShouldAllBe(a => a.Status == 403 && a.Code == "ticket.bad_access_code");
        (await Events(report.Id)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("comments", "{}", "text")]
    [InlineData("comments", """{"text": " "}""", "text")]
    [InlineData("comments", """{"text": 4}""", "text")]
    [InlineData("rating", "{}", "rating")]
    [InlineData("rating", """{"rating": 0}""", "rating")]
    [InlineData("rating", """{"rating": 6}""", "rating")]
    [InlineData("rating", """{"rating": 4.5}""", "rating")]
    public async Task A_wrong_field_is_named(string action, string body, string field)
    {
        var report = await Report();
        await Resolve(report);

        var answer = await Post(report, action, Json(body));

        answer.Status.ShouldBe(400, answer.Text);
        answer.ErrorFields.ShouldBe([field]);
    }

    [Theory]
    [InlineData("comments", "text", 4_000)]
    [InlineData("reopen", "reason", 1_000)]
    [InlineData("rating", "comment", 1_000)]
    public async Task Text_over_the_limit_is_refused(string action, string field, int limit)
    {
        var report = await Report();
        await Resolve(report);
        var fields = new Dictionary<string, object> { ["rating"] = 3, [field] = new string('a', limit + 1) };

        var refused = await Post(report, action, fields);
        fields[field] = new string('a', limit);
        var taken = await Post(report, action, fields);

        refused.Status.ShouldBe(400, refused.Text);
        refused.ErrorFields.ShouldBe([field]);
        taken.Status.ShouldBe(200, taken.Text);
    }

    [Theory]
    [InlineData("comments")]
    [InlineData("reopen")]
    [InlineData("rating")]
    public async Task A_misread_number_is_refused_by_field(string action)
    {
        var answer = await host.Post($"/api/v1/tickets/TKT-0000-000001/{action}", new { text = "Hello", rating = 1 });

        answer.ShouldBeProblem(400, "ticket.number_unreadable");
        answer.ErrorFields.ShouldBe(["ticket"]);
    }

    [Fact]
    public async Task What_is_not_resolved_cannot_be_rated() =>
        (await Post(await Report(), "rating", new { rating = 5 })).ShouldBeProblem(409, "ticket.not_resolved_yet");

    [Fact]
    public async Task What_was_resolved_long_ago_cannot_be_reopened() =>
        (await Post(await ResolvedLongAgo(), "reopen", new { })).ShouldBeProblem(409, "ticket.too_late_to_reopen");

    [Fact]
    public async Task A_repeated_comment_is_kept_once()
    {
        var report = await Report();
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");

        var first = await Post(report, "comments", new { text = "It is deeper now" }, key);
        var second = await Post(report, "comments", new { text = "It is deeper now" }, key);
        var other = await Post(report, "comments", new { text = "Something else" }, key);

        first.Status.ShouldBe(200, first.Text);
        second.Status.ShouldBe(200);
        second.Text.ShouldBe(first.Text);
        other.ShouldBeProblem(422, "idempotency.mismatch");
        (await Events(report.Id)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("reopen")]
    [InlineData("rating")]
    public async Task A_repeat_does_not_undo_what_came_between(string action)
    {
        var report = await Report();
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");
        await Resolve(report);

        var first = await Post(report, action, new { rating = 2 }, key);
        await Post(report, "reopen", new { });
        await Resolve(report);
        var events = await Events(report.Id);
        var second = await Post(report, action, new { rating = 2 }, key);

        second.Text.ShouldBe(first.Text);
        (await Events(report.Id)).ShouldBe(events);
    }

    [Fact]
    public async Task A_stored_answer_is_only_for_who_has_the_code()
    {
        var report = await Report();
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");
        await Post(report, "comments", new { text = "It is deeper now" }, key);

        (await Post(report with { Code = "" }, "comments", new { text = "It is deeper now" }, key))
            .ShouldBeProblem(403, "ticket.bad_access_code");
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private async Task<Reported> Report()
    {
        var answer = await host.Post(FormTests.Path, FormTests.Report());
        return new Reported(
            answer["id"].GetGuid(), answer["trackingNumber"].GetString()!, answer["accessCode"].GetString()!);
    }

    private Task<Answer> Post(
        Reported report, string action, object? body, params (string Name, string Value)[] headers) =>
        host.Post(
            $"/api/v1/tickets/{report.Number}/{action}", body, null,
            report.Code.Length > 0 ? [.. headers, ("X-Access-Code", report.Code)] : headers);

    private async Task Resolve(Reported report, long? version = null)
    {
        var key = await host.Key(ApiRole.Staff);
        var tag = version is { } known
            ? $"\"{known}\""
            : (await host.Get($"/api/v1/tickets/{report.Number}", key)).Header("ETag")!;
        (await host.Post(
            $"/api/v1/tickets/{report.Number}/status", new { status = "resolved" }, key, ("If-Match", tag)))
            .Status.ShouldBe(200);
    }

    /// <summary>Type, author, text and user of each event.</summary>
    private Task<List<string>> Events(Guid ticket) => host.Lines($"""
        select type, data ->> 'author', data ->> 'text', user_name from mt_events
        where stream_id = '{ticket}' order by version
        """);

    private async Task<Reported> ResolvedLongAgo()
    {
        var at = DateTimeOffset.UtcNow - TicketDecider.ReopenWindow - TimeSpan.FromDays(1);
        var report = new Reported(TicketId.New(at), TrackingNumber.Draw().Value, AccessCode.Draw());
        await using var scope = host.Host.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = ITenants.Default;
        var session = scope.ServiceProvider.GetRequiredService<IEventSession>();
        session.Start<Ticket>(report.Id, (Decision<TicketEvent>)new TicketEvent[]
        {
            new TicketCreated(
                TicketId.Of(report.Id), report.Number, CustomerId.New(at), null, Channel.Web, TownHall.General, "en",
                Priority.Normal, Severity.Moderate, "A pothole", "There is a deep hole", null,
                AccessCode.Hash(report.Code), at),
            new TicketResolved("Filled", at),
        });
        await session.Save(CancellationToken.None);
        return report;
    }

    private sealed record Reported(Guid Id, string Number, string Code);
}

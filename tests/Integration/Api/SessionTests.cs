using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Api;

/// <summary>Sessions, read and changed from outside.</summary>
[Collection(nameof(SharedHost))]
public sealed class SessionTests(SharedHost host)
{
    private readonly string _person = $"person-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_session_tells_its_service_state_and_expiry()
    {
        var answer = await Write("There is a huge pothole");

        var session = await Get(answer["sessionId"].GetGuid());

        session.Status.ShouldBe(200, session.Text);
        session.Header("ETag").ShouldBe($"\"{session["version"].GetInt64()}\"");
        session["state"].GetString().ShouldBe("active");
        session["serviceCode"].GetString().ShouldBe("pothole");
        session["channel"].GetString().ShouldBe("rest");
        session["trackingNumber"].GetString().ShouldBe(answer["trackingNumber"].GetString());
        session["endedAt"].ValueKind.ShouldBe(JsonValueKind.Null);
        (session["expiresAt"].GetDateTimeOffset() - session["openedAt"].GetDateTimeOffset())
            .ShouldBeInRange(TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(31));
    }

    [Fact]
    public async Task Another_service_is_used_from_the_next_message_on()
    {
        var code = await NewService();
        var id = (await Write("Hello"))["sessionId"].GetGuid();
        (await Put(id, new { serviceCode = code })).ShouldBeProblem(422, "service.not_allowed");
        await Grant("parent");

        var routed = await Put(id, new { serviceCode = code, data = new { child = "Ana" } });

        routed.Status.ShouldBe(200, routed.Text);
        routed["serviceCode"].GetString().ShouldBe(code);
        routed["data"].GetProperty("child").GetString().ShouldBe("Ana");
        (await Write("SECRET-77"))["replies"][0].GetString()!.ShouldContain("on Monday");
        (await Get(id))["step"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Three_wrong_codes_end_it_politely_and_it_cannot_be_changed_any_more()
    {
        var code = await NewService();
        var id = (await Write("Hello"))["sessionId"].GetGuid();
        await Grant("parent");
        (await Put(id, new { serviceCode = code })).Status.ShouldBe(200);

        (await Write("AAA-1"))["replies"][0].GetString()!.ShouldContain("That is not it.");
        (await Write("AAA-2"))["decision"].GetString().ShouldBe("ask");
        var last = await Write("AAA-3");

        last["decision"].GetString().ShouldBe("acknowledge");
        var ended = await Get(id);
        ended["state"].GetString().ShouldBe("ended");
        ended["endReason"].GetString().ShouldBe("attempts");
        (await Put(id, new { step = 1 })).ShouldBeProblem(409, "session.over");
    }

    [Fact]
    public async Task An_expired_session_is_told_and_cannot_be_changed()
    {
        var id = (await Write("There is a huge pothole"))["sessionId"].GetGuid();
        var soon = await Put(id, new { expiresAt = DateTimeOffset.UtcNow.AddMilliseconds(200) });
        soon.Status.ShouldBe(200, soon.Text);

        await Wait.Until(async () => (await Get(id))["endReason"].GetString() == "expired", "the session expires");

        (await Put(id, new { serviceCode = "pothole" })).ShouldBeProblem(409, "session.expired");
        await Wait.Until(
            async () => await host.Scalar<long>(
                $"select count(*) from mt_events where type = 'session_ended' and data ->> 'session' = '{id}'") == 1,
            "the timer says so");
        (await Put(id, new { serviceCode = "pothole" })).ShouldBeProblem(409, "session.expired");
        (await Write("There is a huge pothole"))["sessionId"].GetGuid().ShouldNotBe(id);
        (await Get(id))["endReason"].GetString().ShouldBe("expired");
    }

    [Fact]
    public async Task It_is_ended_on_request()
    {
        var id = (await Write("There is a huge pothole"))["sessionId"].GetGuid();

        var ended = await Put(id, new { state = "ended" });

        ended["state"].GetString().ShouldBe("ended");
        ended["endReason"].GetString().ShouldBe("ended");
        ended["expiresAt"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await Put(id, new { state = "ended" })).ShouldBeProblem(409, "session.over");
    }

    [Fact]
    public async Task Wrong_changes_are_refused_with_what_is_wrong()
    {
        var session = await Get((await Write("There is a huge pothole"))["sessionId"].GetGuid());
        var id = session["id"].GetGuid();

        (await Put(id, new { serviceCode = "none" })).ShouldBeProblem(422, "service.unknown");
        (await Put(id, new { step = 1 })).ShouldBeProblem(422, "session.no_such_step");
        (await Put(id, new { state = "asleep" })).ErrorFields.ShouldBe(["state"]);
        (await Put(id, new { expiresAt = "2020-01-01T00:00:00Z" })).ErrorFields.ShouldBe(["expiresAt"]);
        (await Put(id, new { data = new Dictionary<string, string> { [""] = "x" } })).ErrorFields.ShouldBe(["data"]);
        (await Put(id, new { step = 0 }, ("If-Match", "\"1\""))).ShouldBeProblem(412, "version.stale");
        (await Put(id, new { step = 0 }, ("If-Match", session.Header("ETag")!))).Status.ShouldBe(200);
        (await Put(Guid.NewGuid(), new { step = 0 })).ShouldBeProblem(404, "session.not_found");
        (await host.Get($"/api/v1/sessions/{id}", await host.Key(ApiRole.Integrator, RunningHost.OtherTenant)))
            .ShouldBeProblem(404, "session.not_found");
    }

    private async Task<Answer> Write(string text) => await host.Post(
        "/api/v1/orchestrate",
        new { customer = new { kind = "external", value = _person }, channel = "rest", text },
        await host.Key(ApiRole.Integrator));

    private async Task<Answer> Get(Guid id) =>
        await host.Get($"/api/v1/sessions/{id}", await host.Key(ApiRole.Integrator));

    private async Task<Answer> Put(Guid id, object body, params (string Name, string Value)[] headers) =>
        await host.Ask(HttpMethod.Put, $"/api/v1/sessions/{id}", body, await host.Key(ApiRole.Integrator), headers);

    private async Task Grant(string role)
    {
        var key = await host.Key(ApiRole.Integrator);
        var customer = (await host.Get($"/api/v1/customers?identifier={_person}", key)).Items.Single().GetProperty("id");
        (await host.Post($"/api/v1/customers/{customer.GetGuid()}/roles", new { role }, key)).Status.ShouldBe(200);
    }

    private async Task<string> NewService()
    {
        var code = $"guided_{Guid.NewGuid():N}"[..30];
        var made = await host.Ask(
            HttpMethod.Put, $"/api/v1/admin/services/{code}", GuidedServices.ForParents(code), await host.Key(ApiRole.Admin));
        made.Status.ShouldBe(201, made.Text);
        return code;
    }
}

using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>Keys, tenants and dead letters.</summary>
[Collection(nameof(SharedHost))]
public sealed class AdminTests(SharedHost host)
{
    private const string Keys = "/api/v1/admin/api-keys";

    [Fact]
    public async Task A_key_is_shown_once_and_revoked_at_once()
    {
        var admin = await host.Key(ApiRole.Admin);
        var made = await host.Post(Keys, new { role = "staff", label = "for a day" }, admin);
        var (id, key) = (made["id"].GetString()!, made["key"].GetString()!);
        (await host.Get("/api/v1/tickets", key)).Status.ShouldBe(200);

        var listed = await host.Get(Keys, admin);
        listed.Items.ShouldContain(k => k.GetProperty("id").GetString() == id);
        listed.Text.ShouldNotContain(key);
        listed.Text.ShouldNotContain("hash", Case.Insensitive);

        (await host.Ask(HttpMethod.Delete, $"{Keys}/{id}", null, admin)).Status.ShouldBe(204);
        (await host.Get("/api/v1/tickets", key)).ShouldBeProblem(401, "access.no_valid_key");
    }

    [Fact]
    public async Task An_expired_key_is_no_key()
    {
        var made = await host.Post(
            Keys, new { role = "staff", label = "short", expiresAt = DateTimeOffset.UtcNow.AddHours(1) },
            RunningHost.Bootstrap);
        (await host.Get("/api/v1/tickets", made["key"].GetString())).Status.ShouldBe(200);

        await host.Execute($"update api_keys set expires_at = now() where id = '{made["id"].GetString()}'");

        (await host.Get("/api/v1/tickets", made["key"].GetString())).ShouldBeProblem(401, "access.no_valid_key");
    }

    [Fact]
    public async Task An_administrator_stays_in_his_tenant_and_below_the_operator()
    {
        var admin = await host.Key(ApiRole.Admin);

        (await host.Post(Keys, new { role = "operator", label = "mine" }, admin))
            .ShouldBeProblem(403, "api_key.operator_only");
        (await host.Post(Keys, new { role = "staff", label = "x", tenant = RunningHost.OtherTenant }, admin))
            .ShouldBeProblem(403, "api_key.other_tenant");
        (await host.Get($"{Keys}?tenant={RunningHost.OtherTenant}", admin))
            .ShouldBeProblem(403, "api_key.other_tenant");
        (await host.Ask(HttpMethod.Delete, $"{Keys}/bootstrap", null, admin)).Status.ShouldBeOneOf(403, 404);
        (await host.Get(Keys, RunningHost.Bootstrap)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_wrong_key_request_is_refused_by_field()
    {
        var operatorKey = RunningHost.Bootstrap;

        (await host.Post(Keys, new { role = "staff" }, operatorKey)).ErrorFields.ShouldBe(["label"]);
        (await host.Post(Keys, new { role = "king", label = "x" }, operatorKey)).ErrorFields.ShouldBe(["role"]);
        (await host.Post(Keys, new { role = "staff", label = "x", expiresAt = "2020-01-01T00:00:00Z" }, operatorKey))
            .ErrorFields.ShouldBe(["expiresAt"]);
        (await host.Post(Keys, new { role = "staff", label = "x", tenant = "nowhere" }, operatorKey))
            .ShouldBeProblem(404, "tenant.not_found");
    }

    [Fact]
    public async Task A_key_without_a_role_is_not_made() =>
        (await host.Post(Keys, new { label = "x" }, RunningHost.Bootstrap)).ErrorFields.ShouldBe(["role"]);

    [Fact]
    public async Task A_new_tenant_has_the_town_halls_catalogue()
    {
        var id = $"t{Guid.NewGuid():N}"[..12];
        var body = new { id, name = "West", host = $"{id}.example.org" };

        (await host.Post("/api/v1/admin/tenants", body, RunningHost.Bootstrap)).Status.ShouldBe(201);

        (await host.Post("/api/v1/admin/tenants", body, RunningHost.Bootstrap)).ShouldBeProblem(409, "tenant.taken");
        (await host.Get("/api/v1/admin/tenants", RunningHost.Bootstrap)).Items
            .ShouldContain(t => t.GetProperty("id").GetString() == id);
        (await host.Get($"/api/v1/services?tenant={id}")).Text.ShouldBe((await host.Get("/api/v1/services")).Text);
        (await host.Post("/api/v1/admin/tenants", new { id = "No Id", name = "" }, RunningHost.Bootstrap))
            .ErrorFields.ShouldBe(["id", "name"]);
    }

    [Fact]
    public async Task A_reply_that_the_provider_refused_is_sent_again_on_demand()
    {
        var citizen = new Citizen(host, host.North);
        var admin = await host.Key(ApiRole.Admin, RunningHost.OtherTenant);
        host.North.Twilio.NextResponses.Enqueue(Fault.Answer(400, 63021));
        await citizen.Write("There is a pothole");
        Answer letters = null!;
        await Wait.Until(
            async () => (letters = await host.Get("/api/v1/admin/dead-letters", admin)).Items.Count > 0,
            "the reply is given up");
        var letter = letters.Items.ShouldHaveSingleItem();
        letter.GetProperty("kind").GetString().ShouldBe("outbox");
        letter.GetProperty("reason").GetString()!.ShouldContain("63021");
        letters.Text.ShouldNotContain(citizen.Phone);
        var path = $"/api/v1/admin/dead-letters/outbox/{letter.GetProperty("id")}/replay";
        (await host.Post(path, null, await host.Key(ApiRole.Admin))).ShouldBeProblem(404, "dead_letter.not_found");

        (await host.Post(path, null, admin)).Status.ShouldBe(204);

        await Wait.Until(() => citizen.Replies.Count == 1, "the reply is sent");
        (await host.Get("/api/v1/admin/dead-letters", admin)).Items.ShouldBeEmpty();
        (await host.Post(path, null, admin)).ShouldBeProblem(404, "dead_letter.not_found");
    }
}

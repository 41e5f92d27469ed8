using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Integrators;

/// <summary>Who may subscribe to what, and where it may be sent.</summary>
[Collection(nameof(IntegratorHost))]
public sealed class SubscriptionTests(IntegratorHost host) : SubscriberTests(host)
{
    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var made = await Subscribe(tenant, hook, "ticket.created");
        hook.Answer = _ => 307;
        await Host.Report(tenant);

        var delivery = await Delivery(tenant, made, d => d.GetProperty("tries").GetInt32() == 1);
        delivery.GetProperty("lastError").GetString().ShouldBe("redirect");
        var test = await Host.Post($"{Path}/{Id(made)}/test", null, await Host.Key(ApiRole.Integrator, tenant));
        test["ok"].GetBoolean().ShouldBeFalse();
        test["explanation"].GetString()!.ShouldContain("redirect");

        var other = Host.Receiver.NewHook();
        other.Answer = _ => 302;
        (await Post(tenant, new { url = other.Url })).ShouldBeProblem(422, "subscription.redirect");
        other.Answer = _ => 410;
        (await Post(tenant, new { url = other.Url })).ShouldBeProblem(422, "subscription.gone");
    }

    [Fact]
    public async Task What_is_told_personal_data_is_managed_by_who_may_be_told_it()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var (personal, plain, admin) = (
            await Host.PersonalKey(tenant), await Host.Key(ApiRole.Integrator, tenant), await Host.Key(ApiRole.Admin, tenant));
        var made = await Host.Post(Path, new { url = hook.Url }, personal);
        made.Status.ShouldBe(201, made.Text);
        var one = $"{Path}/{made["subscription"].GetProperty("id").GetString()}";

        (await Host.Get(one, plain)).Status.ShouldBe(200);
        foreach (var (method, path) in ((HttpMethod, string)[])
            [
                (HttpMethod.Post, "/rotate"), (HttpMethod.Post, "/enable"), (HttpMethod.Post, "/test"), (HttpMethod.Get, "/deliveries"),
                (HttpMethod.Post, "/deliveries/replay"), (HttpMethod.Post, "/deliveries/1/replay"), (HttpMethod.Delete, ""),
            ])
        {
            (await Host.Ask(method, one + path, null, plain)).ShouldBeProblem(403, "subscription.personal_data");
        }

        (await Host.Ask(HttpMethod.Post, $"{one}/rotate", null, personal)).Status.ShouldBe(200);
        (await Host.Ask(HttpMethod.Post, $"{one}/rotate", null, admin)).Status.ShouldBe(200);
        (await Host.Ask(HttpMethod.Delete, one, null, admin)).Status.ShouldBe(204);
    }

    [Theory]
    [InlineData("http://127.0.0.1/", "subscription.not_https")]
    [InlineData("https://127.0.0.1/", "subscription.address_not_public")]
    [InlineData("https://2130706433/", "subscription.address_not_public")]
    [InlineData("https://10.0.0.1/hook", "subscription.address_not_public")]
    [InlineData("https://169.254.169.254/latest", "subscription.address_not_public")]
    [InlineData("https://[::1]/", "subscription.address_not_public")]
    [InlineData("https://localhost:8443/", "subscription.address_not_public")]
    [InlineData("https://no-such-Host.invalid/", "subscription.name_resolution")]
    public async Task An_address_that_is_not_public_is_refused(string url, string code) =>
        (await Post(ITenants.Default, new { url })).ShouldBeProblem(422, code);

    [Fact]
    public async Task What_was_subscribed_while_it_was_public_is_looked_at_again_when_it_is_sent()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var made = await Subscribe(tenant, hook, "ticket.created");
        await Host.Execute(
            $"update webhook_subscriptions set url = replace(replace(url, '127.0.0.1', 'localhost'), 'http:', 'https:') where tenant_id = '{tenant}'");
        await Host.Report(tenant);

        var delivery = await Delivery(tenant, made, d => d.GetProperty("tries").GetInt32() == 1);
        delivery.GetProperty("lastError").GetString().ShouldBe("address_not_public");
        hook.Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"url": "ftp://example.org/"}""", "url")]
    [InlineData("""{"url": "https://user:secret@example.org/"}""", "url")]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url": "https://xn--\u00fc.example/"}""", "url")]
    [InlineData("""{"url": "https://example.org/", "types": ["ticket.painted"]}""", "types")]
    public async Task What_is_entered_wrongly_is_named(string body, string field) =>
        (await Post(ITenants.Default, JsonDocument.Parse(body).RootElement)).ErrorFields.ShouldBe([field]);

    [Fact]
    public async Task After_a_rotation_both_secrets_sign_for_a_day()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var made = await Subscribe(tenant, hook, "ticket.created");
        var rotated = await Host.Post($"{Path}/{Id(made)}/rotate", null, await Host.Key(ApiRole.Integrator, tenant));
        var (old, now) = (made["secret"].GetString()!, rotated["secret"].GetString()!);
        now.ShouldNotBe(old);

        await Host.Report(tenant);
        await hook.WaitFor(1);
        await Host.Execute($"update webhook_subscriptions set previous_until = now() where tenant_id = '{tenant}'");
        await Host.Report(tenant);
        await hook.WaitFor(2);

        hook.Taken[0].RightSignatures(old).ShouldBe(1);
        hook.Taken[0].RightSignatures(now).ShouldBe(1);
        hook.Taken[0].Signature.Split(' ').Length.ShouldBe(2);
        hook.Taken[1].RightSignatures(old).ShouldBe(0);
        hook.Taken[1].RightSignatures(now).ShouldBe(1);
    }

    [Fact]
    public async Task A_subscription_is_told_what_its_makers_key_may_be_told()
    {
        var (tenant, hook, open) = (await Host.NewTenant(), Host.Receiver.NewHook(), Host.Receiver.NewHook());
        await Subscribe(tenant, hook, "ticket.created");
        (await Post(tenant, new { url = open.Url, types = (string[])["ticket.created"] }, await Host.PersonalKey(tenant)))
            .Status.ShouldBe(201);

        await Host.Report(tenant, "The hole is in front of number 12.");
        await Task.WhenAll(hook.WaitFor(1), open.WaitFor(1));

        hook.Taken[0].Body.ShouldNotContain("number 12");
        open.Taken[0].Body.ShouldContain("number 12");
    }

    [Fact]
    public async Task Tenants_are_apart()
    {
        var (mine, theirs, hook) = (await Host.NewTenant(), await Host.NewTenant(), Host.Receiver.NewHook());
        var made = await Subscribe(mine, hook, "ticket.created");
        var stranger = await Host.Key(ApiRole.Integrator, theirs);

        await Host.Report(theirs);
        var ticket = await Host.Report(mine);
        await hook.WaitFor(1);

        hook.Events.ShouldHaveSingleItem().Ticket.ShouldBe(ticket);
        (await Host.Get(Path, stranger)).Items.ShouldBeEmpty();
        foreach (var path in (string[])["", "/deliveries"])
        {
            (await Host.Get($"{Path}/{Id(made)}{path}", stranger)).ShouldBeProblem(404, "subscription.not_found");
        }

        foreach (var path in (string[])["/rotate", "/test", "/enable", "/deliveries/replay"])
        {
            (await Host.Post($"{Path}/{Id(made)}{path}", null, stranger)).ShouldBeProblem(404, "subscription.not_found");
        }

        (await Host.Ask(HttpMethod.Delete, $"{Path}/{Id(made)}", null, stranger)).ShouldBeProblem(404, "subscription.not_found");
        (await Host.Ask(HttpMethod.Delete, $"{Path}/{Id(made)}", null, await Host.Key(ApiRole.Integrator, mine))).Status.ShouldBe(204);
        (await Host.Scalar<long>($"select count(*) from webhook_deliveries where tenant_id = '{mine}'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_tenant_has_at_most_fifty()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        await Subscribe(tenant, hook);
        await Host.Execute(
            $"""
            insert into webhook_subscriptions (tenant_id, id, url, types, description, personal_data, created_by, secret, position, disabled_at)
            select tenant_id, gen_random_uuid(), url, types, '', false, '', secret, position, now()
            from webhook_subscriptions, generate_series(1, 49) where tenant_id = '{tenant}'
            """);

        (await Post(tenant, new { url = hook.Url })).ShouldBeProblem(409, "subscription.too_many");
        hook.All.Count.ShouldBe(1, "nobody is sent a ping in vain");

        await Host.Execute(
            $"""
            delete from webhook_subscriptions where tenant_id = '{tenant}' and id in (
                select id from webhook_subscriptions where tenant_id = '{tenant}' and disabled_at is not null limit 2)
            """);
        var together = new TaskCompletionSource();
        hook.Hold = () => together.Task;
        var made = Enumerable.Range(0, 8).Select(_ => Post(tenant, new { url = hook.Url })).ToArray();
        await Wait.Until(() => hook.All.Count == 9, "all are about to be counted");
        together.SetResult();
        (await Task.WhenAll(made)).Count(answer => answer.Status == 201).ShouldBe(2);
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("expired")]
    public async Task A_subscription_ends_with_the_key_it_was_made_with(string how)
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var admin = await Host.Key(ApiRole.Admin, tenant);
        var made = await Host.Post(
            "/api/v1/admin/api-keys",
            new { role = "integrator", label = "x", tenant, personalData = true, memberId = await Member(tenant, admin) },
            RunningHost.Bootstrap);
        made.Status.ShouldBe(201, made.Text);
        var key = made["id"].GetString()!;
        var subscription = await Post(
            tenant, new { url = hook.Url, types = (string[])["ticket.created"] }, made["key"].GetString()!);
        subscription.Status.ShouldBe(201, subscription.Text);
        subscription["subscription"].GetProperty("keyId").GetString().ShouldBe(key);
        subscription["subscription"].GetProperty("createdBy").GetString().ShouldNotBeNullOrEmpty();
        hook.Answer = _ => 500;
        await Host.Report(tenant, "The hole is in front of number 12.");
        await Delivery(tenant, subscription, d => d.GetProperty("tries").GetInt32() == 1);

        if (how == "revoked")
        {
            (await Host.Ask(HttpMethod.Delete, $"/api/v1/admin/api-keys/{key}", null, admin)).Status.ShouldBe(204);
        }
        else
        {
            await Host.Execute($"update api_keys set expires_at = now() where id = '{key}'");
        }

        (hook.Answer, var before) = (_ => 204, hook.Events.Count);
        await Due(tenant);
        await Host.Report(tenant);
        var other = Host.Receiver.NewHook();
        await Subscribe(tenant, other, "ticket.created");
        await Host.Report(tenant);
        await other.WaitFor(1);
        hook.Events.Count.ShouldBe(before);
        var shown = await Show(tenant, subscription);
        shown["state"].GetString().ShouldBe("disabled");
        shown["disabledReason"].GetString().ShouldBe($"key_{how}");
        (await Host.Scalar<long>(
            $"select count(*) from webhook_deliveries where tenant_id = '{tenant}' and subscription_id = '{Id(subscription)}'"))
            .ShouldBe(1, "nothing more is written down for it");

        // Whoever lets it go on answers for it from now on, and it is told no more than he may be.
        (await Host.Post($"{Path}/{Id(subscription)}/enable", null, await Host.Key(ApiRole.Integrator, tenant)))
            .ShouldBeProblem(403, "subscription.personal_data");
        (await Host.Post($"{Path}/{Id(subscription)}/enable", null, admin)).Status.ShouldBe(204);
        await hook.WaitFor(3);
        hook.Taken.ShouldAllBe(told => !told.Body.Contains("number 12"));
        shown = await Show(tenant, subscription);
        shown["state"].GetString().ShouldBe("active");
        shown["keyId"].GetString().ShouldNotBe(key);
    }

    private async Task<Guid> Member(string tenant, string admin)
    {
        var joined = await Host.Post("/api/v1/admin/team", new { name = "Ana" }, admin);
        joined.Status.ShouldBe(201, $"{tenant}: {joined.Text}");
        return joined["id"].GetGuid();
    }
}

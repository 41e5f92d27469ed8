using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Integrators;

/// <summary>Webhooks: signed, in order, at least once, and never lost.</summary>
[Collection(nameof(IntegratorHost))]
public sealed class WebhookTests(IntegratorHost host) : SubscriberTests(host)
{
    [Fact]
    public async Task What_happens_is_delivered_signed_and_with_the_events_id()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var before = await Host.Report(tenant);
        var made = await Subscribe(tenant, hook, "ticket.created", "ticket.note_added");
        var ticket = await Host.Report(tenant);
        await Host.Note(tenant, ticket, "Called back.");

        await hook.WaitFor(2);

        var secret = made["secret"].GetString()!;
        secret.ShouldStartWith("whsec_");
        hook.Events.ShouldAllBe(told => told.RightSignatures(secret) == 1 && told.Id == told.Json.GetProperty("id").GetString());
        hook.Events.Select(told => told.Type).ShouldBe(["ticket.created", "ticket.note_added"]);
        hook.Events.ShouldAllBe(told => told.Ticket == ticket && told.Ticket != before);
        var fed = await Host.Get("/api/v1/events?types=ticket.created,ticket.note_added", await Host.Key(ApiRole.Integrator, tenant));
        fed.Items.TakeLast(2).Select(i => JsonSerializer.Serialize(i)).ShouldBe(hook.Events.Select(t => JsonSerializer.Serialize(t.Json)));
        (await Show(tenant, made))["state"].GetString().ShouldBe("active");
        (await Host.Get(Path, await Host.Key(ApiRole.Integrator, tenant))).Text.ShouldNotContain("whsec_");
        (await Host.Scalar<bool>(
            $"select position('{Convert.FromBase64String(secret[6..]).Aggregate(@"\x", (hex, b) => $"{hex}{b:x2}")}'::bytea in secret) = 0 "
            + $"from webhook_subscriptions where tenant_id = '{tenant}'")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_failure_holds_back_its_ticket_and_nothing_else()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var (bad, good) = (await Host.Report(tenant), await Host.Report(tenant));
        var made = await Subscribe(tenant, hook, "ticket.note_added");
        var isDown = true;
        hook.Answer = told => told.Ticket == bad && isDown ? 500 : 204;
        for (var i = 0; i < 3; i++)
        {
            await Host.Note(tenant, bad, $"bad {i}");
            await Host.Note(tenant, good, $"good {i}");
        }

        await Wait.Until(() => hook.Taken.Count == 3 && hook.Events.Any(t => t.Ticket == bad), "the others are delivered");
        hook.Taken.ShouldAllBe(told => told.Ticket == good);
        hook.Events.Where(t => t.Ticket == bad).Select(t => t.Id).Distinct().Count().ShouldBe(1);
        await Delivery(tenant, made, d => d.GetProperty("lastStatus").ValueKind == JsonValueKind.Number
            && d.GetProperty("lastStatus").GetInt32() == 500);

        isDown = false;
        await Due(tenant);
        await hook.WaitFor(6);

        foreach (var ticket in (string[])[bad, good])
        {
            hook.Taken.Where(t => t.Ticket == ticket).Select(t => t.Id).ShouldBe(await Host.Lines(
                $"select id from mt_events where tenant_id = '{tenant}' and stream_id = '{ticket}' and type = 'note_added' order by seq_id"));
        }

        await Wait.Until(async () => (await Show(tenant, made))["state"].GetString() == "active", "it is known to fare well again");
    }

    [Fact]
    public async Task Tries_are_shown_and_follow_their_pauses()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var made = await Subscribe(tenant, hook, "ticket.created");
        hook.Answer = _ => 503;
        await Host.Report(tenant);

        var delivery = await Delivery(tenant, made, d => d.GetProperty("tries").GetInt32() == 1);
        delivery.GetProperty("state").GetString().ShouldBe("waiting");
        (await Show(tenant, made))["state"].GetString().ShouldBe("failing");
        delivery.GetProperty("lastStatus").GetInt32().ShouldBe(503);
        delivery.GetProperty("lastError").GetString().ShouldBe("http_503");
        (delivery.GetProperty("nextTryAt").GetDateTimeOffset() - delivery.GetProperty("lastTriedAt").GetDateTimeOffset())
            .TotalSeconds.ShouldBeInRange(4, 7);
        await Due(tenant);
        delivery = await Delivery(tenant, made, d => d.GetProperty("tries").GetInt32() == 2);
        (delivery.GetProperty("nextTryAt").GetDateTimeOffset() - delivery.GetProperty("lastTriedAt").GetDateTimeOffset())
            .TotalSeconds.ShouldBeInRange(29, 34);
        hook.Events.Select(t => t.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task What_was_given_up_is_a_dead_letter_until_it_is_replayed()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var made = await Subscribe(tenant, hook, "ticket.note_added");
        var ticket = await Host.Report(tenant);
        hook.Answer = _ => 500;
        await Host.Note(tenant, ticket, "First");
        await Delivery(tenant, made, d => d.GetProperty("tries").GetInt32() == 1);

        var dead = await GivenUp(tenant, made);
        hook.Answer = _ => 204;
        await Host.Note(tenant, ticket, "Second");
        await hook.WaitFor(1);
        var letter = (await Host.Get("/api/v1/admin/dead-letters", await Host.Key(ApiRole.Admin, tenant))).Items.ShouldHaveSingleItem();
        letter.GetProperty("kind").GetString().ShouldBe("webhook");
        letter.GetProperty("account").GetString().ShouldBe(Id(made));
        var (path, key) = ($"{Path}/{Id(made)}/deliveries/{dead.GetProperty("id")}/replay", await Host.Key(ApiRole.Integrator, tenant));
        (await Host.Post(path, null, await Host.Key(ApiRole.Integrator))).ShouldBeProblem(404, "delivery.not_found");

        (await Host.Post(path, null, key)).Status.ShouldBe(204);

        await hook.WaitFor(2);
        hook.Taken[1].Id.ShouldBe(dead.GetProperty("eventId").GetString());
        await Delivery(tenant, made, d => d.GetProperty("id").GetInt64() == dead.GetProperty("id").GetInt64()
            && d.GetProperty("state").GetString() == "delivered");
        (await Host.Post(path, null, key)).ShouldBeProblem(409, "delivery.not_dead");
        (await Host.Get("/api/v1/admin/dead-letters", await Host.Key(ApiRole.Admin, tenant))).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(410, "gone")]
    [InlineData(500, "failing")]
    public async Task A_subscription_that_is_over_is_disabled_and_loses_nothing(int status, string reason)
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var made = await Subscribe(tenant, hook, "ticket.note_added");
        var (one, other) = (await Host.Report(tenant), await Host.Report(tenant));
        await Host.Execute($"update webhook_subscriptions set failing_since = now() - interval '3 days' where tenant_id = '{tenant}'");
        hook.Answer = _ => status;
        await Host.Note(tenant, one, "First");
        await Wait.Until(async () => (await Show(tenant, made))["state"].GetString() == "disabled", "it is disabled");
        await Host.Note(tenant, one, "Second");
        (await Show(tenant, made))["disabledReason"].GetString().ShouldBe(reason);
        hook.Events.Count.ShouldBe(1);
        hook.Answer = _ => 204;
        await Host.Note(tenant, other, "While disabled");
        var letters = await Host.Get("/api/v1/admin/dead-letters", await Host.Key(ApiRole.Admin, tenant));
        letters.Items.ShouldHaveSingleItem().GetProperty("reason").GetString().ShouldBe("subscription_disabled");
        var (key, path) = (await Host.Key(ApiRole.Integrator, tenant), $"{Path}/{Id(made)}");
        (await Host.Post($"{path}/deliveries/replay", null, key)).ShouldBeProblem(409, "subscription.disabled");
        (await Host.Post($"/api/v1/admin/dead-letters/webhook/{letters.Items[0].GetProperty("id")}/replay", null,
            await Host.Key(ApiRole.Admin, tenant))).ShouldBeProblem(409, "subscription.disabled");

        (await Host.Post($"{path}/enable", null, key)).Status.ShouldBe(204);
        await hook.WaitFor(3);
        hook.Taken.Where(t => t.Ticket == one).Select(t => t.Id).ShouldBe(
            await Host.Lines(
                $"select id from mt_events where tenant_id = '{tenant}' and stream_id = '{one}' and type = 'note_added' order by seq_id"),
            "what ended it comes before what followed");
        hook.Taken.Count(t => t.Ticket == other).ShouldBe(1);
        (await Host.Get("/api/v1/admin/dead-letters", await Host.Key(ApiRole.Admin, tenant))).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waits_behind_another_is_not_looked_at_and_comes_in_its_order()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var made = await Subscribe(tenant, hook, "ticket.note_added");
        var ticket = await Host.Report(tenant);
        hook.Answer = _ => 500;
        await Host.Note(tenant, ticket, "First");
        await Delivery(tenant, made, d => d.GetProperty("tries").GetInt32() == 1);
        var first = await GivenUp(tenant, made);
        await Host.Note(tenant, ticket, "Second");
        await Delivery(tenant, made, d => d.GetProperty("state").GetString() == "waiting" && d.GetProperty("tries").GetInt32() == 1);
        await Host.Note(tenant, ticket, "Third");
        var third = await Delivery(tenant, made, d => d.GetProperty("state").GetString() == "waiting" && d.GetProperty("tries").GetInt32() == 0);
        third.GetProperty("nextTryAt").ValueKind.ShouldBe(JsonValueKind.Null, "nobody knows yet");

        (await Host.Post($"{Path}/{Id(made)}/deliveries/replay", null, await Host.Key(ApiRole.Integrator, tenant)))["count"]
            .GetInt32().ShouldBe(1);
        await Delivery(tenant, made, d => d.GetProperty("id").GetInt64() == first.GetProperty("id").GetInt64()
            && d.GetProperty("state").GetString() == "waiting" && d.GetProperty("tries").GetInt32() == 1);
        (await Host.Lines($"select id from webhook_deliveries where tenant_id = '{tenant}' and state = 0 and not behind"))
            .ShouldHaveSingleItem("the first of the lane alone is due");
        hook.Answer = _ => 204;
        await Due(tenant);
        await hook.WaitFor(3);

        hook.Taken.Select(t => t.Id).ShouldBe(await Host.Lines(
            $"select id from mt_events where tenant_id = '{tenant}' and type = 'note_added' order by seq_id"));
    }

    [Fact]
    public async Task What_we_cannot_send_at_all_counts_as_a_failure()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var made = await Subscribe(tenant, hook, "ticket.created");
        hook.Answer = _ => 500;
        await Host.Report(tenant);
        await Delivery(tenant, made, d => d.GetProperty("tries").GetInt32() == 1);
        await Host.Execute($"update mt_events set data = '[]' where tenant_id = '{tenant}' and type = 'ticket_created'");
        await Due(tenant);

        var delivery = await Delivery(tenant, made, d => d.GetProperty("tries").GetInt32() == 2);

        delivery.GetProperty("lastError").GetString().ShouldBe("internal_error");
        delivery.GetProperty("state").GetString().ShouldBe("waiting");
        (await Show(tenant, made))["state"].GetString().ShouldBe("failing");
        hook.Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_this_version_does_not_tell_is_kept_for_one_that_does()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        var made = await Subscribe(tenant, hook, "ticket.created");
        hook.Answer = _ => 500;
        await Host.Report(tenant);
        await Delivery(tenant, made, d => d.GetProperty("tries").GetInt32() == 1);
        await Host.Execute(
            $"update webhook_subscriptions set failing_since = null where tenant_id = '{tenant}'; "
            + $"update webhook_deliveries set seq_id = -1 where tenant_id = '{tenant}'");
        await Due(tenant);

        var delivery = await Delivery(tenant, made, d => d.GetProperty("tries").GetInt32() == 2);
        delivery.GetProperty("state").GetString().ShouldBe("waiting");
        delivery.GetProperty("lastError").GetString().ShouldBe("not_told");
        (await Show(tenant, made))["state"].GetString().ShouldBe("active");
        await Host.Execute(
            $"update webhook_deliveries set first_tried_at = now() - interval '3 days' where tenant_id = '{tenant}'");
        await Due(tenant);
        delivery = await Delivery(tenant, made, d => d.GetProperty("state").GetString() == "dead");
        delivery.GetProperty("lastError").GetString().ShouldBe("not_told");
        hook.Events.Count.ShouldBe(1);
    }
}

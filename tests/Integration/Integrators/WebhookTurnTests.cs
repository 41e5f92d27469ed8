using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Integrators;

/// <summary>Who waits for whom: no receiver is flooded, and none holds up another.</summary>
[Collection(nameof(IntegratorHost))]
public sealed class WebhookTurnTests(IntegratorHost host) : SubscriberTests(host)
{
    [Fact]
    public async Task No_receiver_bears_more_than_eight_requests_at_once()
    {
        var (tenant, hook) = (await Host.NewTenant(), Host.Receiver.NewHook());
        await Subscribe(tenant, hook, "ticket.created");
        var gate = new TaskCompletionSource();
        hook.Hold = () => gate.Task;
        for (var i = 0; i < 20; i++)
        {
            await Host.Report(tenant);
        }

        await Wait.Until(() => hook.Events.Count == 8, "eight are under way");
        Wake();
        await Wait.Until(
            async () => await Host.Scalar<long>($"select count(*) from webhook_deliveries where tenant_id = '{tenant}'") == 20,
            "all are written down");
        gate.SetResult();
        await hook.WaitFor(20);

        hook.MostAtOnce.ShouldBe(8);
        hook.Events.Select(t => t.Id).Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public async Task Slow_receivers_of_one_tenant_hold_up_no_other_tenant()
    {
        var (slow, other, gate) = (await Host.NewTenant(), await Host.NewTenant(), new TaskCompletionSource());
        var hooks = Enumerable.Range(0, 10).Select(_ => Host.Receiver.NewHook()).ToArray();
        foreach (var hook in hooks)
        {
            await Subscribe(slow, hook, "ticket.created");
            hook.Hold = () => gate.Task;
        }

        var quick = Host.Receiver.NewHook();
        await Subscribe(other, quick, "ticket.created");
        for (var i = 0; i < 8; i++)
        {
            await Host.Report(slow);
        }

        await Wait.Until(
            async () => await Host.Scalar<long>($"select count(*) from webhook_deliveries where tenant_id = '{slow}'") == 80,
            "all are written down");
        await Wait.Until(() => hooks.Sum(h => h.Events.Count) >= 16, "the tenant's places are taken");
        await Host.Report(other);
        await quick.WaitFor(1);

        (await Host.Scalar<long>($"select coalesce(sum(tries), 0) from webhook_deliveries where tenant_id = '{slow}'"))
            .ShouldBe(0, "none of the slow ones had ended");
        hooks.Sum(h => h.Events.Count).ShouldBe(16);
        gate.SetResult();
        await Task.WhenAll(hooks.Select(h => h.WaitFor(8)));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_asked_once_at_a_time()
    {
        var (tenant, hook, gate) = (await Host.NewTenant(), Host.Receiver.NewHook(), new TaskCompletionSource());
        await Subscribe(tenant, hook, "ticket.created");
        await Host.Execute($"update webhook_subscriptions set failing_since = now() where tenant_id = '{tenant}'");
        hook.Hold = () => gate.Task;
        await Host.Report(tenant);
        await Host.Report(tenant);
        await Wait.Until(() => hook.Events.Count > 0, "the first is under way");
        await Wait.Until(
            async () => await Host.Scalar<long>($"select count(*) from webhook_deliveries where tenant_id = '{tenant}'") == 2,
            "both are written down");

        (await Host.Scalar<long>(
            $"select count(*) from webhook_deliveries where tenant_id = '{tenant}' and lease is not null")).ShouldBe(1);
        gate.SetResult();
        await hook.WaitFor(2);
        hook.MostAtOnce.ShouldBe(1);
    }
}

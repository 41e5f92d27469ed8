using CleanFte.Application.Integrators;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Integrators;

/// <summary>Several processes deliver, and die.</summary>
public sealed class WebhookProcessTests(IntegratorHost host) : IClassFixture<IntegratorHost>
{
    [Fact]
    public async Task Processes_share_the_work_and_when_one_stops_nothing_is_lost_or_out_of_order()
    {
        var (tenant, hook) = (await host.NewTenant(), host.Receiver.NewHook());
        var subscription = await Subscribe(tenant, hook);
        await host.Execute(
            """
            create table claimed_by (owner integer primary key);
            create function note_owner() returns trigger language plpgsql as $$ begin
                insert into claimed_by values (new.owner) on conflict do nothing; return null; end $$;
            create trigger note_owner after update on webhook_deliveries for each row
                when (new.owner is not null) execute function note_owner()
            """);
        var tickets = new[] { await host.Report(tenant), await host.Report(tenant), await host.Report(tenant) };
        await using var second = await host.Start();
        async Task Notes(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await host.Note(tenant, tickets[i % tickets.Length], $"note {i}");
            }
        }

        await Notes(15);
        await hook.WaitFor(5);

        // What one process plans it claims itself as a rule; what is replayed through the other is that one's.
        await Wait.Until(
            async () =>
            {
                await host.Execute(
                    $"update webhook_deliveries set state = 3, finished_at = now() where tenant_id = '{tenant}' and state = 1");
                await second.App.Services.GetRequiredService<IWebhookDeliveries>().ReplayAll(tenant, subscription, CancellationToken.None);
                return await host.Scalar<long>("select count(*) from claimed_by") == 2;
            },
            "both have claimed");
        var stopping = second.App.StopAsync();
        await Notes(15);
        await stopping;
        await Wait.Until(() => hook.Taken.Select(t => t.Id).Distinct().Count() == 30, "all are delivered");

        foreach (var ticket in tickets)
        {
            hook.Taken.Where(t => t.Ticket == ticket).Select(t => t.Id).Distinct().ShouldBe(await host.Lines(
                $"select id from mt_events where tenant_id = '{tenant}' and stream_id = '{ticket}' and type = 'note_added' order by seq_id"));
        }
    }

    [Fact]
    public async Task What_a_process_was_sending_when_it_died_is_sent_again_under_its_id()
    {
        var (tenant, hook) = (await host.NewTenant(), host.Receiver.NewHook());
        await Subscribe(tenant, hook);
        var ticket = await host.Report(tenant);
        var gate = new TaskCompletionSource();
        hook.Hold = () => gate.Task;
        await host.Note(tenant, ticket, "First");
        await host.Note(tenant, ticket, "Second");
        await Wait.Until(() => hook.Events.Count == 1, "the first is under way");

        (await host.Execute(
            $"update webhook_deliveries set owner = 0, lease_until = now() where tenant_id = '{tenant}' and lease is not null"))
            .ShouldBe(1);
        await Wait.Until(() => hook.Events.Count == 2, "it is sent again");
        hook.Events[1].Id.ShouldBe(hook.Events[0].Id);
        gate.SetResult();
        await hook.WaitFor(3);

        await Wait.Until(
            async () => (await host.Lines(
                $"select tries from webhook_deliveries where tenant_id = '{tenant}' and state = 1")).SequenceEqual(["1", "1"]),
            "each is known to be delivered by one try");
        hook.Events.Select(t => t.Id).Distinct().Count().ShouldBe(2);
    }

    private async Task<Guid> Subscribe(string tenant, Hook hook)
    {
        var made = await host.Post(
            "/api/v1/subscriptions", new { url = hook.Url, types = (string[])["ticket.note_added"] },
            await host.Key(ApiRole.Integrator, tenant));
        made.Status.ShouldBe(201);
        return made["subscription"].GetProperty("id").GetGuid();
    }
}

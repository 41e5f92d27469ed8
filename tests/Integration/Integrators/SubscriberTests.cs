using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Integrators;

/// <summary>What tests of webhooks do with subscriptions.</summary>
public abstract class SubscriberTests(IntegratorHost host)
{
    private protected IntegratorHost Host => host;

    protected const string Path = "/api/v1/subscriptions";

    private protected static string Id(Answer made) => made["subscription"].GetProperty("id").GetString()!;

    private protected async Task<Answer> Subscribe(string tenant, Hook hook, params string[] types)
    {
        var made = await Post(tenant, new { url = hook.Url, types, description = "tests" });
        made.Status.ShouldBe(201, made.Text);
        return made;
    }

    private protected async Task<Answer> Post(string tenant, object body, string? key = null) =>
        await Host.Post(Path, body, key ?? await Host.Key(ApiRole.Integrator, tenant));

    private protected async Task<Answer> Show(string tenant, Answer made) =>
        await Host.Get($"{Path}/{Id(made)}", await Host.Key(ApiRole.Integrator, tenant));

    /// <summary>Waits for a delivery of that kind.</summary>
    private protected async Task<JsonElement> Delivery(string tenant, Answer made, Func<JsonElement, bool> isIt)
    {
        JsonElement found = default;
        var page = "";
        await Wait.Until(
            async () =>
            {
                var answer = await Host.Get($"{Path}/{Id(made)}/deliveries", await Host.Key(ApiRole.Admin, tenant));
                page = answer.Text;
                found = answer.Items.FirstOrDefault(isIt);
                return found.ValueKind == JsonValueKind.Object;
            },
            "there is such a delivery",
            () => Task.FromResult(page));
        return found;
    }

    /// <summary>The pauses are over.</summary>
    private protected async Task Due(string tenant)
    {
        await Host.Execute($"update webhook_deliveries set due = now() where tenant_id = '{tenant}'");
        Wake();
    }

    /// <summary>Three days of failures are over; returns the dead letter.</summary>
    private protected async Task<JsonElement> GivenUp(string tenant, Answer made)
    {
        await Host.Execute(
            $"update webhook_deliveries set first_tried_at = now() - interval '3 days', due = now() where tenant_id = '{tenant}'");
        Wake();
        return await Delivery(tenant, made, d => d.GetProperty("state").GetString() == "dead");
    }

    private protected void Wake() => Host.Host.App.Services.GetRequiredService<Signals>().Deliveries.Set();
}

using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Api;

/// <summary>What a provider says became of a reply, in whatever order it says it.</summary>
[Collection(nameof(SharedHost))]
public sealed class DeliveryStatusTests(SharedHost host)
{
    [Theory]
    [InlineData("queued", "queued sent")]
    [InlineData("delivered", "sent delivered queued")]
    [InlineData("read", "queued sent delivered read")]
    [InlineData("read", "read delivered sent queued")]
    [InlineData("read", "delivered read sent delivered")]
    [InlineData("failed", "queued sent undelivered")]
    [InlineData("failed", "failed sent queued")]
    [InlineData("failed", "delivered failed")]
    public async Task The_delivery_never_goes_back(string shown, string statuses)
    {
        var citizen = new Citizen(host);
        await citizen.Reports();
        var reply = citizen.Replies[0];

        foreach (var status in statuses.Split(' '))
        {
            await citizen.Delivers(reply, status, status is "failed" or "undelivered" ? "63016" : null);
        }

        await citizen.AllIsDone();
        // The answer to the send has said "sent" already; a provider's queued and sent tell nothing more.
        (await Delivery(citizen)).ShouldBe(shown == "queued" ? "sent" : shown);
    }

    private async Task<string?> Delivery(Citizen citizen)
    {
        var key = await host.Key(ApiRole.Integrator);
        var found = await host.Get($"/api/v1/customers?identifier={Uri.EscapeDataString(citizen.Phone)}", key);
        var history = await host.Get($"/api/v1/customers/{found.Items[0].GetProperty("id")}/history", key);
        return history.Items[^1].GetProperty("delivery").GetString();
    }
}

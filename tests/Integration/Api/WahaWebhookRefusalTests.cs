using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>Who may deliver as WAHA, and to whom what is delivered belongs.</summary>
[Collection(nameof(WahaHost))]
public sealed class WahaWebhookRefusalTests(WahaHost host)
{
    [Fact]
    public async Task A_wrong_signature_leaves_nothing()
    {
        var before = await host.Scalar<long>("select count(*) from inbox_elements");
        var body = Text("34811000000@c.us", WahaCitizen.NewId());

        (await host.Deliver(body, "a foreign key")).ShouldBeProblem(403, "webhook.bad_signature");
        using var changed = WahaWebhooks.Request(host.Url + WahaHost.Webhook, body, host.Waha.HmacKey);
        changed.Content = new ByteArrayContent([.. body, (byte)' ']);
        (await host.Send(changed)).ShouldBeProblem(403, "webhook.bad_signature");
        foreach (var header in new[] { WahaWebhooks.SignatureHeader, WahaWebhooks.AlgorithmHeader })
        {
            using var without = WahaWebhooks.Request(host.Url + WahaHost.Webhook, body, host.Waha.HmacKey);
            without.Headers.Remove(header);
            (await host.Send(without)).ShouldBeProblem(403, "webhook.bad_signature");
        }

        (await host.Scalar<long>("select count(*) from inbox_elements")).ShouldBe(before);
    }

    [Fact]
    public async Task The_previous_key_is_accepted_and_age_does_not_matter()
    {
        var citizen = new WahaCitizen(host);
        var id = WahaCitizen.NewId();
        using var request = WahaWebhooks.Request(host.Url + WahaHost.Webhook, Text(citizen.Chat, id), WahaHost.PreviousKey);
        request.Headers.Remove("X-Webhook-Timestamp");
        request.Headers.TryAddWithoutValidation("X-Webhook-Timestamp", "1000");

        (await host.Send(request)).Status.ShouldBe(200);

        (await host.Fate($"m:false_{citizen.Chat}_{id}")).ShouldBe("1|");
        await Wait.Until(() => citizen.Replies.Count == 1, "it is answered");
    }

    [Fact]
    public async Task An_account_of_another_provider_or_nobody_is_not_found()
    {
        foreach (var account in new[] { "nobody", "main", "@rest" })
        {
            (await host.Deliver([], path: $"/api/v1/webhooks/whatsapp/waha/{account}")).ShouldBeProblem(404, "channel.not_found");
        }
    }

    [Fact]
    public async Task A_body_over_the_limit_is_too_large() =>
        (await host.Deliver(new byte[(2 * 1024 * 1024) + 1])).ShouldBeProblem(413, "request.too_large");

    [Theory]
    [InlineData("another")]
    [InlineData("")]
    public async Task An_event_of_another_session_is_ignored(string session)
    {
        var citizen = new WahaCitizen(host);
        var id = WahaCitizen.NewId();
        var body = WahaWebhooks.Body(session, "message", WahaWebhooks.Message(citizen.Chat, id, "There is a pothole"));

        (await host.Deliver(body)).Status.ShouldBe(200);

        (await host.Fate($"m:false_{citizen.Chat}_{id}")).ShouldBe("2|wrong_address");
        citizen.Replies.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disabled_account_takes_nothing()
    {
        var settings = host.Waha.Settings.ToDictionary(s => s.Key, s => s.Value);
        (await host.Ask(
            HttpMethod.Put, "/api/v1/admin/channels/resting",
            new { provider = "waha", address = host.Waha.Address, enabled = false, settings }, await host.Key(ApiRole.Admin)))
            .Status.ShouldBe(200);

        (await host.Deliver(Text("34811000001@c.us", WahaCitizen.NewId()), path: "/api/v1/webhooks/whatsapp/waha/resting"))
            .ShouldBeProblem(503, "channel.disabled");
    }

    private byte[] Text(string chat, string id) => WahaWebhooks.Body(
        host.Waha.Session, "message", WahaWebhooks.Message(chat, id, "There is a huge pothole in Main Street"));
}

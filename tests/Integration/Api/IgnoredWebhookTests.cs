namespace CleanFte.Integration.Api;

/// <summary>
/// What is signed and yet not for us, or of no known kind: recorded with the reason, and without effect.
/// </summary>
[Collection(nameof(SharedHost))]
public sealed class IgnoredWebhookTests(SharedHost host)
{
    [Theory]
    [InlineData("AccountSid", "AC99999999999999999999999999999999")]
    [InlineData("To", "whatsapp:+14155559999")]
    public async Task A_message_for_another_address_is_ignored(string field, string value)
    {
        var citizen = new Citizen(host);
        var sid = $"SM{Guid.NewGuid():N}";

        (await citizen.Write("There is a pothole", new() { [field] = value }, sid)).Status.ShouldBe(200);

        await citizen.AllIsDone();
        (await Fate($"m:{sid}")).ShouldBe(["2|wrong_address"]);
        citizen.Replies.ShouldBeEmpty();
        (await host.Scalar<long>($"select count(*) from customer_identifiers where value = '{citizen.Phone}'"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task A_status_of_another_account_is_ignored()
    {
        var citizen = new Citizen(host);
        await citizen.Reports();
        var reply = citizen.Replies[0];
        var path = new Uri(reply.StatusCallback!).PathAndQuery;
        using var request = StandIns.TwilioWebhooks.Request(
            host.Url + path, host.Main.Twilio.AuthToken,
            StandIns.TwilioWebhooks.Status(
                "AC99999999999999999999999999999999", reply.From, reply.Sid, reply.To, "read"),
            RunningHost.PublicUrl + path);

        (await host.Send(request)).Status.ShouldBe(200);

        await citizen.AllIsDone();
        (await Fate($"s:{reply.Sid}:read")).ShouldBe(["2|wrong_address"]);
    }

    [Fact]
    public async Task A_status_nobody_knows_is_ignored()
    {
        var citizen = new Citizen(host);
        await citizen.Reports();

        await citizen.Delivers(citizen.Replies[0], "teleported");

        await citizen.AllIsDone();
        (await Fate($"s:{citizen.Replies[0].Sid}:teleported")).ShouldBe(["2|unknown_status"]);
    }

    [Theory]
    [InlineData("MessageSid", "no_message_id")]
    [InlineData("From", "no_sender")]
    public async Task An_event_of_an_unknown_kind_is_ignored(string missing, string reason)
    {
        var sid = $"SM{Guid.NewGuid():N}";
        var fields = StandIns.TwilioWebhooks.Message(
            host.Main.Twilio.AccountSid, host.Main.Twilio.Address, "whatsapp:+34611222333", "?", sid);
        fields.Remove(missing);
        using var request = StandIns.TwilioWebhooks.Request(
            host.Url + host.Main.Webhook, host.Main.Twilio.AuthToken, fields,
            RunningHost.PublicUrl + host.Main.Webhook);

        (await host.Send(request)).Status.ShouldBe(200);

        await new Citizen(host).AllIsDone();
        (await host.Lines($"select state, reason from inbox join inbox_elements using (id) where encode(payload, 'escape') like '%{sid}%'"))
            .ShouldBe([$"2|{reason}"]);
    }

    private Task<List<string>> Fate(string element) =>
        host.Lines($"select state, reason from inbox join inbox_elements using (id) where element_key = '{element}'");
}

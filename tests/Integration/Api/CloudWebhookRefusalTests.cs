using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>Who may deliver as the Cloud API, and to whom what is delivered belongs.</summary>
[Collection(nameof(CloudHost))]
public sealed class CloudWebhookRefusalTests(CloudHost host)
{
    private const string Handshake = "/api/v1/webhooks/whatsapp/meta/city?hub.mode=subscribe&hub.challenge=1158201444";

    [Fact]
    public async Task The_handshake_returns_the_challenge()
    {
        var answer = await host.Get($"{Handshake}&hub.verify_token=test_verify_token");

        answer.Status.ShouldBe(200);
        answer.Text.ShouldBe("1158201444");
        answer.Header("Content-Type")!.ShouldStartWith("text/plain");
    }

    [Theory]
    [InlineData(Handshake)]
    [InlineData(Handshake + "&hub.verify_token=")]
    [InlineData(Handshake + "&hub.verify_token=test_verify_toke")]
    [InlineData("/api/v1/webhooks/whatsapp/meta/city?hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=test_verify_token")]
    public async Task But_not_for_another_token(string path) => (await host.Get(path)).ShouldBeProblem(403, "webhook.bad_token");

    [Fact]
    public async Task A_wrong_signature_leaves_nothing()
    {
        var before = await host.Scalar<long>("select count(*) from inbox_elements");
        var body = Text(host.City, "34611000000");

        using var unsigned = host.City.Request(host, body);
        unsigned.Headers.Remove(CloudWebhooks.SignatureHeader);
        (await host.Send(unsigned)).ShouldBeProblem(403, "webhook.bad_signature");
        using var changed = host.City.Request(host, body);
        changed.Content = new ByteArrayContent([.. body, (byte)' ']);
        (await host.Send(changed)).ShouldBeProblem(403, "webhook.bad_signature");
        using var foreign = CloudWebhooks.Request(host.Url + host.City.Webhook, body, host.Stranger.Secret);
        (await host.Send(foreign)).ShouldBeProblem(403, "webhook.bad_signature");
        using var dialog = CloudWebhooks.Request(host.Url + host.Dialog.Webhook, body, "wrong", is360: true);
        (await host.Send(dialog)).ShouldBeProblem(403, "webhook.bad_signature");

        (await host.Scalar<long>("select count(*) from inbox_elements")).ShouldBe(before);
    }

    [Fact]
    public async Task The_partners_signature_is_as_good_as_the_header()
    {
        var body = Text(host.Dialog, "34611000001");
        using var request = CloudWebhooks.Request(host.Url + host.Dialog.Webhook, body, "", is360: true);
        request.Headers.TryAddWithoutValidation("x-360dialog-signature", CloudWebhooks.Sign(host.Dialog.Secret, body)["sha256=".Length..]);

        (await host.Send(request)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_account_of_another_provider_or_nobody_is_not_found()
    {
        foreach (var path in new[] { "meta/nobody", "meta/main", "meta/dialog", "360dialog/city", "meta/@rest" })
        {
            (await host.Post($"/api/v1/webhooks/whatsapp/{path}", null)).ShouldBeProblem(404, "channel.not_found");
        }

        (await host.Get("/api/v1/webhooks/whatsapp/meta/dialog?hub.mode=subscribe")).ShouldBeProblem(404, "channel.not_found");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_too_large()
    {
        using var request = host.City.Request(host, new byte[(4 * 1024 * 1024) + 1]);
        // Else the answer may be lost with the connection, while the client is still sending.
        request.Headers.ExpectContinue = true;
        (await host.Send(request)).ShouldBeProblem(413, "request.too_large");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[[[[")]
    [InlineData("7")]
    [InlineData("{\"entry\":[{\"changes\":[{\"field\":\"account_update\",\"value\":{\"event\":\"DISABLED_UPDATE\"}}]}]}")]
    public async Task Whatever_is_signed_is_recorded_and_never_an_error(string body)
    {
        using var request = host.City.Request(host, System.Text.Encoding.UTF8.GetBytes(body));
        (await host.Send(request)).Status.ShouldBe(200);
        await new CloudCitizen(host).AllIsDone();
    }

    [Fact]
    public async Task A_change_belongs_to_the_number_it_names()
    {
        // Meta delivers both numbers of the app to one address.
        var citizen = new CloudCitizen(host, host.Village);
        var id = CloudCitizen.NewId();
        var body = CloudWebhooks.Body(
            host.Village.Cloud.PhoneNumberId, host.Village.Cloud.Number,
            $"\"messages\":[{CloudWebhooks.Text(citizen.Id, id, "There is a huge pothole in Main Street")}]");
        using var request = host.City.Request(host, body);

        (await host.Send(request)).Status.ShouldBe(200);

        (await citizen.Fate($"m:{id}")).ShouldBe("village|1|");
        await Faults.Wait.Until(() => citizen.Replies.Count == 1, "the village answers");
        (await host.Lines($"select distinct tenant_id from inbox_elements where element_key = 'm:{id}'")).ShouldBe([RunningHost.OtherTenant]);
    }

    [Theory]
    [InlineData("9999")]
    [InlineData("1003")]
    public async Task A_number_of_nobody_or_of_another_app_is_ignored(string phoneNumberId)
    {
        var citizen = new CloudCitizen(host);
        var id = CloudCitizen.NewId();
        using var request = host.City.Request(host, CloudWebhooks.Body(
            phoneNumberId, "15550001003", $"\"messages\":[{CloudWebhooks.Text(citizen.Id, id, "There is a pothole")}]"));

        (await host.Send(request)).Status.ShouldBe(200);

        (await citizen.Fate($"m:{id}")).ShouldBe("city|2|wrong_address");
        citizen.Replies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Through_360dialog_another_number_is_ignored_too()
    {
        var citizen = new CloudCitizen(host, host.Dialog);
        var id = CloudCitizen.NewId();
        using var request = host.Dialog.Request(host, CloudWebhooks.Body(
            "1004", "15550009999", $"\"messages\":[{CloudWebhooks.Text(citizen.Id, id, "There is a pothole")}]"));

        (await host.Send(request)).Status.ShouldBe(200);

        (await citizen.Fate($"m:{id}")).ShouldBe("dialog|2|wrong_address");
    }

    [Theory]
    [InlineData(""" "type":"unsupported","errors":[{"code":131051}]""", "unsupported_message")]
    [InlineData(""" "type":"system","system":{"type":"customer_identity_changed"}""", "customer_identity_changed")]
    [InlineData(""" "type":"hologram" """, "unknown_type")]
    public async Task What_is_not_understood_is_ignored_with_its_reason(string content, string reason)
    {
        var citizen = new CloudCitizen(host);
        var id = CloudCitizen.NewId();

        await citizen.Write(content, id);

        (await citizen.Fate($"m:{id}")).ShouldBe($"city|2|{reason}");
    }

    private static byte[] Text(CloudLine line, string from) => CloudWebhooks.Body(
        line.Cloud.PhoneNumberId, line.Cloud.Number,
        $"\"messages\":[{CloudWebhooks.Text(from, CloudCitizen.NewId(), "There is a pothole")}]");
}

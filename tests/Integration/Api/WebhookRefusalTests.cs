using System.Diagnostics.Metrics;
using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>What is not signed, too large or of the wrong kind leaves no trace but a counter.</summary>
[Collection(nameof(SharedHost))]
public sealed class WebhookRefusalTests(SharedHost host)
{
    [Fact]
    public async Task A_wrong_signature_leaves_a_count_and_nothing_else()
    {
        long counted = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "cleanfte.webhook.bad_signatures")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();
        var before = await host.Scalar<long>("select count(*) from inbox");
        using var request = Message(signedUrl: "https://elsewhere.example.org" + host.Main.Webhook);

        (await host.Send(request)).ShouldBeProblem(403, "webhook.bad_signature");

        counted.ShouldBe(1);
        (await host.Scalar<long>("select count(*) from inbox")).ShouldBe(before);
    }

    [Fact]
    public async Task A_changed_body_or_a_missing_signature_is_refused()
    {
        using var changed = Message();
        changed.Content = new FormUrlEncodedContent([new("MessageSid", "SM1"), new("Body", "changed")]);
        (await host.Send(changed)).ShouldBeProblem(403, "webhook.bad_signature");
        using var unsigned = Message();
        unsigned.Headers.Remove(TwilioWebhooks.SignatureHeader);
        (await host.Send(unsigned)).ShouldBeProblem(403, "webhook.bad_signature");
    }

    [Fact]
    public async Task The_token_of_another_account_does_not_sign()
    {
        var fields =
            TwilioWebhooks.Message(host.Main.Twilio.AccountSid, host.Main.Twilio.Address, "whatsapp:+34611000000", "x");
        using var request = TwilioWebhooks.Request(
            host.Url + host.Main.Webhook, "another token", fields, RunningHost.PublicUrl + host.Main.Webhook);

        (await host.Send(request)).ShouldBeProblem(403, "webhook.bad_signature");
    }

    [Theory]
    [InlineData("https://help.example.org")]
    [InlineData("https://help.example.org:443")]
    public async Task It_may_be_signed_with_or_without_the_port(string publicUrl)
    {
        using var request = Message(signedUrl: publicUrl + host.Main.Webhook);

        var answer = await host.Send(request);

        answer.Status.ShouldBe(200);
        answer.Text.ShouldBe("<Response/>");
        answer.Header("Content-Type")!.ShouldStartWith("text/xml");
    }

    [Fact]
    public async Task The_short_address_belongs_to_the_first_account()
    {
        const string Short = "/api/v1/webhooks/whatsapp";
        using var request = host.Main.Twilio.MessageWebhook(
            host.Url + Short, "whatsapp:+34611000001", "Hello", signedUrl: RunningHost.PublicUrl + Short);

        (await host.Send(request)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_unknown_account_is_not_found()
    {
        using var request = Message();
        request.RequestUri = new Uri(host.Url + "/api/v1/webhooks/whatsapp/twilio/nobody");

        (await host.Send(request)).ShouldBeProblem(404, "channel.not_found");
        (await host.Post("/api/v1/webhooks/whatsapp/twilio/@rest", null)).ShouldBeProblem(404, "channel.not_found");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_too_large()
    {
        using var request = Message(new string('a', 256 * 1024));

        (await host.Send(request)).ShouldBeProblem(413, "request.too_large");
    }

    [Fact]
    public async Task A_body_over_the_limit_of_unknown_length_is_too_large()
    {
        using var request = Message(new string('a', 256 * 1024));
        request.Headers.TransferEncodingChunked = true;

        (await host.Send(request)).ShouldBeProblem(413, "request.too_large");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task Another_content_type_is_refused(string type)
    {
        using var request = Message();
        request.Content!.Headers.ContentType = new(type);

        (await host.Send(request)).ShouldBeProblem(415, "request.unsupported_media_type");
    }

    [Fact]
    public async Task A_correlation_id_is_given_back()
    {
        var citizen = new Citizen(host);
        (await citizen.Write("There is a pothole", correlationId: "edge-1")).Header("X-Correlation-Id")
            .ShouldBe("edge-1");
    }

    private HttpRequestMessage Message(string text = "There is a pothole", string? signedUrl = null) =>
        host.Main.Twilio.MessageWebhook(
            host.Url + host.Main.Webhook, "whatsapp:+34611000009", text,
            signedUrl: signedUrl ?? RunningHost.PublicUrl + host.Main.Webhook);
}

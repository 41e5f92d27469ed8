using System.Text;
using System.Threading.Channels;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using CleanFte.StandIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace CleanFte.Integration.Channels;

/// <summary>What the stand-in signs is what the product verifies: two implementations of one rule.</summary>
public sealed class TwilioWebhookTests
{
    private const string Url = "https://fte.example.org/api/v1/webhooks/whatsapp/twilio/main";

    [Fact]
    public async Task A_signed_webhook_is_verified_and_read()
    {
        await using var twilio = await TwilioStandIn.Start();
        using var request = twilio.MessageWebhook(Url, TwilioGatewayFixture.Citizen, "¿Hay agua? 🦙 100% & más");
        var (body, signature) = await Parts(request);

        IsValid(twilio.AuthToken, Url, body, signature).ShouldBeTrue();
        IsValid(twilio.AuthToken, Url + "2", body, signature).ShouldBeFalse();
        IsValid("another token", Url, body, signature).ShouldBeFalse();
        TwilioDecoder.Decode(TwilioWebhook.Element(body).Payload.Span)
            .ShouldBeOfType<Inbound.Message>().Text.ShouldBe("¿Hay agua? 🦙 100% & más");
    }

    [Fact]
    public async Task A_status_is_signed_with_the_reply_in_the_query()
    {
        await using var twilio = await TwilioStandIn.Start();
        var url = $"{Url}/status?reply=0198a8b2-0000-7000-8000-00000000000a";
        using var request = twilio.StatusWebhook(url, "SM1", TwilioGatewayFixture.Citizen, "undelivered", "63016");
        var (body, signature) = await Parts(request);

        IsValid(twilio.AuthToken, url, body, signature).ShouldBeTrue();
        IsValid(twilio.AuthToken, url.Replace('a', 'b'), body, signature).ShouldBeFalse();
        TwilioDecoder.Decode(body).ShouldBe(
            new Inbound.Status("SM1", DeliveryState.Failed, null, twilio.Address, twilio.AccountSid, "63016"));
    }

    [Fact]
    public async Task The_stand_in_posts_statuses_by_itself()
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        fixture.Twilio.AutomaticStatuses = ["sent", "delivered"];
        var posted = Channel.CreateUnbounded<(string Url, byte[] Body, string Signature)>();
        await using var receiver = await Receiver(posted.Writer);
        var url = receiver.Urls.First();
        using var http = ProviderHttp.CreateClient();
        var gateway = new TwilioGateway(http, new TwilioOptions(url));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        await gateway.Send(fixture.Account, TwilioGatewayFixture.Message(), limit.Token);

        foreach (var state in new[] { DeliveryState.Sent, DeliveryState.Delivered })
        {
            var callback = await posted.Reader.ReadAsync(limit.Token);
            IsValid(fixture.Twilio.AuthToken, url + callback.Url, callback.Body, callback.Signature).ShouldBeTrue();
            TwilioDecoder.Decode(callback.Body).ShouldBeOfType<Inbound.Status>().State.ShouldBe(state);
        }
    }

    private static async Task<WebApplication> Receiver(
        ChannelWriter<(string Url, byte[] Body, string Signature)> posted)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            // As it came over the wire; the path was escaped and must be compared so.
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            await posted.WriteAsync((target, body.ToArray(), context.Request.Headers[TwilioWebhooks.SignatureHeader]!));
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<(byte[] Body, string Signature)> Parts(HttpRequestMessage request) =>
        (await request.Content!.ReadAsByteArrayAsync(),
            request.Headers.GetValues(TwilioWebhooks.SignatureHeader).Single());

    private static bool IsValid(string token, string url, byte[] body, string signature) =>
        TwilioSignature.IsValid(Encoding.UTF8.GetBytes(token), url, body, signature);
}

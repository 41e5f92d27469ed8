using System.Text;
using System.Text.Json;
using CleanFte.Application.Integrators;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.Integrators;

namespace CleanFte.Unit.Integrators;

public sealed class WebhookTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    /// <summary>Computed with openssl: <c>printf ... | openssl dgst -sha256 -mac HMAC -macopt hexkey:... -binary | base64</c>.</summary>
    [Theory]
    [InlineData("v1,X6gaYhAYrR+dRGDE7eQbXyAaKz4lshkeJH3FQXyTZeI=")]
    public void A_signature_is_as_another_implementation_makes_it(string expected) =>
        WebhookSignature.Of(
            [[.. Enumerable.Range(0, 32).Select(i => (byte)i)]], "0193d2a4-0000-7000-8000-000000000001", 1_772_600_767,
            Encoding.UTF8.GetBytes("""{"type":"ping","name":"Año"}""")).ShouldBe(expected);

    [Fact]
    public void Two_secrets_make_two_signatures_the_newer_first()
    {
        byte[] old = [1], now = [2];

        WebhookSignature.Of([now, old], "id", 1, "{}"u8).ShouldBe(
            $"{WebhookSignature.Of([now], "id", 1, "{}"u8)} {WebhookSignature.Of([old], "id", 1, "{}"u8)}");
    }

    [Fact]
    public void A_secret_is_spelt_as_the_standard_says() =>
        WebhookSignature.Spell([.. Enumerable.Repeat((byte)255, 32)])
            .ShouldBe("whsec_//////////////////////////////////////////8=");

    [Fact]
    public void Pauses_grow_until_three_days_are_over_and_the_last_try_is_then()
    {
        var (now, tries, pauses) = (Start, 0, new List<TimeSpan>());
        while (WebhookPauses.Next(++tries, Start, now, 0) is { } next)
        {
            pauses.Add(next - now);
            now = next;
        }

        pauses.Take(9).ShouldBe(
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
            TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        ]);
        pauses.Aggregate((a, b) => a + b).ShouldBe(TimeSpan.FromDays(3));
        now.ShouldBe(Start.AddDays(3));
    }

    [Theory]
    [InlineData(0.0, 30)]
    [InlineData(1.0, 33)]
    public void Pauses_are_spread_a_little(double spread, double seconds) =>
        WebhookPauses.Next(2, Start, Start, spread).ShouldBe(Start.AddSeconds(seconds));

    [Fact]
    public void What_would_be_too_long_goes_without_its_data()
    {
        var item = new FeedItem(
            Guid.NewGuid(), PublicEvents.Of(new NoteAdded(Guid.NewGuid(), NoteAuthor.Staff, new string('x', 70_000), Start))!, Start,
            EventSubject.Nothing);

        var open = JsonDocument.Parse(WebhookClient.BodyOf(item, withPersonal: true)).RootElement;
        open.TryGetProperty("data", out _).ShouldBeFalse();
        open.GetProperty("dataOmitted").GetBoolean().ShouldBeTrue();
        JsonDocument.Parse(WebhookClient.BodyOf(item, withPersonal: false)).RootElement
            .GetProperty("data").TryGetProperty("noteId", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_among_public_ones_is_refused()
    {
        using var client = new WebhookClient(
            new WebhookOptions(), TimeProvider.System,
            (_, _) => Task.FromResult(new[] { System.Net.IPAddress.Parse("8.8.8.8"), System.Net.IPAddress.Parse("10.0.0.1") }));
        var url = new Uri("https://hooks.example.org/");

        (await client.Check(url, CancellationToken.None)).ShouldBe("address_not_public");
        (await client.Send(url, "id", "{}"u8.ToArray(), [[1]], CancellationToken.None)).Error.ShouldBe("address_not_public");
    }

    [Theory]
    [InlineData("http://127.0.0.1:5005/path")]
    [InlineData("127.0.0.1")]
    [InlineData("ftp://example.org")]
    public void A_wrong_origin_is_named_at_start(string origin) =>
        new WebhookOptions { AllowedOrigins = ["http://127.0.0.1:5005", origin] }.Validate()
            .ShouldHaveSingleItem().ShouldStartWith("Webhooks__AllowedOrigins__1");
}

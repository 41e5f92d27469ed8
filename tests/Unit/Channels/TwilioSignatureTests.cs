using System.Security.Cryptography;
using System.Text;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Channels;

public sealed class TwilioSignatureTests
{
    private const string CallUrl = "https://mycompany.com/myapp.php?foo=1&bar=2";

    private const string CallSignature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    private static readonly (string Name, string Value)[] Call =
    [
        ("CallSid", "CA1234567890ABCDE"), ("Caller", "+14158675309"), ("Digits", "1234"), ("From", "+14158675309"),
        ("To", "+18005551212"),
    ];

    [Fact]
    public void The_documented_signature_is_valid() =>
        IsValid("12345", CallUrl, Form(Call), CallSignature).ShouldBeTrue();

    [Fact]
    public void A_whatsapp_message_is_valid() =>
        IsValid(
            "test_auth_token",
            "https://example.org/api/v1/webhooks/whatsapp/twilio",
            "ApiVersion=2010-04-01&AccountSid=AC00000000000000000000000000000000&Body=Hay+un%20bache+en+la+calle+5"
            + "&From=whatsapp%3A%2B5215550001111&To=whatsapp%3a%2b14155238886&NumMedia=0&ProfileName=Ana"
            + "&MessageSid=SM00000000000000000000000000000001&WaId=5215550001111",
            "lpuHCtkW2SyGo4l56ezyvtiAUIo=").ShouldBeTrue();

    [Theory]
    [InlineData("https://a.org/x?y=1", "https://a.org:443/x?y=1")]
    [InlineData("https://a.org:443/x?y=1", "https://a.org/x?y=1")]
    [InlineData("http://a.org", "http://a.org:80")]
    [InlineData("https://a.org:8443/x", "https://a.org/x")]
    [InlineData("https://[::1]:8443/x", "https://[::1]/x")]
    [InlineData("https://[::1]/x", "https://[::1]:443/x")]
    public void The_port_may_be_signed_or_not(string configured, string used) =>
        IsValid("t", configured, Form(Call), Sign("t", used, Call)).ShouldBeTrue();

    [Theory]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=3")]
    [InlineData("https://mycompany.com/myapp.php")]
    [InlineData("http://mycompany.com/myapp.php?foo=1&bar=2")]
    [InlineData("https://evil.com/myapp.php?foo=1&bar=2")]
    public void Another_url_is_invalid(string url) => IsValid("12345", url, Form(Call), CallSignature).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B8")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B9=====")]
    [InlineData("UlNPWUR0NFQxY1VUZEsxUERkOTMvVlZyOEI4PQ==")]
    [InlineData("not base64 at all")]
    public void A_signature_of_another_shape_is_invalid(string signature) =>
        IsValid("12345", CallUrl, Form(Call), signature).ShouldBeFalse();

    [Fact]
    public void Without_a_token_nothing_is_valid() =>
        IsValid("", CallUrl, Form(Call), Sign("", CallUrl, Call)).ShouldBeFalse();

    [Fact]
    public void A_field_sent_twice_counts_once_per_value() =>
        IsValid("t", CallUrl, "a=2&b=x&a=1&a=2", Sign("t", CallUrl, [("a", "1"), ("a", "2"), ("b", "x")]))
            .ShouldBeTrue();

    [Fact]
    public void Fields_without_value_and_empty_pieces_are_read_leniently() =>
        IsValid("t", CallUrl, "&&Body=&Label&=v&", Sign("t", CallUrl, [("", "v"), ("Body", ""), ("Label", "")]))
            .ShouldBeTrue();

    [Fact]
    public void Bytes_that_are_no_text_are_signed_as_they_are()
    {
        var mac = Mac("t", [.. Encoding.UTF8.GetBytes(CallUrl + "Body"), 0xFF, 0x00, .. "%zz%4"u8]);
        IsValid("t", CallUrl, "Body=%FF%00%zz%4", mac).ShouldBeTrue();
    }

    [Theory]
    [InlineData(FormFields.Max, true)]
    [InlineData(FormFields.Max + 1, false)]
    public void More_fields_than_the_maximum_are_invalid(int count, bool valid)
    {
        var fields = Enumerable.Range(0, count).Select(i => ($"k{i}", "v")).ToArray();
        IsValid("t", CallUrl, Form(fields), Sign("t", CallUrl, fields)).ShouldBe(valid);
    }

    [Fact]
    public void A_json_body_is_covered_by_the_hash_in_the_signed_url()
    {
        const string body = "{\"event\":\"x\"}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        var url = $"https://a.org/hook?v=1&bodySHA256={hash}";
        var signature = Sign("t", url, []);

        IsValid("t", url, body, signature).ShouldBeTrue();
        IsValid("t", url, body + " ", signature).ShouldBeFalse();
        IsValid("t", "https://a.org/hook?bodySHA256=zz", body, Sign("t", "https://a.org/hook?bodySHA256=zz", []))
            .ShouldBeFalse();
    }

    [Fact]
    public void The_order_of_the_fields_never_matters() =>
        Prop.ForAll(Fields.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (fields, seed) =>
        {
            var shuffled = fields.ToArray();
            new Random(seed).Shuffle(shuffled);
            return IsValid("t", CallUrl, Form(shuffled), Sign("t", CallUrl, fields));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_value_is_always_noticed() =>
        Prop.ForAll(Fields.Where(fields => fields.Length > 0).ToArbitrary(), fields =>
        {
            var changed = fields.ToArray();
            changed[^1].Value += "x";
            return !IsValid("t", CallUrl, Form(changed), Sign("t", CallUrl, fields));
        }).QuickCheckThrowOnFailure();

    private static Gen<(string Name, string Value)[]> Fields =>
        Gen.Elements("From", "To", "Body", "MediaUrl0", "MediaUrl1", "A", "a", "Aa", "é", "").ListOf()
            .SelectMany(
                names => Gen.Elements("", "x", "+1 &=%", "ñandú 🦙", "a\u0000b").ListOf(names.Count),
                (names, values) => names.Zip(values).DistinctBy(pair => pair.First).ToArray());

    private static bool IsValid(string token, string url, string body, string signature) =>
        TwilioSignature.IsValid(Encoding.UTF8.GetBytes(token), url, Encoding.UTF8.GetBytes(body), signature);

    private static string Form(IEnumerable<(string Name, string Value)> fields) =>
        string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value)}"));

    private static string Sign(string token, string url, IEnumerable<(string Name, string Value)> fields) =>
        Mac(token, Encoding.UTF8.GetBytes(
            url + string.Concat(fields.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => f.Name + f.Value))));

#pragma warning disable CA5350 // Twilio signs with HMAC-SHA1.
    private static string Mac(string token, byte[] text) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), text));
#pragma warning restore CA5350
}

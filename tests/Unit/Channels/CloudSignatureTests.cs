using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.CloudApi;

namespace CleanFte.Unit.Channels;

public sealed class CloudSignatureTests
{
    /// <summary>Computed by hand with openssl: printf '%s' BODY | openssl dgst -sha256 -hmac test_app_secret</summary>
    private const string Signature = "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"object":"whatsapp_business_account","entry":[]}""");

    [Fact]
    public void The_apps_secret_signs_and_so_does_the_previous_one()
    {
        var account = Account("AppSecret", "test_app_secret");
        CloudSignature.SignedBy(account, Body, Signature).ShouldBe("test_app_secret");
        var changed = Account("AppSecret", "new", "PreviousAppSecret", "test_app_secret");
        CloudSignature.SignedBy(changed, Body, Signature).ShouldBe("test_app_secret");
        CloudSignature.Shares(account, "test_app_secret").ShouldBeTrue();
        CloudSignature.Shares(changed, "test_app_secret").ShouldBeTrue();
        CloudSignature.Shares(changed, "").ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633757")]
    [InlineData("sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c6337")]
    [InlineData("sha256=zzc6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756")]
    [InlineData("sha1=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756")]
    public void Nothing_else_does(string? header) =>
        CloudSignature.SignedBy(Account("AppSecret", "test_app_secret"), Body, header).ShouldBeNull();

    [Fact]
    public void An_account_without_secret_accepts_nothing()
    {
        var account = Account("AppSecret", "", "WebhookSecret", "");
        CloudSignature.SignedBy(account, Body, Signature).ShouldBeNull();
        CloudSignature.IsFrom360(account, Body, "", "").ShouldBeFalse();
        CloudSignature.IsFrom360(account, Body, null, null).ShouldBeFalse();
        CloudSignature.IsSame("", "").ShouldBeFalse();
    }

    [Theory]
    [InlineData("test_app_secret", null, true)]
    [InlineData("test_app_secre", null, false)]
    [InlineData(null, Signature, true)]
    [InlineData(null, "dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756", true)]
    [InlineData("wrong", "dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633757", false)]
    public void Through_360dialog_the_secret_header_counts_or_its_signature(string? secret, string? signature, bool isFrom) =>
        CloudSignature.IsFrom360(Account("WebhookSecret", "test_app_secret"), Body, secret, signature).ShouldBe(isFrom);

    private static ChannelAccount Account(params string[] settings) => new(
        "town", "main", "meta", "whatsapp:+15550001111", "whatsapp",
        settings.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]));
}

using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.Waha;

namespace CleanFte.Unit.Channels;

public sealed class WahaSignatureTests
{
    private const string Key = "my-secret-key";

    /// <summary>WAHA's own example.</summary>
    private const string Signature =
        "208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"event":"message","session":"default","engine":"WEBJS"}""");

    [Fact]
    public void The_documented_example_is_valid()
    {
        WahaSignature.IsValid(Account(Key), Body, "sha512", Signature).ShouldBeTrue();
        WahaSignature.IsValid(Account("new", Key), Body, "sha512", Signature).ShouldBeTrue("the previous key counts");
    }

    [Theory]
    [InlineData("sha512", null)]
    [InlineData("sha512", "")]
    [InlineData("sha512", "208f8a55")]
    [InlineData("sha512", "zz8f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89")]
    [InlineData("sha512", "308f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89")]
    [InlineData("sha256", Signature)]
    [InlineData("", Signature)]
    [InlineData(null, Signature)]
    public void Nothing_else_is(string? algorithm, string? signature) =>
        WahaSignature.IsValid(Account(Key), Body, algorithm, signature).ShouldBeFalse();

    [Fact]
    public void Nor_another_body_or_key()
    {
        WahaSignature.IsValid(Account(Key), [.. Body, (byte)' '], "sha512", Signature).ShouldBeFalse();
        WahaSignature.IsValid(Account("another"), Body, "sha512", Signature).ShouldBeFalse();
    }

    [Fact]
    public void An_account_without_key_accepts_nothing()
    {
        var ofEmptyKey = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA512.HashData(Array.Empty<byte>(), Body));
        WahaSignature.IsValid(Account(""), Body, "sha512", ofEmptyKey).ShouldBeFalse();
    }

    private static ChannelAccount Account(string key, string previous = "") => new(
        "town", "main", "waha", "whatsapp:+15550001111", "whatsapp",
        new Dictionary<string, string> { ["HmacKey"] = key, ["PreviousHmacKey"] = previous });
}

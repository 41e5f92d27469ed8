using CleanFte.Infrastructure.Media;
using Microsoft.Extensions.Configuration;

namespace CleanFte.Unit.Media;

public class MediaOptionsTests
{
    [Fact]
    public void Nothing_configured_means_a_folder() => Problems().ShouldBeEmpty();

    [Fact]
    public void Every_setting_is_read()
    {
        var options = Read(
            ("Store", "s3"), ("S3:Bucket", "evidence"), ("S3:ServiceUrl", "http://127.0.0.1:9000"),
            ("S3:AccessKey", "key"), ("S3:SecretKey", "secret"), ("S3:Region", "eu-central-1"),
            ("AllowedHosts:0", "api.twilio.com"), ("AllowedHosts:1", "*.example.org"));

        options.Validate().ShouldBeEmpty();
        options.S3.Bucket.ShouldBe("evidence");
        options.S3.Region.ShouldBe("eu-central-1");
        options.AllowedHosts.ShouldBe(["api.twilio.com", "*.example.org"]);
    }

    [Theory]
    [InlineData("Media__Store", "Store", "ftp")]
    [InlineData("Media__Path", "Path", " ")]
    [InlineData("Media__AllowedHosts__0", "AllowedHosts:0", "https://api.twilio.com/media")]
    [InlineData("Media__AllowedHosts__0", "AllowedHosts:0", "https://user@api.twilio.com")]
    [InlineData("Media__AllowedHosts__0", "AllowedHosts:0", "ftp://api.twilio.com")]
    [InlineData("Media__AllowedHosts__0", "AllowedHosts:0", "api.twilio.com:8443")]
    [InlineData("Media__AllowedHosts__0", "AllowedHosts:0", "*")]
    [InlineData("Media__AllowedHosts__0", "AllowedHosts:0", "")]
    public void A_wrong_setting_is_named_as_the_environment_spells_it(string named, string key, string value) =>
        Problems((key, value)).ShouldHaveSingleItem().ShouldStartWith(named + " is ");

    [Theory]
    [InlineData("Media__S3__Bucket", "S3:Bucket", "")]
    [InlineData("Media__S3__AccessKey", "S3:AccessKey", "")]
    [InlineData("Media__S3__SecretKey", "S3:SecretKey", "")]
    [InlineData("Media__S3__Region", "S3:Region", "")]
    [InlineData("Media__S3__ServiceUrl", "S3:ServiceUrl", "127.0.0.1:9000")]
    public void A_bucket_needs_its_settings(string named, string key, string value) =>
        Problems(
            ("Store", "s3"), ("S3:Bucket", "evidence"),
            ("S3:AccessKey", "key"), ("S3:SecretKey", "secret"), (key, value))
            .ShouldHaveSingleItem().ShouldStartWith(named + " is ");

    [Theory]
    [InlineData("https://api.twilio.com/m/1", true)]
    [InlineData("https://API.Twilio.com/m/1", true)]
    [InlineData("https://api.twilio.com:8443/m/1", false)]
    [InlineData("http://api.twilio.com/m/1", false)]
    [InlineData("https://api.twilio.com.evil.example/", false)]
    [InlineData("https://api.twilio.com@evil.example/", false)]
    [InlineData("https://api.twilio.com./", false)]
    [InlineData("https://media.example.org/", true)]
    [InlineData("https://example.org/", false)]
    [InlineData("https://evilexample.org/", false)]
    [InlineData("http://127.0.0.1:5005/x", true)]
    [InlineData("https://127.0.0.1:5005/x", false)]
    [InlineData("http://127.0.0.1:5006/x", false)]
    [InlineData("http://127.0.0.1/x", false)]
    [InlineData("http://[::1]:5005/x", true)]
    [InlineData("file:///etc/passwd", false)]
    public void A_download_starts_at_named_hosts_only(string address, bool allowed) =>
        new MediaHosts(["api.twilio.com", "*.example.org", "http://127.0.0.1:5005", "http://[::1]:5005"])
            .MayStart(new Uri(address)).ShouldBe(allowed);

    private static List<string> Problems(params (string Key, string Value)[] settings) =>
        [.. Read(settings).Validate()];

    private static MediaOptions Read(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (key, value) in settings)
            values[$"{MediaOptions.Section}:{key}"] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build()
            .GetSection(MediaOptions.Section).Get<MediaOptions>() ?? new MediaOptions();
    }
}

using CleanFte.WebApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CleanFte.Integration.Api;

/// <summary>
/// A wrong or missing setting stops the start, before anything is touched, with a sentence that names its key.
/// </summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("PublicUrl", null)]
    [InlineData("PublicUrl", "help.example.org")]
    [InlineData("Channels__0__Account", "")]
    [InlineData("Channels__0__Account", "Main line")]
    [InlineData("Channels__0__Tenant", "")]
    [InlineData("Channels__0__Tenant", "Town Hall")]
    [InlineData("Channels__0__Provider", "carrier-pigeon")]
    [InlineData("Channels__0__Address", "+14155238886")]
    [InlineData("Channels__0__Address", "whatsapp:+")]
    [InlineData("Channels__0__AccountSid", "")]
    [InlineData("Channels__0__AuthToken", null)]
    [InlineData("Channels__0__ApiBaseUrl", "twilio")]
    [InlineData("Channels__0__MaxPerSecond", "-1")]
    [InlineData("Channels__0__MaxPerSecond", "many")]
    [InlineData("Media__Store", "tape")]
    [InlineData("Media__Path", " ")]
    [InlineData("Media__AllowedHosts__0", "http//x")]
    [InlineData("Roles", "")]
    [InlineData("Roles", "api,boss")]
    [InlineData("RateLimits__Form", "often")]
    [InlineData("RateLimits__Lookup", "-1")]
    [InlineData("RateLimits__Media", "1.5")]
    [InlineData("RateLimits__Mcp", "many")]
    [InlineData("RateLimits__Events", "many")]
    [InlineData("Mcp__AllowedOrigins__0", "*")]
    [InlineData("ForwardedHeaders__KnownProxies__0", "proxy")]
    [InlineData("Cors__Origins__0", "town.example")]
    [InlineData("Messaging__LookupPauseSeconds", "-1")]
    [InlineData("Messaging__LookupPauseSeconds", "soon")]
    [InlineData("ApiKeys__Bootstrap", "nineteen characters")]
    public Task The_start_is_stopped_and_the_key_named(string key, string? value) =>
        Stops(key, new() { [key] = value });

    [Theory]
    [InlineData("Media__S3__Bucket", null)]
    [InlineData("Media__S3__ServiceUrl", "s3")]
    [InlineData("Media__S3__AccessKey", null)]
    [InlineData("Media__S3__SecretKey", null)]
    [InlineData("Media__S3__Region", " ")]
    public Task So_it_is_for_the_S3_store(string key, string? value)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Media__Store"] = "s3",
            ["Media__S3__Bucket"] = "evidence",
            ["Media__S3__ServiceUrl"] = "http://127.0.0.1:9",
            ["Media__S3__AccessKey"] = "access",
            ["Media__S3__SecretKey"] = "secret",
        };
        settings[key] = value;
        return Stops(key, settings);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var stop = await Should.ThrowAsync<SettingsException>(
            () => Create(new() { ["Roles"] = "boss", ["Media__Store"] = "tape", ["RateLimits__Form"] = "x" }));

        stop.Message.Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public Task An_account_cannot_be_named_twice() => Stops("Channels__1__Account", new()
    {
        ["Channels__1__Account"] = "main",
        ["Channels__1__Provider"] = "twilio",
        ["Channels__1__Address"] = "whatsapp:+14155238887",
        ["Channels__1__AccountSid"] = "AC1",
        ["Channels__1__AuthToken"] = "token",
    });

    private static async Task Stops(string key, Dictionary<string, string?> settings)
    {
        var stop = await Should.ThrowAsync<SettingsException>(() => Create(settings));

        var sentence = stop.Message.Split('\n').ShouldHaveSingleItem();
        sentence.ShouldContain(key.EndsWith("__0", StringComparison.Ordinal) ? key[..^3] : key);
    }

    /// <summary>There is no server at that address: whoever gets as far as to look for it fails otherwise.</summary>
    private static async Task Create(Dictionary<string, string?> settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["ConnectionStrings__CleanFte"] = "Host=127.0.0.1;Port=1;Timeout=1",
            ["PublicUrl"] = "https://help.example.org",
            ["Channels__0__Account"] = "main",
            ["Channels__0__Provider"] = "twilio",
            ["Channels__0__Address"] = "whatsapp:+14155238886",
            ["Channels__0__AccountSid"] = "AC0",
            ["Channels__0__AuthToken"] = "token",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        await using var host = await CleanFteHost.Create([], (WebApplicationBuilder builder) =>
            builder.Configuration.AddInMemoryCollection(
                all.ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => s.Value)));
    }
}

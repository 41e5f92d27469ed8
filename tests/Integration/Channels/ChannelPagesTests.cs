using CleanFte.Infrastructure.Channels;
using CleanFte.Integration.Agent;

namespace CleanFte.Integration.Channels;

/// <summary>What a channel's page says of settings is what the configuration takes.</summary>
public sealed class ChannelPagesTests
{
    [Theory]
    [InlineData("meta", "whatsapp-meta.md")]
    [InlineData("360dialog", "whatsapp-360dialog.md")]
    public void Every_setting_is_on_the_page_with_its_default(string provider, string page)
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "channels", page))
            .Where(line => line.StartsWith("| `Channels__0__", StringComparison.Ordinal)).ToArray();
        var settings = ProviderSettings.Find(provider)!.Settings;

        foreach (var setting in settings)
        {
            var row = rows.ShouldHaveSingleItemWith($"`Channels__0__{setting.Key}`");
            row.Contains("optional", StringComparison.Ordinal).ShouldBe(!setting.IsRequired, row);
            row.ShouldContain(setting.Default.Length > 0 ? $"`{setting.Default}`" : "");
        }

        rows.Length.ShouldBe(settings.Count + (provider == "meta" ? 4 : 1), "no row is about a setting that does not exist");
    }
}

internal static class RowAssertions
{
    public static string ShouldHaveSingleItemWith(this string[] rows, string key) =>
        rows.Where(row => row.StartsWith($"| {key} ", StringComparison.Ordinal)).ShouldHaveSingleItem(key);
}

using CleanFte.Infrastructure.Channels;
using CleanFte.Integration.Agent;

namespace CleanFte.Integration.Channels;

/// <summary>The page says what an operator can set.</summary>
public sealed class GmailDocumentTests
{
    [Fact]
    public void Every_setting_of_the_provider_is_on_its_page()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "channels", "email-gmail.md"));
        foreach (var setting in ProviderSettings.Find("gmail").ShouldNotBeNull().Settings)
            page.ShouldContain($"`Channels__0__{setting.Key}`");
    }
}

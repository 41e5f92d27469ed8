using CleanFte.Infrastructure.Channels;
using CleanFte.Integration.Agent;

namespace CleanFte.Integration.Channels;

/// <summary>What an operator can set is where he looks for it.</summary>
public sealed class ChannelDocumentTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "channels");

    public static TheoryData<string> Providers => [.. ProviderSettings.All.Select(p => p.Name).Where(n => n != "sandbox")];

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_setting_of_a_provider_is_on_its_page_and_in_the_readme(string provider)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var common = File.ReadAllText(Path.Combine(Folder, "README.md"));
        var page = File.ReadAllText(Directory.GetFiles(Folder, $"*-{provider}.md").ShouldHaveSingleItem());
        readme.ShouldContain($"... with `{provider}`");
        foreach (var setting in ProviderSettings.Find(provider).ShouldNotBeNull().Settings)
        {
            readme.ShouldContain($"__{setting.Key}`");
            (page + common).ShouldContain($"__{setting.Key}`", customMessage: $"the page of {provider}");
        }
    }
}

namespace CleanFte.Browser;

/// <summary>The pages that need no script, in both schemes: they have colours of their own.</summary>
[Collection(nameof(BrowserHost))]
public sealed class PlainPageTests(BrowserHost host)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_plain_form_is_accessible_with_its_questions_and_its_mistakes(ColorScheme scheme)
    {
        await using var visitor = await host.Visit(width: 360, scheme: scheme);
        await visitor.Page.GotoAsync("/report/plain");
        await ShouldBeGood(visitor);
        await visitor.Named("category").SelectOptionAsync(BrowserHost.Asking);
        await visitor.Named("subject").FillAsync("A loose plank");
        await visitor.Named("message").FillAsync("A plank of the bench is loose");
        await visitor.Named("name").FillAsync("Ana García");
        await visitor.Named("email").FillAsync("ana@example.org");
        await visitor.Button("Send the report").ClickAsync();

        await Expect(visitor.Page.GetByLabel("Which size?")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Another one, please.").First).ToBeVisibleAsync();
        await ShouldBeGood(visitor);
        await visitor.Page.GetByLabel("Which size?").SelectOptionAsync("Large");
        await visitor.Page.GetByLabel("Which built?").FillAsync("2019-05-01");
        await visitor.Button("Send the report").ClickAsync();

        await Expect(visitor.Page.Locator(".number").First).ToContainTextAsync("TKT-");
        await ShouldBeGood(visitor);
        await visitor.Button("Open my report").ClickAsync();
        await Expect(visitor.Heading("A loose plank")).ToBeVisibleAsync();
        await ShouldBeGood(visitor);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Following_a_report_is_accessible_found_or_not(ColorScheme scheme)
    {
        await using var visitor = await host.Visit(width: 360, scheme: scheme);
        await visitor.Page.GotoAsync("/track/plain");
        await ShouldBeGood(visitor);
        await visitor.Page.GotoAsync("/track/plain?ticket=TKT-0000-000000");
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await ShouldBeGood(visitor);

        await visitor.Page.GotoAsync($"/track/plain/{(await host.Report()).Number}");

        await Expect(visitor.Heading("What has happened")).ToBeVisibleAsync();
        await ShouldBeGood(visitor);
    }

    private static async Task ShouldBeGood(Visitor visitor)
    {
        await visitor.ShouldBeAccessible();
        await visitor.ShouldFit();
    }
}

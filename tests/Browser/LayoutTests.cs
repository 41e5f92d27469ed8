namespace CleanFte.Browser;

/// <summary>
/// Nothing jumps. Every answer of the service is kept back until the page has been drawn without it, so that what is measured
/// is the page's own doing and not how fast this machine is.
/// </summary>
[Collection(nameof(BrowserHost))]
public sealed class LayoutTests(BrowserHost host)
{
    [Theory]
    [InlineData("/", "Send the report")]
    [InlineData("/track", "Show it")]
    [InlineData("/track/{number}", "What has happened")]
    [InlineData("/track/{number}#{code}", "What you reported")]
    [InlineData("/track/TKT-0000-000000", "We know no report with this number.")]
    [InlineData("/try", "There is a deep pothole at Calle Mayor 5")]
    [InlineData("/history", "Of what?")]
    [InlineData("/history/tickets/{number}", "Use the key")]
    public async Task Nothing_jumps_while_a_page_comes(string address, string last)
    {
        var (number, code) = await host.Report();
        foreach (var width in (int[])[360, 1280])
        {
            await using var visitor = await host.Visit(width: width);
            await visitor.WatchLayout();

            await visitor.Page.GotoAsync(address.Replace("{number}", number).Replace("{code}", code));

            await Expect(visitor.Page.GetByText(last, new PageGetByTextOptions { Exact = false }).First).ToBeVisibleAsync();
            await visitor.ShouldNotJump();
        }
    }

    [Fact]
    public async Task Nothing_jumps_on_a_receipt_whose_photos_are_still_being_sent()
    {
        await using var visitor = await host.Visit(width: 360);
        await visitor.Page.RouteAsync("**/media", route => route.AbortAsync("connectionreset"));
        await visitor.Page.GotoAsync("/");
        await visitor.FillReport();
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await visitor.Button("Send the report").ClickAsync();
        await Expect(visitor.Button("Try again")).ToBeVisibleAsync();
        await visitor.WatchLayout();

        await visitor.Page.ReloadAsync();

        await Expect(visitor.Button("Try again")).ToBeVisibleAsync();
        await visitor.ShouldNotJump();
    }

    [Fact]
    public async Task Nothing_jumps_while_a_story_comes()
    {
        var (number, _) = await host.Report();
        await using var visitor = await host.Visit(width: 360);
        await visitor.Page.GotoAsync($"/history/tickets/{number}");
        await visitor.Page.GetByLabel("A key of yours").FillAsync(await host.StaffKey());
        await visitor.Button("Use the key").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Slider)).ToBeVisibleAsync();
        await visitor.WatchLayout();

        await visitor.Page.ReloadAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Slider)).ToBeVisibleAsync();
        await visitor.ShouldNotJump();
    }

    [Fact]
    public async Task Nothing_jumps_while_a_desk_with_its_conversation_comes()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/try");
        await visitor.Button("When is the library open?").ClickAsync();
        await Expect(visitor.Page.GetByText("Reply read").First).ToBeVisibleAsync();
        await visitor.Button("Come to work").ClickAsync();
        await Expect(visitor.Page.GetByText("The agent has this conversation.")).ToBeVisibleAsync();
        await visitor.WatchLayout();

        await visitor.Page.ReloadAsync();

        await Expect(visitor.Page.GetByText("The agent has this conversation.")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Reply read").First).ToBeVisibleAsync();
        await visitor.ShouldNotJump();
    }
}

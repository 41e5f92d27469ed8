namespace CleanFte.Browser;

/// <summary>What the reporter does with his link.</summary>
[Collection(nameof(BrowserHost))]
public sealed class ReporterTests(BrowserHost host)
{
    [Fact]
    public async Task The_reporter_comments_rates_and_reopens()
    {
        await using var visitor = await host.Visit();
        var link = await Report(visitor);
        await visitor.Page.GotoAsync(link);
        await visitor.Page.GetByLabel("What else should we know?").FillAsync("It is getting <i>deeper</i>.");
        await visitor.Button("Add it").ClickAsync();
        await Expect(visitor.Page.GetByText("You added")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("It is getting <i>deeper</i>.")).ToBeVisibleAsync();

        await Resolve(link);
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Heading("Is it good now?")).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();
        await visitor.Page.Locator("input[name=rating][value='2']").CheckAsync(new LocatorCheckOptions { Force = true });
        await visitor.Button("Send the rating").ClickAsync();
        await Expect(visitor.Page.GetByText("Thank you for telling us.")).ToBeVisibleAsync();
        await visitor.Button("It is not solved: open it again").ClickAsync();

        await Expect(visitor.Page.GetByText("Opened again")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("[aria-current=step]")).ToContainTextAsync("Received");
    }

    [Fact]
    public async Task A_wrong_code_opens_nothing_and_the_right_one_can_be_typed()
    {
        await using var visitor = await host.Visit();
        var link = await Report(visitor);
        await visitor.Page.GotoAsync("about:blank");
        await visitor.Page.GotoAsync($"{link.Split('#')[0]}#0000000000000000000W");
        await Expect(visitor.Page.GetByText("This code does not belong to this report.")).ToBeVisibleAsync();
        await Expect(visitor.Heading("What you reported")).ToBeHiddenAsync();

        await visitor.Page.GetByLabel("Access code").FillAsync(link.Split('#')[1]);
        await visitor.Button("Use the code").ClickAsync();

        await Expect(visitor.Heading("What you reported")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_asks_for_a_report_is_brought_to_its_heading()
    {
        await using var visitor = await host.Visit();
        var number = (await Report(visitor)).Split('#')[0].Split('/')[^1];
        await visitor.Page.GotoAsync("/track");
        await visitor.Page.RouteAsync("**/api/v1/tickets/**", async route =>
        {
            // Late enough for the page to say that it waits.
            await visitor.Page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            await route.ContinueAsync();
        });
        await visitor.Page.Locator("input").First.FillAsync(number);
        await visitor.Button("Show it").ClickAsync();

        await Expect(visitor.Page.Locator("h1")).ToBeFocusedAsync();
    }

    private static async Task<string> Report(Visitor visitor)
    {
        await visitor.Page.GotoAsync("/");
        await visitor.FillReport();
        await visitor.Button("Send the report").ClickAsync();
        return (await visitor.Page.GetByText("Open my report").GetAttributeAsync("href"))!;
    }

    private async Task Resolve(string link)
    {
        var path = $"/api/v1/tickets/{link.Split('#')[0].Split('/')[^1]}";
        var key = await host.StaffKey();
        var version = (await host.Ask(HttpMethod.Get, path, key)).GetProperty("version").GetInt64();
        await host.Ask(HttpMethod.Post, $"{path}/status", key, new { status = "resolved", text = "Filled." }, $"\"{version}\"");
    }
}

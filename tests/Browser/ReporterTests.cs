namespace CleanFte.Browser;

/// <summary>What the reporter does with his link, and citizens on the pages of others.</summary>
[Collection(nameof(BrowserHost))]
public sealed class ReporterTests(BrowserHost host)
{
    private const string Elsewhere = "http://localhost:9";

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
    public async Task The_form_works_on_a_page_of_somebody_else()
    {
        await using var visitor = await host.Visit();
        await visitor.Context.GrantPermissionsAsync(["geolocation"], new BrowserContextGrantPermissionsOptions { Origin = Elsewhere });
        await visitor.Context.SetGeolocationAsync(new Geolocation { Latitude = 40.41678f, Longitude = -3.70379f });
        await Embed(visitor);
        await FillEmbedded(visitor);
        await visitor.Button("Usar mi ubicación").ClickAsync();
        await Expect(visitor.Page.GetByText("40.41678, -3.70379")).ToBeVisibleAsync();
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await Expect(visitor.Button("Quitar hole.png")).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();

        await visitor.Button("Enviar el aviso").ClickAsync();

        await Expect(visitor.Page.Locator("output")).ToContainTextAsync("TKT-");
        await Expect(visitor.Page.GetByText("Han llegado 1 de 1 fotos.")).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();
    }

    [Fact]
    public async Task A_lost_answer_on_a_page_of_somebody_else_doubles_nothing()
    {
        var subject = $"Bache perdido {Guid.NewGuid():N}";
        await using var visitor = await host.Visit();
        await Embed(visitor);
        await FillEmbedded(visitor);
        await visitor.Page.GetByLabel("En una línea").FillAsync(subject);
        await visitor.Page.RouteAsync(
            "**/api/v1/support/form",
            async route =>
            {
                // The service has it, and nobody knows.
                await route.FetchAsync();
                await route.AbortAsync("connectionreset");
            },
            new PageRouteOptions { Times = 1 });
        await visitor.Button("Enviar el aviso").ClickAsync();
        await Expect(visitor.Button("Enviar el aviso")).ToBeEnabledAsync();
        await Expect(visitor.Page.GetByLabel("En una línea")).ToBeDisabledAsync();

        await visitor.Button("Enviar el aviso").ClickAsync();

        await Expect(visitor.Page.Locator("output")).ToContainTextAsync("TKT-");
        (await host.Tickets(subject)).ShouldHaveSingleItem();
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

    [Fact]
    public async Task The_form_of_others_says_at_each_field_what_is_wrong_and_keeps_the_rest_when_its_page_moves_it()
    {
        await using var visitor = await host.Visit();
        await Embed(visitor);
        await FillEmbedded(visitor);
        await visitor.Page.EvaluateAsync("document.body.append(document.querySelector('cleanfte-report'))");
        await Expect(visitor.Page.GetByLabel("En una línea")).ToHaveValueAsync("Bache profundo");
        await visitor.Page.GetByLabel("Correo electrónico").FillAsync("a..b@example.org");

        await visitor.Button("Enviar el aviso").ClickAsync();
        await Expect(visitor.Page.GetByText("Escriba una dirección de correo como ana@example.org.")).ToBeVisibleAsync();
        await visitor.Page.RouteAsync("**/api/v1/support/form", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 400,
            ContentType = "application/problem+json",
            Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = Elsewhere },
            Body = "{\"code\":\"request.malformed\",\"errors\":{\"location\":[\"no\"]}}",
        }));
        await visitor.Page.GetByLabel("Correo electrónico").FillAsync("ana@example.org");
        await visitor.Button("Enviar el aviso").ClickAsync();

        await Expect(visitor.Page.GetByLabel("¿Dónde está?")).ToBeFocusedAsync();
        await Expect(visitor.Page.GetByText("Revise esto, por favor.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_form_of_others_is_asked_for_again_when_it_did_not_come()
    {
        await using var visitor = await host.Visit();
        visitor.Forgive("cleanfte-report:");
        await visitor.Page.RouteAsync(
            "**/api/v1/portal", route => route.AbortAsync("connectionreset"), new PageRouteOptions { Times = 1 });
        await Embed(visitor);

        await visitor.Button("Intentarlo otra vez").ClickAsync();

        await Expect(visitor.Page.GetByLabel("En una línea")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_form_of_another_tenant_is_not_shown()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/icon.svg");
        await visitor.Page.RouteAsync("**/elsewhere", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = "<!doctype html><html lang=\"en\"><script src=\"/embed.js\"></script><cleanfte-report tenant=\"north\"></cleanfte-report>",
        }));
        visitor.Forgive("cleanfte-report:");

        await visitor.Page.GotoAsync("/elsewhere");

        await Expect(visitor.Page.GetByText("This form is not available here.")).ToBeVisibleAsync();
    }

    /// <summary>A page of somebody else with the form in it, which allows nothing but us.</summary>
    private async Task Embed(Visitor visitor)
    {
        await visitor.Page.RouteAsync($"{Elsewhere}/**", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Headers = new Dictionary<string, string>
            {
                ["Content-Security-Policy"] = $"default-src 'none'; script-src {host.Url}; connect-src {host.Url}",
            },
            Body = $"<!doctype html><html lang=\"es\"><title>Town</title><script src=\"{host.Url}/embed.js\" async></script>"
                + "<body><main><h1>Contact</h1><cleanfte-report tenant=\"default\"></cleanfte-report></main></body>",
        }));
        await visitor.Page.GotoAsync($"{Elsewhere}/contact");
    }

    private static async Task FillEmbedded(Visitor visitor)
    {
        await visitor.Page.GetByLabel("¿De qué se trata?").SelectOptionAsync("pothole");
        await visitor.Page.GetByLabel("En una línea").FillAsync("Bache profundo");
        await visitor.Page.GetByLabel("Cuéntenos más").FillAsync("Hay un bache muy profundo en la calle");
        await visitor.Page.GetByLabel("Su nombre").FillAsync("Ana García");
        await visitor.Page.GetByLabel("Correo electrónico").FillAsync("ana@example.org");
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

namespace CleanFte.Browser;

/// <summary>What citizens do with the form on the pages of others.</summary>
[Collection(nameof(BrowserHost))]
public sealed class EmbedTests(BrowserHost host)
{
    [Fact]
    public async Task The_form_works_on_a_page_of_somebody_else()
    {
        await using var visitor = await host.Visit();
        await visitor.Context.GrantPermissionsAsync(["geolocation"], new BrowserContextGrantPermissionsOptions { Origin = Embedded.Elsewhere });
        await visitor.Context.SetGeolocationAsync(new Geolocation { Latitude = 40.41678f, Longitude = -3.70379f });
        await Embedded.Open(host, visitor);
        await Embedded.Fill(visitor);
        await visitor.Button("Usar mi ubicación").ClickAsync();
        await Expect(visitor.Page.GetByText("40.41678, -3.70379")).ToBeVisibleAsync();
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await Expect(visitor.Button("Quitar hole.png")).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();
        await visitor.Page.EvaluateAsync("addEventListener('cleanfte-reported', e => { window.reported = e.detail.trackingNumber; })");

        await visitor.Button("Enviar el aviso").ClickAsync();

        await Expect(visitor.Page.Locator("[translate=no]")).ToContainTextAsync("TKT-");
        await Expect(visitor.Page.GetByText("Han llegado 1 de 1 fotos.")).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();
        (await visitor.Page.EvaluateAsync<string>("window.reported")).ShouldBe(await visitor.Page.Locator("[translate=no]").InnerTextAsync());
    }

    [Fact]
    public async Task A_lost_answer_on_a_page_of_somebody_else_doubles_nothing()
    {
        var subject = $"Bache perdido {Guid.NewGuid():N}";
        await using var visitor = await host.Visit();
        await Embedded.Open(host, visitor);
        await Embedded.Fill(visitor);
        await visitor.Page.GetByLabel("En una línea").FillAsync(subject);
        await Embedded.LoseTheAnswer(visitor, "**/api/v1/support/form");
        await visitor.Page.GetByLabel("En una línea").PressAsync("Enter");
        await Expect(visitor.Button("Enviar el aviso")).ToBeEnabledAsync();
        await Expect(visitor.Button("Enviar el aviso")).ToBeFocusedAsync();
        await Expect(visitor.Page.GetByLabel("En una línea")).ToBeDisabledAsync();

        await visitor.Button("Enviar el aviso").ClickAsync();

        await Expect(visitor.Page.Locator("[translate=no]")).ToContainTextAsync("TKT-");
        (await host.Tickets(subject)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_form_of_others_says_at_each_field_what_is_wrong_and_keeps_the_rest_when_its_page_moves_it()
    {
        await using var visitor = await host.Visit();
        await Embedded.Open(host, visitor);
        await Embedded.Fill(visitor);
        await visitor.Page.EvaluateAsync("document.body.append(document.querySelector('cleanfte-report'))");
        await Expect(visitor.Page.GetByLabel("En una línea")).ToHaveValueAsync("Bache profundo");
        await visitor.Page.GetByLabel("Correo electrónico").FillAsync("a..b@example.org");

        await visitor.Button("Enviar el aviso").ClickAsync();
        await Expect(visitor.Page.GetByText("Escriba una dirección de correo como ana@example.org.")).ToBeVisibleAsync();
        await visitor.Page.RouteAsync("**/api/v1/support/form", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 400,
            ContentType = "application/problem+json",
            Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = Embedded.Elsewhere },
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
        await Embedded.Open(host, visitor);

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

    [Fact]
    public async Task The_page_around_chooses_language_and_service_and_may_change_its_mind()
    {
        await using var visitor = await host.Visit();
        await Embedded.Open(host, visitor, "service=\"pothole\"");
        await Expect(visitor.Page.GetByLabel("¿De qué se trata?")).ToHaveValueAsync("pothole");
        await visitor.Page.GetByLabel("En una línea").FillAsync("Bache profundo");
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await Expect(visitor.Button("Quitar hole.png")).ToBeVisibleAsync();
        await visitor.Button("Enviar el aviso").ClickAsync();
        await Expect(visitor.Page.GetByText("Revise lo marcado, por favor.")).ToBeVisibleAsync();

        await Embedded.Change(visitor, "lang", "fr");

        await Expect(visitor.Page.Locator("div[lang=fr] form")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Vérifiez ce qui est marqué, s’il vous plaît.")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByLabel("En une ligne")).ToHaveValueAsync("Bache profundo");
        await Expect(visitor.Page.GetByLabel("Dites-nous-en plus")).ToBeFocusedAsync();
        await Expect(visitor.Button("Retirer hole.png")).ToBeVisibleAsync();
        await Embedded.Change(visitor, "service", BrowserHost.Asking);
        await Expect(visitor.Page.GetByLabel("Which size?")).ToBeVisibleAsync();

        // What the reporter chose himself is his, on a reload of the same page too.
        await visitor.Page.GetByLabel("De quoi s’agit-il ?").SelectOptionAsync("general");
        await Embedded.Change(visitor, "service", BrowserHost.Asking);
        await Expect(visitor.Page.GetByLabel("De quoi s’agit-il ?")).ToHaveValueAsync("general");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named_to_the_page_around_and_the_choice_stays_open()
    {
        await using var visitor = await host.Visit();
        visitor.Forgive("cleanfte-report: there is no service \"holes\" here; there are ");
        var told = visitor.Page.WaitForConsoleMessageAsync(new PageWaitForConsoleMessageOptions
        {
            Predicate = message => message.Text.Contains("pothole", StringComparison.Ordinal),
        });
        await Embedded.Open(host, visitor, "service=\"holes\"");

        (await told).Type.ShouldBe("error");
        await Expect(visitor.Page.GetByLabel("¿De qué se trata?")).ToHaveValueAsync("");
    }
}

using System.Text.RegularExpressions;

namespace CleanFte.Browser;

/// <summary>What citizens do on the portal.</summary>
[Collection(nameof(BrowserHost))]
public sealed partial class PortalTests(BrowserHost host)
{
    private const string Sent = "**/sent";

    [Fact]
    public async Task A_report_with_a_photo_arrives_and_is_tracked()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/");
        await visitor.FillReport("Deep <b>pothole</b>", "<script>alert('hole')</script> in the road");
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await visitor.ShouldBeAccessible();

        await visitor.Button("Send the report").ClickAsync();
        await visitor.Page.WaitForURLAsync(Sent);

        await Expect(visitor.Page.Locator("[translate=no]")).ToHaveTextAsync(TrackingNumber());
        await Expect(visitor.Page.GetByText("Arrived", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();
        await visitor.Page.GetByText("Open my report").ClickAsync();
        await Expect(visitor.Page.GetByText("You added a photo")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Deep <b>pothole</b>")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("<script>alert('hole')</script> in the road")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("[aria-current=step]")).ToContainTextAsync("Received");
        await visitor.ShouldBeAccessible();
    }

    [Theory]
    [InlineData("en-GB", "Tell us what is wrong", "Send the report", "Your tracking number")]
    [InlineData("es-ES", "Cuéntenos qué va mal", "Enviar el aviso", "Su número de seguimiento")]
    [InlineData("fr-FR", "Dites-nous ce qui ne va pas", "Envoyer le signalement", "Votre numéro de suivi")]
    public async Task The_portal_speaks_the_browsers_language(string locale, string title, string send, string number)
    {
        await using var visitor = await host.Visit(locale);
        await visitor.Page.GotoAsync("/");

        await Expect(visitor.Heading(title)).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", locale[..2]);
        await visitor.FillReport();
        await visitor.Button(send).ClickAsync();
        await Expect(visitor.Heading(number)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_language_can_be_switched_and_is_remembered()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/track");

        await visitor.Page.GetByLabel("Language").SelectOptionAsync("fr");
        await Expect(visitor.Heading("Suivre un signalement")).ToBeVisibleAsync();
        await visitor.Page.ReloadAsync();

        await Expect(visitor.Heading("Suivre un signalement")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_missing_is_named_and_gets_the_focus()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/");

        await visitor.Button("Send the report").ClickAsync();

        await Expect(visitor.Page.GetByText("5 answers are missing or not right yet.")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("input[name=category]").First).ToBeFocusedAsync();
        await visitor.ShouldBeAccessible();
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_its_way_loses_and_doubles_nothing()
    {
        var subject = $"Lost answer {Guid.NewGuid():N}";
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/");
        await visitor.FillReport(subject);
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        var cut = true;
        await visitor.Page.RouteAsync("**/api/v1/support/form", async route =>
        {
            if (!cut)
            {
                await route.ContinueAsync();
                return;
            }

            // The service has it, and nobody knows.
            await route.FetchAsync();
            await route.AbortAsync("connectionreset");
        });
        await visitor.Button("Send the report").ClickAsync();
        await Expect(visitor.Page.GetByText("Nothing is lost.", new PageGetByTextOptions { Exact = false })).ToBeVisibleAsync();
        await Expect(visitor.Named("subject")).ToBeDisabledAsync();

        cut = false;
        await visitor.Page.ReloadAsync();
        await visitor.Page.WaitForURLAsync(Sent);

        await Expect(visitor.Page.GetByText("Arrived", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        (await host.Tickets(subject)).ShouldBe([await visitor.Page.Locator("[translate=no]").InnerTextAsync()]);
    }

    [Fact]
    public async Task A_cut_connection_is_waited_out_and_the_form_is_sent_once()
    {
        var subject = $"Cut line {Guid.NewGuid():N}";
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/");
        await visitor.FillReport(subject);
        await visitor.Context.SetOfflineAsync(true);
        await visitor.Button("Send the report").ClickAsync();
        await Expect(visitor.Page.GetByText("The connection is gone.")).ToBeVisibleAsync();

        await visitor.Context.SetOfflineAsync(false);
        await visitor.Page.WaitForURLAsync(Sent);

        (await host.Tickets(subject)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_report()
    {
        var subject = $"Twice {Guid.NewGuid():N}";
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/");
        await visitor.FillReport(subject);

        await visitor.Page.EvaluateAsync("() => { const f = document.querySelector('form'); f.requestSubmit(); f.requestSubmit(); }");
        await visitor.Page.WaitForURLAsync(Sent);

        (await host.Tickets(subject)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_photo_whose_connection_was_cut_is_sent_again()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/");
        await visitor.FillReport();
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await visitor.Page.RouteAsync(
            "**/media", route => route.AbortAsync("connectionreset"), new PageRouteOptions { Times = 1 });
        await visitor.Button("Send the report").ClickAsync();
        await Expect(visitor.Page.GetByText("The connection was cut.", new PageGetByTextOptions { Exact = false })).ToBeVisibleAsync();

        await visitor.Button("Try again").ClickAsync();

        await Expect(visitor.Page.GetByText("Arrived", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_file_that_is_not_what_it_claims_is_not_taken()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/");

        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = "hole.png", MimeType = "image/png", Buffer = "MZ a program"u8.ToArray() });

        await Expect(visitor.Page.GetByText("hole.png is no picture we can read.", new PageGetByTextOptions { Exact = false }))
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_browser_that_does_not_tell_where_it_is_leaves_the_address()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/");

        await visitor.Button("I am there: use my location").ClickAsync();

        await Expect(visitor.Page.GetByText("Your browser does not tell us where you are.", new PageGetByTextOptions { Exact = false }))
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_browser_that_tells_where_it_is_adds_the_place()
    {
        await using var visitor = await host.Visit();
        await visitor.Context.GrantPermissionsAsync(["geolocation"]);
        await visitor.Context.SetGeolocationAsync(new Geolocation { Latitude = 40.41678f, Longitude = -3.70379f });
        await visitor.Page.GotoAsync("/");

        await visitor.Button("I am there: use my location").ClickAsync();

        await Expect(visitor.Page.GetByText("40.41678, -3.70379")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Unknown_and_misread_numbers_are_told_kindly()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/track/TKT-7F3K-92QD21");
        await Expect(visitor.Page.GetByText("This is no tracking number.", new PageGetByTextOptions { Exact = false })).ToBeVisibleAsync();

        await visitor.Page.GotoAsync($"/track/{Guid.NewGuid()}");

        await Expect(visitor.Page.GetByText("We know no report with this number.", new PageGetByTextOptions { Exact = false }))
            .ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();
    }

    [Fact]
    public async Task Without_script_there_is_a_plain_form()
    {
        await using var visitor = await host.Visit(script: false);
        await visitor.Page.GotoAsync("/");
        await visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "use the plain form" }).ClickAsync();
        await visitor.Named("category").SelectOptionAsync("pothole");
        await visitor.Named("subject").FillAsync("Deep pothole");
        await visitor.Named("message").FillAsync("There is a deep hole in the road");
        await visitor.Named("name").FillAsync("Ana García");
        await visitor.Named("email").FillAsync("ana@example.org");

        await visitor.Button("Send the report").ClickAsync();

        await Expect(visitor.Page.Locator(".number").First).ToHaveTextAsync(TrackingNumber());
        await visitor.Button("Open my report").ClickAsync();
        await Expect(visitor.Page.GetByText("There is a deep hole in the road")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Everything_fits_on_a_small_phone()
    {
        await using var visitor = await host.Visit(width: 360);
        foreach (var path in (string[])["/", "/track", "/try", "/history", "/report/plain"])
        {
            await visitor.Page.GotoAsync(path);
            await Expect(visitor.Page.Locator("h1")).ToBeVisibleAsync();
            await visitor.ShouldFit();
            await visitor.ShouldBeAccessible();
        }
    }

    [Fact]
    public async Task A_report_can_be_made_by_keyboard_alone()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Page.Locator("input[name=category]").First).ToBeAttachedAsync();
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(visitor.Page.GetByText("Go to the content")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.PressAsync("Space");
        foreach (var (name, text) in ((string, string)[])
            [("subject", "Deep pothole"), ("message", "There is a deep hole in the road"), ("name", "Ana García"), ("email", "ana@example.org")])
        {
            for (var i = 0; i < 10 && !await visitor.Named(name).EvaluateAsync<bool>("e => e === document.activeElement"); i++)
            {
                await visitor.Page.Keyboard.PressAsync("Tab");
            }

            await visitor.Page.Keyboard.TypeAsync(text);
        }

        await visitor.Page.Keyboard.PressAsync("Enter");

        await visitor.Page.WaitForURLAsync(Sent);
    }

    [GeneratedRegex("^TKT-[0-9A-Z]{4}-[0-9A-Z]{6}$")]
    private static partial Regex TrackingNumber();
}

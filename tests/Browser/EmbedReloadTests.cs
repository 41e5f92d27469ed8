using System.Text.RegularExpressions;

namespace CleanFte.Browser;

/// <summary>What the form on the pages of others keeps, and what becomes of its photos.</summary>
[Collection(nameof(BrowserHost))]
public sealed class EmbedReloadTests(BrowserHost host)
{
    [Fact]
    public async Task What_was_typed_into_the_form_of_others_outlives_a_reload_of_their_page()
    {
        await using var visitor = await host.Visit();
        await visitor.Context.GrantPermissionsAsync(["geolocation"], new BrowserContextGrantPermissionsOptions { Origin = Embedded.Elsewhere });
        await visitor.Context.SetGeolocationAsync(new Geolocation { Latitude = 40.41678f, Longitude = -3.70379f });
        await Embedded.Open(host, visitor);
        await Embedded.Fill(visitor);
        await visitor.Page.GetByLabel("¿De qué se trata?").SelectOptionAsync(BrowserHost.Asking);
        await visitor.Page.GetByLabel("Which size?").SelectOptionAsync("Large");
        await visitor.Page.GetByLabel("Which built?").FillAsync("2020-05-01");
        await visitor.Button("Usar mi ubicación").ClickAsync();
        await Expect(visitor.Page.GetByText("40.41678, -3.70379")).ToBeVisibleAsync();
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await Expect(visitor.Button("Quitar hole.png")).ToBeVisibleAsync();

        await visitor.Page.ReloadAsync();

        await Expect(visitor.Page.GetByLabel("En una línea")).ToHaveValueAsync("Bache profundo");
        await Expect(visitor.Page.GetByLabel("Which size?")).ToHaveValueAsync("Large");
        await Expect(visitor.Page.GetByLabel("Which built?")).ToHaveValueAsync("2020-05-01");
        await Expect(visitor.Page.GetByText("40.41678, -3.70379")).ToBeVisibleAsync();
        await Expect(visitor.Button("Quitar hole.png")).ToBeVisibleAsync();
        await visitor.Button("Enviar el aviso").ClickAsync();
        await Expect(visitor.Page.GetByText("Han llegado 1 de 1 fotos.")).ToBeVisibleAsync();
        await visitor.Button("Avisar de otra cosa").ClickAsync();
        await Expect(visitor.Heading("Avisar de algo")).ToBeFocusedAsync();
        await Expect(visitor.Page.GetByLabel("Su nombre")).ToHaveValueAsync("Ana García");
        await Expect(visitor.Page.GetByLabel("En una línea")).ToHaveValueAsync("");
        await Expect(visitor.Button("Quitar hole.png")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_report_from_a_page_of_others_whose_answer_got_lost_is_sent_again_when_the_page_is_reloaded()
    {
        var subject = $"Bache perdido {Guid.NewGuid():N}";
        await using var visitor = await host.Visit();
        await Embedded.Open(host, visitor);
        await Embedded.Fill(visitor);
        await visitor.Page.GetByLabel("En una línea").FillAsync(subject);
        await Embedded.LoseTheAnswer(visitor, "**/api/v1/support/form");
        await visitor.Button("Enviar el aviso").ClickAsync();
        await Expect(visitor.Page.GetByText("Se ha cortado la conexión.")).ToBeVisibleAsync();
        var answered = new TaskCompletionSource();
        await visitor.Page.RouteAsync("**/api/v1/support/form", async route =>
        {
            await answered.Task;
            await route.ContinueAsync();
        });

        await visitor.Page.ReloadAsync();

        await Expect(visitor.Page.GetByText("Su aviso de antes se está enviando otra vez.")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByLabel("En una línea")).ToHaveValueAsync(subject);
        await Expect(visitor.Page.GetByLabel("En una línea")).ToBeDisabledAsync();
        await visitor.ShouldBeAccessible();
        answered.SetResult();
        await Expect(visitor.Page.Locator("[translate=no]")).ToContainTextAsync("TKT-");
        await Expect(visitor.Heading("Gracias. Su aviso ha llegado.")).ToBeFocusedAsync();
        (await host.Tickets(subject)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Photos_under_way_from_a_page_of_others_go_on_when_the_page_is_reloaded()
    {
        await using var visitor = await host.Visit();
        await Embedded.Open(host, visitor);
        await Embedded.Fill(visitor);
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await visitor.Page.RouteAsync("**/media", route => route.AbortAsync("connectionreset"), new PageRouteOptions { Times = 1 });
        await visitor.Button("Enviar el aviso").ClickAsync();
        await Expect(visitor.Page.GetByText("Han llegado 0 de 1 fotos.")).ToBeVisibleAsync();
        await Expect(visitor.Button("Intentarlo otra vez")).ToBeVisibleAsync();
        var number = await visitor.Page.Locator("[translate=no]").InnerTextAsync();

        await visitor.Page.ReloadAsync();

        await Expect(visitor.Page.Locator("[translate=no]")).ToHaveTextAsync(number);
        await Expect(visitor.Page.GetByText("Han llegado 1 de 1 fotos.")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Abrir mi aviso")).ToHaveAttributeAsync("href", new Regex($"/track/{number}#.+"));
    }

    [Fact]
    public async Task A_photo_from_a_page_of_others_is_refused_with_its_reason_and_the_rest_can_be_tried_again()
    {
        await using var visitor = await host.Visit();
        await Embedded.Open(host, visitor);
        await Embedded.Fill(visitor);
        var other = Visitor.Photo("other.pdf");
        other.MimeType = "application/pdf";
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync([Visitor.Photo(), other]);
        await Expect(visitor.Button("Quitar other.pdf")).ToBeVisibleAsync();
        await visitor.Page.RouteAsync("**/media", route => route.AbortAsync("connectionreset"), new PageRouteOptions { Times = 1 });
        await visitor.Button("Enviar el aviso").ClickAsync();
        await Expect(visitor.Page.GetByText("other.pdf no se aceptó: no es lo que dice su nombre.")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Han llegado 0 de 2 fotos.")).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();

        await visitor.Button("Intentarlo otra vez").ClickAsync();

        await Expect(visitor.Page.GetByText("Han llegado 1 de 2 fotos.")).ToBeVisibleAsync();
        await Expect(visitor.Button("Intentarlo otra vez")).ToBeHiddenAsync();
        await Expect(visitor.Page.Locator("[role=status]:focus")).ToContainTextAsync("Han llegado 1 de 2 fotos.");
    }

    [Fact]
    public async Task The_form_of_others_works_where_nothing_may_be_stored()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.AddInitScriptAsync("""
            for (const name of ['sessionStorage', 'indexedDB']) {
              Object.defineProperty(window, name, { get: () => { throw new DOMException('no', 'SecurityError'); } });
            }
            """);
        await Embedded.Open(host, visitor);
        await Embedded.Fill(visitor);
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await Expect(visitor.Button("Quitar hole.png")).ToBeVisibleAsync();

        await visitor.Button("Enviar el aviso").ClickAsync();

        await Expect(visitor.Page.GetByText("Han llegado 1 de 1 fotos.")).ToBeVisibleAsync();
        await visitor.Button("Avisar de otra cosa").ClickAsync();
        await Expect(visitor.Page.GetByLabel("Su nombre")).ToHaveValueAsync("Ana García");
    }

    [Fact]
    public async Task What_the_form_of_others_keeps_has_names_of_its_own()
    {
        await using var visitor = await host.Visit();
        await Embedded.Open(host, visitor);
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await Expect(visitor.Button("Quitar hole.png")).ToBeVisibleAsync();

        var kept = await visitor.Page.EvaluateAsync<string[]>("Object.keys(sessionStorage)");
        kept.ShouldNotBeEmpty();
        kept.ShouldAllBe(name => name.StartsWith($"cleanfte-report {host.Url}", StringComparison.Ordinal));
    }
}

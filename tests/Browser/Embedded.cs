namespace CleanFte.Browser;

/// <summary>The form on a page of somebody else.</summary>
internal static class Embedded
{
    public const string Elsewhere = "http://localhost:9";

    /// <summary>A page of somebody else with the form in it, which allows nothing but us.</summary>
    public static async Task Open(BrowserHost host, Visitor visitor, string attributes = "")
    {
        await visitor.Page.RouteAsync($"{Elsewhere}/**", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Headers = new Dictionary<string, string>
            {
                ["Content-Security-Policy"] = $"default-src 'none'; script-src {host.Url}; connect-src {host.Url}",
            },
            Body = $"<!doctype html><html lang=\"es\"><title>Town</title><script src=\"{host.Url}/embed.js\" async></script>"
                + $"<body><main><h1>Contact</h1><cleanfte-report tenant=\"default\" {attributes}></cleanfte-report></main></body>",
        }));
        await visitor.Page.GotoAsync($"{Elsewhere}/contact");
    }

    /// <summary>The service has it, and nobody knows.</summary>
    public static Task LoseTheAnswer(Visitor visitor, string address) =>
        visitor.Page.RouteAsync(
            address,
            async route =>
            {
                await route.FetchAsync();
                await route.AbortAsync("connectionreset");
            },
            new PageRouteOptions { Times = 1 });

    public static async Task Change(Visitor visitor, string attribute, string value) =>
        await visitor.Page.Locator("cleanfte-report").EvaluateAsync("(form, [name, value]) => form.setAttribute(name, value)", new[] { attribute, value });

    public static async Task Fill(Visitor visitor)
    {
        await visitor.Page.GetByLabel("¿De qué se trata?").SelectOptionAsync("pothole");
        await visitor.Page.GetByLabel("En una línea").FillAsync("Bache profundo");
        await visitor.Page.GetByLabel("Cuéntenos más").FillAsync("Hay un bache muy profundo en la calle");
        await visitor.Page.GetByLabel("Su nombre").FillAsync("Ana García");
        await visitor.Page.GetByLabel("Correo electrónico").FillAsync("ana@example.org");
    }
}

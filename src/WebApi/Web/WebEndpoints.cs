using Microsoft.Net.Http.Headers;

namespace CleanFte.WebApi.Web;

/// <summary>
/// The web application: its pages by their own addresses, so that what is not there stays a 404, and its files.
/// </summary>
internal static class WebEndpoints
{
    private const string Index = "index.html";

    /// <summary>What a name with a hash in it stands for never changes.</summary>
    private const string Forever = "public, max-age=31536000, immutable";

    private const string AskAgain = "no-cache";

    /// <summary>The application draws these itself; the server answers all of them with the same page.</summary>
    private static readonly string[] Pages =
        ["/", "/sent", "/track", "/track/{ticket}", "/try", "/history", "/history/{kind}/{id}"];

    /// <summary>Files whose names others know.</summary>
    private static readonly string[] Named = ["embed.js", "scheme.js", "plain.css", "icon.svg", "robots.txt"];

    public static void MapWeb(this WebApplication app)
    {
        var files = WebFiles.Load();
        foreach (var page in Pages)
        {
            app.MapGet(page, (HttpContext http) => Answer(http, files.Find(Index), AskAgain))
                .ForAnyone().WithMetadata(PagePolicy.Application).ExcludeFromDescription();
        }

        foreach (var name in Named)
        {
            app.MapGet($"/{name}", (HttpContext http) => Answer(http, files.Find(name), AskAgain))
                .ForAnyone().ExcludeFromDescription();
        }

        app.MapGet("/assets/{file}", (HttpContext http, string file) => Answer(http, files.Find($"assets/{file}"), Forever))
            .ForAnyone().ExcludeFromDescription();
    }

    private static IResult Answer(HttpContext http, WebFile? file, string caching)
    {
        if (file is null)
        {
            return Problems.Of(404);
        }

        var (content, encoding, tag) = file.For(http.Request.Headers.AcceptEncoding.ToString());
        var headers = http.Response.Headers;
        headers.CacheControl = caching;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.ContentEncoding = encoding;
        return Results.Bytes(content, file.ContentType, entityTag: new EntityTagHeaderValue(tag));
    }
}

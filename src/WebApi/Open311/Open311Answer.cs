namespace CleanFte.WebApi.Open311;

/// <summary>An answer in the format that the address ends with.</summary>
internal sealed class Open311Answer(Action<Open311Writer> write, int status = 200, string? location = null) : IResult
{
    /// <summary>Room for some requests, before the buffer has to grow.</summary>
    private const int UsualBytes = 16 * 1024;

    public const string Prefix = "/open311";

    private const string JsonEnding = ".json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var content = new MemoryStream(UsualBytes);
        using var writer = Open311Writer.Of(FormatOf(httpContext), content);
        write(writer);
        writer.Flush();
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = writer.ContentType;
        response.ContentLength = content.Length;
        if (location is not null)
        {
            response.Headers.Location = location;
        }

        await response.Body.WriteAsync(content.GetBuffer().AsMemory(0, (int)content.Length), httpContext.RequestAborted);
    }

    /// <summary>XML unless JSON is named: it is what every client of GeoReport reads.</summary>
    public static Open311Format FormatOf(HttpContext http) =>
        http.Request.Path.Value!.EndsWith(JsonEnding, StringComparison.OrdinalIgnoreCase)
            ? Open311Format.Json
            : Open311Format.Xml;

    /// <summary>Whether a failure is to be told as GeoReport tells it.</summary>
    public static bool IsAskedBy(HttpContext http) => http.Request.Path.StartsWithSegments(Prefix);

    /// <summary>
    /// GeoReport knows 404, 403 and, for all other mistakes, 400; what is no mistake of the client's keeps its status.
    /// </summary>
    public static IResult Error(int status, string message, IReadOnlyDictionary<string, string[]>? errors)
    {
        var code = status switch
        {
            401 => 403,
            403 or 404 or 429 or >= 500 => status,
            _ => 400,
        };
        IEnumerable<string> descriptions = errors is { Count: > 0 }
            ? errors.SelectMany(e => e.Value.Select(text => $"{e.Key}: {text}"))
            : [message];
        return new Open311Answer(
            w =>
            {
                w.BeginList("errors");
                foreach (var description in descriptions)
                {
                    w.BeginItem("error");
                    w.Number("code", code);
                    w.Text("description", description);
                    w.End();
                }

                w.End();
            },
            code);
    }
}

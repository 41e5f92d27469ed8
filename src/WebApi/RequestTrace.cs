using CleanFte.WebApi.Web;
using Serilog.Context;

namespace CleanFte.WebApi;

/// <summary>
/// Gives every request a correlation id, in its logs, events and answer, and every answer its security headers.
/// </summary>
internal static class RequestTrace
{
    private const string Header = "X-Correlation-Id";

    private const int MaxLength = 64;

    public static void UseRequestTrace(this WebApplication app) => app.Use(async (http, next) =>
    {
        var given = http.Request.Headers[Header].ToString();
        if (given.Length is > 0 and <= MaxLength && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            http.TraceIdentifier = given;
        }

        // At the last moment: whoever answers a failure clears the headers first.
        http.Response.OnStarting(() =>
        {
            Promise(http);
            return Task.CompletedTask;
        });
        using (LogContext.PushProperty("CorrelationId", http.TraceIdentifier))
        {
            await next(http);
        }
    });

    private static void Promise(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers[Header] = http.TraceIdentifier;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // A form of ours says where it came from, and so does no form of anybody else.
        headers["Referrer-Policy"] =
            http.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>() == PagePolicy.WithoutScript ? "same-origin" : "no-referrer";
        headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/docs")
            ? "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
            : http.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>() is { } page
                ? page.ContentSecurityPolicy
                : "default-src 'none'; frame-ancestors 'none'";
    }
}

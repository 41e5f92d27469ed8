using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>
/// Media as Twilio serves it: the API redirects to a storage host, and that host answers 400 to a request that still
/// carries the API's credentials.
/// </summary>
internal static class TwilioMediaFiles
{
    public static Task Redirect(HttpContext context, string file)
    {
        // The same server under another name, so that a client that compares hosts sees a foreign one.
        var host = context.Request.Host.Host == "localhost" ? "127.0.0.1" : "localhost";
        context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        context.Response.Headers.Location = $"http://{host}:{context.Request.Host.Port}/cdn/{file}";
        return Task.CompletedTask;
    }

    public static Task Download(HttpContext context, string path, TwilioMessages messages)
    {
        if (context.Request.Headers.Authorization.Count > 0)
            return Answers.Error(context, 400, 20001, "Only one auth mechanism allowed");
        if (messages.File(path["/cdn/".Length..]) is not { } file)
            return Answers.Error(context, 404, 20404, "The requested resource was not found");
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Content.Length;
        return context.Response.Body.WriteAsync(file.Content).AsTask();
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>Writes JSON as Twilio does.</summary>
internal static class Answers
{
    public static Task Error(HttpContext context, int status, int code, string message) =>
        Json(context, status, json =>
        {
            json.WriteNumber("code", code);
            json.WriteString("message", message);
            json.WriteString("more_info", $"https://www.twilio.com/docs/errors/{code}");
            json.WriteNumber("status", status);
        });

    public static async Task Json(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json;charset=utf-8";
        var json = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>What a method of the Gmail API answers: JSON, or an error with a reason.</summary>
public sealed record GoogleResult(int Status, JsonObject? Body, string? Reason = null)
{
    public static GoogleResult Ok(JsonObject body) => new(200, body);

    public static GoogleResult Refused(string reason) => new(400, null, reason);

    public static GoogleResult NotFound { get; } = new(404, null, "notFound");
}

/// <summary>Writes JSON as Google does.</summary>
internal static class GoogleAnswers
{
    public static Task Result(HttpContext context, GoogleResult result) =>
        result.Body is { } body ? Json(context, result.Status, body) : Error(context, result.Status, result.Reason!);

    public static Task Error(HttpContext context, int status, string reason) => Json(context, status, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = status,
            ["message"] = $"Refused: {reason}",
            ["errors"] = new JsonArray(new JsonObject { ["domain"] = "global", ["reason"] = reason, ["message"] = reason }),
        },
    });

    public static async Task Json(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), context.RequestAborted);
    }

    public static async Task<JsonObject?> Body(HttpContext context)
    {
        try
        {
            return context.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true
                ? await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>Writes JSON as the Graph API does.</summary>
internal static class CloudAnswers
{
    public static Task Accepted(HttpContext context, CloudSent sent) => Answers.Json(context, 200, json =>
    {
        json.WriteString("messaging_product", "whatsapp");
        json.WriteStartArray("contacts");
        json.WriteStartObject();
        json.WriteString("input", sent.To);
        json.WriteString("wa_id", sent.To.TrimStart('+'));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("messages");
        json.WriteStartObject();
        json.WriteString("id", sent.Id);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    public static Task Error(HttpContext context, int status, int code, string message) =>
        Error(context, status, code, message, null);

    private static Task Error(HttpContext context, int status, int code, string message, int? subcode) =>
        Answers.Json(context, status, json =>
        {
            json.WriteStartObject("error");
            json.WriteString("message", message);
            json.WriteString("type", "OAuthException");
            json.WriteNumber("code", code);
            if (subcode is { } sub)
                json.WriteNumber("error_subcode", sub);
            json.WriteStartObject("error_data");
            json.WriteString("messaging_product", "whatsapp");
            json.WriteString("details", message);
            json.WriteEndObject();
            json.WriteString("fbtrace_id", "Az8or2yhqkZfEZ-_4Qn_Bam");
            json.WriteEndObject();
        });

    public static Task NotFound(HttpContext context) =>
        Error(context, 400, 100, "Unsupported get request. Object does not exist or cannot be loaded", 33);
}

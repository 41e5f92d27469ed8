using System.Text.Json;
using System.Text.RegularExpressions;

namespace CleanFte.StandIns;

/// <summary>What the Cloud API refuses of a message, with the code it answers then.</summary>
internal static partial class CloudRules
{
    private const int Invalid = 100;

    private const int Missing = 131008;

    private const int NotValid = 131009;

    private const int MaxText = 4_096;

    private const int MaxInteractiveText = 1_024;

    private const int MaxCallbackData = 512;

    private const int MaxCaption = 1_024;

    /// <summary>What is shown as what it is; everything else may only be a document.</summary>
    private static readonly Dictionary<string, string[]> Kinds = new()
    {
        ["image"] = ["image/jpeg", "image/png"],
        ["video"] = ["video/mp4", "video/3gpp"],
        ["audio"] = ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
    };

    private const int MaxButtons = 3;

    private const int MaxRows = 10;

    /// <param name="typeOf">The content type of an uploaded file; null for an unknown id.</param>
    public static (int Code, string Message)? Refusal(
        JsonElement message, IReadOnlyDictionary<string, int> templates, Func<string, string?> typeOf)
    {
        if (Text(message, "messaging_product") != "whatsapp")
            return (Invalid, "The parameter messaging_product is required.");
        if (Text(message, "recipient_type") is not (null or "individual"))
            return (Invalid, "Param recipient_type must be individual");
        if (Recipient(message) is { } wrong)
            return wrong;
        if (Text(message, "biz_opaque_callback_data") is { Length: > MaxCallbackData })
            return (Invalid, "Param biz_opaque_callback_data must be at most 512 characters long");
        if (message.TryGetProperty("context", out var context)
            && Text(context, "message_id")?.StartsWith("wamid.", StringComparison.Ordinal) != true)
            return (Invalid, "Invalid parameter: context message_id");
        return Text(message, "type") switch
        {
            "text" => OfText(message),
            "interactive" => OfInteractive(message),
            "template" => OfTemplate(message, templates),
            "image" or "video" or "audio" or "document" => OfFile(message, Text(message, "type")!, typeOf),
            _ => (Invalid, "Param type must be one of text, interactive, template, image, video, audio, document"),
        };
    }

    private static (int, string)? Recipient(JsonElement message)
    {
        var (to, recipient) = (Text(message, "to"), Text(message, "recipient"));
        if (to is null == recipient is null)
            return (Invalid, "Exactly one of the parameters to and recipient is required.");
        if (to is not null && !Phone().IsMatch(to))
            return (Invalid, "Invalid parameter: to");
        return recipient is not null && !UserId().IsMatch(recipient) ? (Invalid, "Invalid parameter: recipient") : null;
    }

    private static (int, string)? OfText(JsonElement message) =>
        !message.TryGetProperty("text", out var text) || Text(text, "body") is not { } body
            ? (Missing, "Required parameter is missing: text body")
            : string.IsNullOrWhiteSpace(body) || body.Length > MaxText
                ? (Invalid, "Param text['body'] must be at most 4096 characters long")
                : null;

    private static (int, string)? OfFile(JsonElement message, string kind, Func<string, string?> typeOf)
    {
        if (!message.TryGetProperty(kind, out var file) || Text(file, "id") is not { } id || typeOf(id) is not { } type)
            return (Invalid, "Invalid parameter: the media id is unknown");
        if (Text(file, "caption") is { } caption && (kind == "audio" || caption.Length > MaxCaption))
            return (Invalid, "Param caption is not allowed or too long");
        if (kind != "document" && (Text(file, "filename") is not null || !Kinds[kind].Contains(type)))
            return (131053, $"Media upload error: {type} is no {kind}");
        return null;
    }

    private static (int, string)? OfInteractive(JsonElement message)
    {
        if (!message.TryGetProperty("interactive", out var interactive)
            || !interactive.TryGetProperty("action", out var action)
            || !interactive.TryGetProperty("body", out var body))
            return (Missing, "Required parameter is missing: interactive body and action");
        if (string.IsNullOrWhiteSpace(Text(body, "text")) || Text(body, "text")!.Length > MaxInteractiveText)
            return (NotValid, "Body text length invalid. Min length: 1, Max length: 1024");
        return Text(interactive, "type") switch
        {
            "button" => OfButtons(action),
            "list" => OfList(action),
            "location_request_message" => Text(action, "name") == "send_location" ? null : (NotValid, "Invalid action name"),
            _ => (NotValid, "Unknown interactive type"),
        };
    }

    private static (int, string)? OfButtons(JsonElement action)
    {
        JsonElement[] buttons = action.TryGetProperty("buttons", out var all) ? [.. all.EnumerateArray()] : [];
        if (buttons.Length is 0 or > MaxButtons)
            return (NotValid, "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3");
        if (!buttons.All(b => Text(b, "type") == "reply" && b.TryGetProperty("reply", out _)))
            return (NotValid, "Each button must be a reply");
        JsonElement[] replies = [.. buttons.Select(b => b.GetProperty("reply"))];
        if (!replies.All(r => Text(r, "title") is { Length: > 0 and <= 20 } && Text(r, "id") is { Length: > 0 and <= 256 }))
            return (NotValid, "Button title length invalid. Min length: 1, Max length: 20");
        return replies.DistinctBy(r => Text(r, "title")).Count() < replies.Length
            || replies.DistinctBy(r => Text(r, "id")).Count() < replies.Length
            ? (NotValid, "Duplicated title or id among buttons")
            : null;
    }

    private static (int, string)? OfList(JsonElement action)
    {
        if (Text(action, "button") is not { Length: > 0 and <= 20 })
            return (NotValid, "Button label length invalid. Min length: 1, Max length: 20");
        JsonElement[] sections = action.TryGetProperty("sections", out var all) ? [.. all.EnumerateArray()] : [];
        if (sections.Length is 0 or > 10 || (sections.Length > 1 && sections.Any(s => Text(s, "title") is null)))
            return (NotValid, "Invalid sections");
        JsonElement[] rows = [.. sections.SelectMany(s => s.GetProperty("rows").EnumerateArray())];
        if (rows.Length is 0 or > MaxRows)
            return (NotValid, "Total row count exceed max allowed count: 10");
        if (!rows.All(r => Text(r, "title") is { Length: > 0 and <= 24 } && Text(r, "id") is { Length: > 0 and <= 200 }
            && Text(r, "description") is null or { Length: > 0 and <= 72 }))
            return (NotValid, "Row title length invalid. Min length: 1, Max length: 24");
        return rows.DistinctBy(r => Text(r, "id")).Count() < rows.Length ? (NotValid, "Duplicated row id") : null;
    }

    private static (int, string)? OfTemplate(JsonElement message, IReadOnlyDictionary<string, int> templates)
    {
        if (!message.TryGetProperty("template", out var template) || !template.TryGetProperty("language", out var language))
            return (Missing, "Required parameter is missing: template");
        if (!templates.TryGetValue($"{Text(template, "name")}/{Text(language, "code")}", out var places))
            return (132001, "Template name does not exist in the translation");
        JsonElement[] values = template.TryGetProperty("components", out var components)
            ? [.. components.EnumerateArray().Where(c => Text(c, "type") == "body").SelectMany(c => c.GetProperty("parameters").EnumerateArray())]
            : [];
        if (values.Length != places)
            return (132000, "Number of parameters does not match the expected number of params");
        return values.All(v => Text(v, "type") == "text" && Text(v, "text") is { } text && !Unprintable().IsMatch(text))
            ? null
            : (132018, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces");
    }

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    [GeneratedRegex(@"^\+?[1-9][0-9]{6,14}$")]
    private static partial Regex Phone();

    [GeneratedRegex(@"^[A-Z]{2}\.[A-Za-z0-9.]{1,190}$")]
    private static partial Regex UserId();

    [GeneratedRegex(@"[\n\r\t]| {5}")]
    private static partial Regex Unprintable();
}

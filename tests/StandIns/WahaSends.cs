using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>What is posted to be sent.</summary>
public sealed partial class WahaStandIn
{
    private async Task AcceptFile(HttpContext context, string what, JsonElement body, string chat)
    {
        if (!body.TryGetProperty("file", out var file)
            || Text(file, "mimetype") is not { } type || Text(file, "filename") is not { } name
            || Text(file, "data") is not { } data
            || (what == "sendImage" && !type.StartsWith("image/", StringComparison.Ordinal)))
            await Error(context, 400, "file must have mimetype, filename and data or url");
        else
            await Accept(context, chat, Text(body, "caption") ?? "", (type, name, Convert.FromBase64String(data)));
    }

    private async Task Accept(HttpContext context, string chat, string text, (string, string, byte[])? file)
    {
        var fault = NextResponses.TryDequeue(out var queued) ? queued : Disturb?.Invoke();
        if (fault is { Accept: false })
        {
            await Apply(fault, context);
            return;
        }

        var sent = new WahaStored(chat, RandomNumberGenerator.GetHexString(20), true, text, DateTimeOffset.UtcNow) { File = file };
        _chats.Add(sent);
        await (fault is null ? Answers.Json(context, 201, json => Name(json, sent)) : Apply(fault, context));
    }

    private Task Apply(Fault fault, HttpContext context)
    {
        if (fault.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return fault is { Kind: FaultKind.Answer, Code: not 0 }
            ? Error(context, fault.Status, "Disturbed")
            : fault.Apply(context, _stopping.Token);
    }

    private void Name(Utf8JsonWriter json, WahaStored sent)
    {
        switch (IdShape)
        {
            case WahaIdShape.Text:
                json.WriteString("id", sent.Id);
                break;
            case WahaIdShape.Object:
                json.WriteStartObject("id");
                json.WriteBoolean("fromMe", true);
                json.WriteString("_serialized", sent.Id);
                json.WriteEndObject();
                break;
            default:
                json.WriteStartObject("key");
                json.WriteString("remoteJid", sent.Chat);
                json.WriteBoolean("fromMe", true);
                json.WriteString("id", sent.Bare);
                json.WriteEndObject();
                break;
        }
    }
}

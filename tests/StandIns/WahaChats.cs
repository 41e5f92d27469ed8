using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>A message as it stands in a chat of the telephone.</summary>
/// <param name="Chat">With whom: <c>…@c.us</c>, <c>…@lid</c>, <c>…@g.us</c>.</param>
/// <param name="Bare">WhatsApp's own id of it.</param>
public sealed record WahaStored(string Chat, string Bare, bool FromMe, string Text, DateTimeOffset At)
{
    /// <summary>The address of a file, as the webhook would name it; null without one.</summary>
    public string? MediaUrl { get; init; }

    /// <summary>A file of ours: its content type, name and bytes; null without one.</summary>
    public (string Type, string Name, byte[] Content)? File { get; init; }

    public string Id => WahaWebhooks.Id(Chat, Bare, FromMe);
}

/// <summary>What stands in the chats, as WAHA lists it.</summary>
internal sealed class WahaChats
{
    private const int MaxLimit = 1_000;

    private readonly ConcurrentQueue<WahaStored> _messages = new();

    public IReadOnlyList<WahaStored> All => [.. _messages];

    public void Add(WahaStored message) => _messages.Enqueue(message);

    public Task List(HttpContext context)
    {
        var query = context.Request.Query;
        if (!TryPage(context, out var limit, out var offset) || query["sortBy"] != "conversationTimestamp" || query["sortOrder"] != "desc")
            return WahaStandIn.Error(context, 400, "limit must be a number between 1 and 1000");
        var chats = _messages.GroupBy(m => m.Chat)
            .Select(g => (g.Key, At: g.Max(m => m.At))).OrderByDescending(c => c.At).Skip(offset).Take(limit);
        return Write(context, json =>
        {
            foreach (var (chat, at) in chats)
            {
                json.WriteStartObject();
                json.WriteString("id", chat);
                json.WriteNumber("conversationTimestamp", at.ToUnixTimeSeconds());
                json.WriteEndObject();
            }
        });
    }

    public Task Messages(HttpContext context, string chat)
    {
        if (!TryPage(context, out var limit, out var offset))
            return WahaStandIn.Error(context, 400, "limit must be a number between 1 and 1000");
        var withMedia = context.Request.Query["downloadMedia"] == "true";
        var messages = _messages.Where(m => m.Chat == chat).OrderByDescending(m => m.At).Skip(offset).Take(limit);
        return Write(context, json =>
        {
            foreach (var message in messages)
                Write(json, message, withMedia);
        });
    }

    private static void Write(Utf8JsonWriter json, WahaStored message, bool withMedia)
    {
        json.WriteStartObject();
        json.WriteString("id", message.Id);
        json.WriteNumber("timestamp", message.At.ToUnixTimeSeconds());
        json.WriteString(message.FromMe ? "to" : "from", message.Chat);
        json.WriteBoolean("fromMe", message.FromMe);
        json.WriteString("body", message.Text);
        json.WriteBoolean("hasMedia", message.MediaUrl is not null || message.File is not null);
        if (message.MediaUrl is { } url && withMedia)
        {
            json.WriteStartObject("media");
            json.WriteString("url", url);
            json.WriteString("mimetype", "image/jpeg");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static bool TryPage(HttpContext context, out int limit, out int offset)
    {
        offset = 0;
        return int.TryParse(context.Request.Query["limit"], CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= MaxLimit
            && int.TryParse(context.Request.Query["offset"], CultureInfo.InvariantCulture, out offset) && offset >= 0;
    }

    private static async Task Write(HttpContext context, Action<Utf8JsonWriter> items)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var json = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartArray();
            items(json);
            json.WriteEndArray();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

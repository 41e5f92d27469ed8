using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>The list resources, newest first, in pages.</summary>
internal static class TwilioLists
{
    public static Task Messages(HttpContext context, TwilioStandIn twilio, TwilioMessages messages)
    {
        var query = context.Request.Query;
        var (to, from, since) = (query["To"].ToString(), query["From"].ToString(), query["DateSent>"].ToString());
        if (since.Length == 0)
            since = query["DateSent>="].ToString();
        var earliest = DateTimeOffset.MinValue;
        if (since.Length > 0 && !DateTimeOffset.TryParse(
            since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out earliest))
            return Answers.Error(context, 400, 20001, $"Parameter 'DateSent' is not valid: {since}");

        var size = Math.Clamp(Number(query["PageSize"], 50), 1, twilio.MaxPageSize);
        var page = Number(query["Page"], 0);
        var found = messages.All().Reverse()
            .Where(message => to.Length == 0 || message.To == to)
            .Where(message => from.Length == 0 || message.From == from)
            // What is queued has not been sent, so a filter by the date of sending does not find it.
            .Where(message => since.Length == 0 || (message.Status != "queued" && message.Created >= earliest))
            .OrderByDescending(message => message.Created)
            .Skip(page * size).Take(size + 1).ToList();

        var path = $"/2010-04-01/Accounts/{twilio.AccountSid}/Messages.json";
        var next = found.Count > size
            ? $"{path}?To={Uri.EscapeDataString(to)}&From={Uri.EscapeDataString(from)}&DateSent%3E="
                + $"{Uri.EscapeDataString(since)}&PageSize={size}&Page={page + 1}&PageToken=PASM{page + 1}"
            : null;
        return Answers.Json(context, 200, json =>
        {
            json.WriteNumber("page", page);
            json.WriteNumber("page_size", size);
            json.WriteString("next_page_uri", next);
            json.WriteStartArray("messages");
            foreach (var message in found.Take(size))
                Write(json, twilio, message);
            json.WriteEndArray();
        });
    }

    public static Task Media(HttpContext context, TwilioStandIn twilio, TwilioMessage? message) =>
        message is null
            ? Answers.Error(context, 404, 20404, "The requested resource was not found")
            : Answers.Json(context, 200, json =>
            {
                json.WriteNull("next_page_uri");
                json.WriteStartArray("media_list");
                foreach (var file in message.Files)
                {
                    json.WriteStartObject();
                    json.WriteString("sid", file.Sid);
                    json.WriteString("parent_sid", message.Sid);
                    json.WriteString("content_type", file.ContentType);
                    json.WriteString("uri", new Uri(twilio.MediaUrl(message, file)).AbsolutePath + ".json");
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });

    private static void Write(Utf8JsonWriter json, TwilioStandIn twilio, TwilioMessage message)
    {
        json.WriteStartObject();
        json.WriteString("sid", message.Sid);
        json.WriteString("account_sid", twilio.AccountSid);
        json.WriteString("body", message.Body);
        json.WriteString("date_created", message.CreatedText);
        json.WriteString("date_sent", message.Status == "queued" ? null : message.CreatedText);
        json.WriteString("direction", message.Direction);
        json.WriteString("from", message.From);
        json.WriteString("num_media", message.NumMedia.ToString(CultureInfo.InvariantCulture));
        json.WriteString("status", message.Status);
        json.WriteString("to", message.To);
        json.WriteEndObject();
    }

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>A message as Twilio keeps it.</summary>
public sealed record TwilioMessage(
    string Sid,
    string Direction,
    string From,
    string To,
    string Body,
    string Status,
    string? StatusCallback,
    DateTimeOffset Created,
    IReadOnlyList<TwilioFile> Files)
{
    /// <summary>Where a file of ours is fetched from; empty without one.</summary>
    public string MediaUrl { get; init; } = "";

    internal int NumMedia => Files.Count + (MediaUrl.Length > 0 ? 1 : 0);

    internal string CreatedText =>
        Created.ToString("r", CultureInfo.InvariantCulture).Replace("GMT", "+0000", StringComparison.Ordinal);
}

/// <summary>A file of a message.</summary>
public sealed record TwilioFile(string ContentType, byte[] Content)
{
    public string Sid { get; } = TwilioMessages.NewSid("ME");
}

/// <summary>Creates messages by the provider's rules and remembers them.</summary>
internal sealed partial class TwilioMessages(TwilioStandIn twilio)
{
    private const int MaxBody = 1_600;

    private readonly ConcurrentQueue<TwilioMessage> _all = new();

    private readonly ConcurrentDictionary<string, TwilioMessage> _bySid = new();

    private long _accepted;

    private long _attempts;

    public long Accepted => Interlocked.Read(ref _accepted);

    public long Attempts => Interlocked.Read(ref _attempts);

    public static string NewSid(string prefix) => prefix + RandomNumberGenerator.GetHexString(32, lowercase: true);

    public IReadOnlyList<TwilioMessage> All() => [.. _all];

    public TwilioMessage? Find(string sid) => _bySid.GetValueOrDefault(sid);

    public TwilioFile? File(string sid) =>
        _all.SelectMany(message => message.Files).FirstOrDefault(file => file.Sid == sid);

    public TwilioMessage Add(
        string direction,
        string from,
        string to,
        string body,
        string status,
        DateTimeOffset? at,
        IReadOnlyList<TwilioFile> files,
        string? callback = null,
        string mediaUrl = "")
    {
        var message = new TwilioMessage(
            NewSid(files.Count > 0 || mediaUrl.Length > 0 ? "MM" : "SM"),
            direction, from, to, body, status, callback, at ?? twilio.Clock.GetUtcNow(), files)
        {
            MediaUrl = mediaUrl,
        };
        if (!twilio.Lean)
        {
            _bySid[message.Sid] = message;
            _all.Enqueue(message);
        }

        return message;
    }

    public async Task Create(HttpContext context)
    {
        Interlocked.Increment(ref _attempts);
        var form = await FormBody.Read(context.Request);
        var (from, to, body, callback) =
            (form.Get("From"), form.Get("To"), form.Get("Body"), form.Get("StatusCallback"));
        var template = form.Get("ContentSid");
        if (template.Length > 0 && twilio.Templates.TryGetValue(template, out var approved))
            body = Filled(approved, form.Get("ContentVariables"));
        else if (template.Length > 0)
            body = "";
        var media = form.Get("MediaUrl");
        if (Refusal(from, to, body, callback, template, media) is var (code, message))
        {
            await Answers.Error(context, 400, code, message);
            return;
        }

        var fault = twilio.NextResponses.TryDequeue(out var queued) ? queued : twilio.Disturb?.Invoke();
        if (fault is { Accept: false })
        {
            await fault.Apply(context, twilio.Stopping);
            return;
        }

        if (media.Length > 0 && twilio.TypeOf is { } typeOf && (await typeOf(new Uri(media)))?.Split('/')[0] is not ("image" or "video"))
            body = "";
        var sent = Add("outbound-api", from, to, body, "queued", null, [], callback, media);
        Interlocked.Increment(ref _accepted);
        await (fault?.Apply(context, twilio.Stopping) ?? Created(context, sent));
        twilio.Report(sent.Sid, to, callback);
    }

    /// <summary>The text with its places filled.</summary>
    private static string Filled(string approved, string variables)
    {
        foreach (var (place, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(variables)!)
            approved = approved.Replace($"{{{{{place}}}}}", value, StringComparison.Ordinal);
        return approved;
    }

    private (int Code, string Message)? Refusal(string from, string to, string body, string callback, string template, string media)
    {
        if (template.Length == 0 && twilio.ClosedTo.Contains(to))
            return (63016, "Failed to send freeform message because you are outside the allowed window.");
        if (from != twilio.Address)
            return (63007, "Twilio could not find a Channel with the specified From address");
        if (!Recipient().IsMatch(to))
            return (21211, $"The 'To' number {to} is not a valid phone number.");
        if (string.IsNullOrEmpty(body) && media.Length == 0)
            return (21619, "A text message body or media urls must be specified.");
        if (body.Length > MaxBody)
            return (21617, "The concatenated message body exceeds the 1600 character limit");
        if (media.Length > 0 && !(Uri.TryCreate(media, UriKind.Absolute, out var file) && file.Scheme == "https"))
            return (21620, $"Invalid media URL(s): {media}");
        if (callback.Length > 0 && !(Uri.TryCreate(callback, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"))
            return (21609, $"The StatusCallback URL {callback} is not a valid URL.");
        return null;
    }

    private Task Created(HttpContext context, TwilioMessage sent) => Answers.Json(context, 201, json =>
    {
        json.WriteString("account_sid", twilio.AccountSid);
        json.WriteString("api_version", "2010-04-01");
        json.WriteString("body", sent.Body);
        json.WriteString("date_created", sent.CreatedText);
        json.WriteNull("date_sent");
        json.WriteString("direction", sent.Direction);
        json.WriteNull("error_code");
        json.WriteNull("error_message");
        json.WriteString("from", sent.From);
        json.WriteString("num_media", sent.NumMedia.ToString(CultureInfo.InvariantCulture));
        json.WriteString("num_segments", "1");
        json.WriteString("sid", sent.Sid);
        json.WriteString("status", sent.Status);
        json.WriteString("to", sent.To);
        json.WriteString("uri", $"/2010-04-01/Accounts/{twilio.AccountSid}/Messages/{sent.Sid}.json");
    });

    [GeneratedRegex(@"^whatsapp:(\+[1-9][0-9]{6,14}|[A-Z]{2}\.[A-Za-z0-9.]+)$")]
    private static partial Regex Recipient();
}

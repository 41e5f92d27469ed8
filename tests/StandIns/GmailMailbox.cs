using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>A mail in the mailbox.</summary>
public sealed record StoredGmail(
    string Id, string ThreadId, ulong History, DateTimeOffset At, IReadOnlyList<string> Labels, JsonObject Payload, string MessageId,
    string Subject)
{
    /// <summary>What was sent by the API; null of what was received.</summary>
    public RawMail? Sent { get; init; }

    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();
}

/// <summary>Mails, threads and the history of a mailbox, with the rules of the API that reads and sends them.</summary>
public sealed class GmailMailbox(string address)
{
    private readonly Lock _lock = new();

    private readonly List<StoredGmail> _mails = [];

    private ulong _history = 1_000;

    /// <summary>Caps what a caller asks for, so that a few mails make several pages.</summary>
    public int MaxPageSize { get; set; } = 500;

    /// <summary>Where the history begins; what asks for older is not found.</summary>
    public ulong OldestHistory { get; set; }

    /// <summary>Whether every recipient's program answers by itself.</summary>
    public bool HasAutoResponder { get; set; }

    /// <summary>Whether sent mails get a Message-ID of Gmail's own.</summary>
    public bool RewritesMessageIds { get; set; }

    public ulong HistoryId
    {
        get
        {
            lock (_lock)
                return _history;
        }
    }

    /// <summary>What was sent by the API, oldest first.</summary>
    public IReadOnlyList<RawMail> Sent
    {
        get
        {
            lock (_lock)
                return [.. _mails.Where(m => m.Sent is not null).Select(m => m.Sent!)];
        }
    }

    /// <summary>A mail of text that has come in.</summary>
    public StoredGmail Receive(string from, string subject, string text, params (string Name, string Value)[] headers) =>
        Receive(from, subject, Text("text/plain", Encoding.UTF8.GetBytes(text)), null, headers);

    /// <summary>A mail of any kind that has come in.</summary>
    public StoredGmail Receive(
        string from, string subject, JsonObject payload, IReadOnlyDictionary<string, byte[]>? files = null,
        params (string Name, string Value)[] headers)
    {
        lock (_lock)
        {
            var id = $"18c{++_history:x}";
            var known = headers.FirstOrDefault(h => h.Name == "In-Reply-To").Value is { } answered
                ? _mails.FirstOrDefault(m => m.MessageId == answered)?.ThreadId
                : null;
            var messageId = $"<{id}@mail.example.org>";
            var list = payload["headers"]!.AsArray();
            foreach (var (name, value) in headers.Concat(
                [("From", from), ("To", address), ("Subject", subject), ("Message-ID", messageId)]))
                list.Add(new JsonObject { ["name"] = name, ["value"] = value });
            var mail = new StoredGmail(
                id, known ?? id, _history, DateTimeOffset.UtcNow, ["INBOX", "UNREAD"], payload, messageId, subject)
            {
                Files = files ?? new Dictionary<string, byte[]>(),
            };
            _mails.Add(mail);
            return mail;
        }
    }

    public void Delete(string id)
    {
        lock (_lock)
            _mails[_mails.FindIndex(m => m.Id == id)] = _mails.First(m => m.Id == id) with { Labels = [] };
    }

    /// <summary>A part with its content in place, as Gmail hands over what is no attachment.</summary>
    public static JsonObject Text(string type, byte[] content, string? charset = null) => new()
    {
        ["partId"] = "0",
        ["mimeType"] = type,
        ["filename"] = "",
        ["headers"] = new JsonArray(new JsonObject
        {
            ["name"] = "Content-Type",
            ["value"] = $"{type}; charset={charset ?? "utf-8"}",
        }),
        ["body"] = new JsonObject { ["size"] = content.Length, ["data"] = Base64Url.EncodeToString(content) },
    };

    /// <summary>A part that is fetched by its id.</summary>
    public static JsonObject File(string type, string name, string id, int size) => new()
    {
        ["partId"] = "1",
        ["mimeType"] = type,
        ["filename"] = name,
        ["headers"] = new JsonArray(new JsonObject
        {
            ["name"] = "Content-Disposition",
            ["value"] = $"attachment; filename=\"{name}\"",
        }),
        ["body"] = new JsonObject { ["size"] = size, ["attachmentId"] = id },
    };

    public static JsonObject Tree(string type, params JsonObject[] parts) => new()
    {
        ["partId"] = "",
        ["mimeType"] = type,
        ["filename"] = "",
        ["headers"] = new JsonArray(),
        ["body"] = new JsonObject { ["size"] = 0 },
        ["parts"] = new JsonArray([.. parts]),
    };

    internal JsonObject Profile() => new() { ["emailAddress"] = address, ["messagesTotal"] = 1, ["historyId"] = $"{HistoryId}" };

    internal GoogleResult History(IQueryCollection query)
    {
        if (!ulong.TryParse(query["startHistoryId"], out var start) || query["historyTypes"] != "messageAdded")
            return GoogleResult.Refused("invalidArgument");
        lock (_lock)
        {
            if (start < OldestHistory)
                return GoogleResult.NotFound;
            // A deleted mail stays in the history.
            var added = _mails.Where(m => m.History > start && m.Sent is null).OrderBy(m => m.History);
            return Page(query, "history", added, mail => new JsonObject
            {
                ["id"] = $"{mail.History}",
                ["messages"] = new JsonArray(Brief(mail)),
                ["messagesAdded"] = new JsonArray(new JsonObject { ["message"] = Brief(mail) }),
            });
        }
    }

    internal GoogleResult List(IQueryCollection query)
    {
        var asked = query["q"].ToString();
        lock (_lock)
        {
            var found = _mails.AsEnumerable().Reverse().Where(m => query["labelIds"].All(label => m.Labels.Contains(label!)));
            if (asked.Split(' ') is [var to, var after] && to.StartsWith("to:", StringComparison.Ordinal))
                (asked, found) = (after, found.Where(m => m.Sent?.Header("To") == to["to:".Length..]));
            if (asked.StartsWith("after:", StringComparison.Ordinal)
                && long.TryParse(asked["after:".Length..], CultureInfo.InvariantCulture, out var seconds))
                found = found.Where(m => m.At.ToUnixTimeSeconds() > seconds);
            else if (asked.StartsWith("rfc822msgid:", StringComparison.Ordinal))
                found = found.Where(m => m.MessageId.Trim('<', '>') == asked["rfc822msgid:".Length..].Trim('<', '>'));
            else
                return GoogleResult.Refused("invalidArgument");
            return Page(query, "messages", found, Brief);
        }
    }

    internal GoogleResult Get(string id, string format)
    {
        lock (_lock)
        {
            if (_mails.FirstOrDefault(m => m.Id == id && m.Labels.Count > 0) is not { } mail)
                return GoogleResult.NotFound;
            if (format is not ("full" or "metadata"))
                return GoogleResult.Refused("invalidArgument");
            var payload = mail.Payload.DeepClone().AsObject();
            if (format == "metadata")
            {
                payload.Remove("parts");
                payload.Remove("body");
            }

            var whole = Brief(mail);
            whole["labelIds"] = new JsonArray([.. mail.Labels.Select(l => (JsonNode)l)]);
            whole["snippet"] = $"Snippet of {mail.Subject}";
            whole["historyId"] = $"{mail.History}";
            whole["internalDate"] = $"{mail.At.ToUnixTimeMilliseconds()}";
            whole["payload"] = payload;
            return GoogleResult.Ok(whole);
        }
    }

    internal GoogleResult Attachment(string id, string file)
    {
        lock (_lock)
            return _mails.FirstOrDefault(m => m.Id == id)?.Files.GetValueOrDefault(file) is { } content
                ? GoogleResult.Ok(new JsonObject { ["size"] = content.Length, ["data"] = Base64Url.EncodeToString(content) })
                : GoogleResult.NotFound;
    }

    internal GoogleResult Send(RawMail? mail, string? thread)
    {
        if (mail is null || mail.Refusal(address) is not null)
            return GoogleResult.Refused("invalidArgument");
        string to;
        lock (_lock)
        {
            if (thread is not null && !_mails.Any(m => m.ThreadId == thread))
                return GoogleResult.NotFound;
            // Gmail would begin another thread; a citizen would lose the context, so here it is an error.
            if (thread is not null && !_mails.Any(m => m.ThreadId == thread && m.MessageId == mail.Header("In-Reply-To")
                && RawMail.Topic(m.Subject) == RawMail.Topic(mail.Subject)))
                return GoogleResult.Refused("invalidArgument");
            var id = $"19d{++_history:x}";
            to = mail.Header("To");
            _mails.Add(new StoredGmail(
                id, thread ?? id, _history, DateTimeOffset.UtcNow, ["SENT"], HeadersOf(mail),
                RewritesMessageIds ? $"<{id}@mail.gmail.com>" : mail.Header("Message-ID"), mail.Subject)
            {
                Sent = mail with { ThreadId = thread ?? id },
            });
            thread = id;
        }

        if (HasAutoResponder)
            Receive(to, $"Out of office: {mail.Subject}", "I am away", ("Auto-Submitted", "auto-replied"),
                ("In-Reply-To", mail.Header("Message-ID")));
        return GoogleResult.Ok(new JsonObject { ["id"] = thread, ["labelIds"] = new JsonArray("SENT") });
    }

    private static JsonObject HeadersOf(RawMail mail) => new()
    {
        ["headers"] = new JsonArray([.. mail.Headers.Select(h => new JsonObject { ["name"] = h.Name, ["value"] = h.Value })]),
    };

    private static JsonObject Brief(StoredGmail mail) => new() { ["id"] = mail.Id, ["threadId"] = mail.ThreadId };

    private GoogleResult Page(
        IQueryCollection query, string name, IEnumerable<StoredGmail> found, Func<StoredGmail, JsonObject> write)
    {
        var size = Math.Clamp(int.TryParse(query["maxResults"], out var asked) ? asked : 100, 1, MaxPageSize);
        var skip = int.TryParse(query["pageToken"], out var at) ? at : 0;
        var page = found.Skip(skip).Take(size + 1).ToList();
        var body = new JsonObject { ["historyId"] = $"{_history}" };
        // Like Google, an empty list is left out.
        if (page.Count > 0)
            body[name] = new JsonArray([.. page.Take(size).Select(write)]);
        if (page.Count > size)
            body["nextPageToken"] = $"{skip + size}";
        return GoogleResult.Ok(body);
    }
}

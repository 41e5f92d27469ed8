using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace CleanFte.Unit.Channels;

/// <summary>Mails as Gmail's API shows them.</summary>
internal static class GmailMails
{
    public static JsonObject Mail(
        string body, (string Name, string Value)[]? headers = null, string[]? labels = null) =>
        Mail(Part("text/plain", body), headers, labels);

    public static JsonObject Mail(JsonObject payload, (string Name, string Value)[]? headers = null, string[]? labels = null)
    {
        var all = headers ?? [];
        if (!all.Any(h => h.Name == "From"))
            all = [("From", "Ana <ana@example.org>"), .. all];
        var list = payload["headers"]!.AsArray();
        foreach (var (name, value) in all)
            list.Add(new JsonObject { ["name"] = name, ["value"] = value });
        return new JsonObject
        {
            ["id"] = "18c1",
            ["threadId"] = "t1",
            ["labelIds"] = new JsonArray([.. (labels ?? ["INBOX"]).Select(l => (JsonNode)l)]),
            ["historyId"] = "5",
            ["internalDate"] = "1763740000000",
            ["payload"] = payload,
        };
    }

    public static JsonObject Part(string type, string text) => Part(type, Encoding.UTF8.GetBytes(text));

    public static JsonObject Part(string type, byte[] content, params (string Name, string Value)[] headers) => new()
    {
        ["partId"] = "0",
        ["mimeType"] = type,
        ["filename"] = "",
        ["headers"] = new JsonArray([.. headers.Select(h => new JsonObject { ["name"] = h.Name, ["value"] = h.Value })]),
        ["body"] = new JsonObject { ["size"] = content.Length, ["data"] = Base64Url.EncodeToString(content) },
    };

    public static JsonObject Tree(string type, params JsonObject[] parts)
    {
        var tree = Part(type, "");
        tree["parts"] = new JsonArray([.. parts]);
        return tree;
    }

    public static JsonObject File(string type, string name, string? attachment, int size, params (string, string)[] headers)
    {
        var part = Part(type, [], headers);
        part["filename"] = name;
        part["body"] = attachment is null
            ? new JsonObject { ["size"] = size, ["data"] = "YSxiCg" }
            : new JsonObject { ["size"] = size, ["attachmentId"] = attachment };
        return part;
    }
}

using System.Globalization;
using System.Text;
using CleanFte.StandIns;

namespace CleanFte.Bench.Generators;

/// <summary>The Cloud API's signed webhooks as whole HTTP requests, ready to be written to a socket.</summary>
internal sealed class CloudBodies(CloudStandIn cloud, Product product)
{
    public const string Account = "cloud";

    private const string Path = $"/api/v1/webhooks/whatsapp/meta/{Account}";

    private const string Report = "There is a deep pothole at the corner of Oak Street and Third Avenue, a bicycle fell";

    private const string Prefix = "52155";

    private long _messages;

    /// <summary>The account, as the product's environment has it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Settings(CloudStandIn cloud) => cloud.Settings
        .Append(new("Account", Account))
        .Append(new("Provider", cloud.Provider))
        .Append(new("Address", cloud.Address))
        .Select(s => new KeyValuePair<string, string>($"Channels__1__{s.Key}", s.Value));

    /// <summary>One message of a citizen who is named beside it.</summary>
    public byte[] Message(int sender)
    {
        var (from, text) = Text(sender);
        return Request($$"""
            "contacts":[{"profile":{"name":"Ana"},"wa_id":"{{from}}"}],"messages":[{{text}}]
            """);
    }

    public byte[] Status(CloudTold told) => Request($"\"statuses\":[{Item(told)}]");

    /// <summary>Many at once, as Meta delivers what has piled up.</summary>
    public byte[] Batch(IEnumerable<int> senders, IEnumerable<CloudTold> statuses) => Request(
        $"\"messages\":[{string.Join(',', senders.Select(s => Text(s).Text))}],\"statuses\":[{string.Join(',', statuses.Select(Item))}]");

    private (string From, string Text) Text(int sender)
    {
        var from = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sender:D8}");
        return (from, CloudWebhooks.Text(from, $"wamid.{Interlocked.Increment(ref _messages):D20}", Report));
    }

    private static string Item(CloudTold told) => CloudWebhooks.Status(told.Id, told.Status, told.To, told.CallbackData);

    private byte[] Request(string value)
    {
        var body = CloudWebhooks.Body(cloud.PhoneNumberId, cloud.Number, value);
        var head = $"POST {Path} HTTP/1.1\r\nHost: 127.0.0.1:{product.Port}\r\nContent-Type: application/json\r\n"
            + $"{CloudWebhooks.SignatureHeader}: {CloudWebhooks.Sign(cloud.Secret, body)}\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}

/// <summary>What Meta tells of a reply.</summary>
internal sealed record CloudTold(string Id, string To, string? CallbackData, string Status);

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>One element and the number it was sent to, by which the account is found.</summary>
internal readonly record struct CloudElement(string? PhoneNumberId, InboundElement Element);

/// <summary>
/// Takes the verified body of a webhook apart: every message, status, echo and error of every change of every entry becomes
/// an element, byte for byte as received. Its payload repeats of the surroundings only what <see cref="CloudSurroundings"/>
/// keeps.
/// </summary>
internal sealed class CloudWebhook
{
    /// <summary>Bytes of one webhook; a thousand updates, Meta's most, are about one megabyte.</summary>
    public const int MaxBody = 4 * 1024 * 1024;

    /// <summary>Elements of one body, ten times what Meta promises not to exceed; more are kept as the body in one piece.</summary>
    public const int MaxElements = 10_000;

    /// <summary>
    /// Deeper than the decoder reads, so that one deep element hides no neighbour; the parser's work grows with it. Meta's
    /// payloads are a dozen deep, and no citizen can deepen them.
    /// </summary>
    private const int MaxDepth = 256;

    /// <summary>Characters of a provider's id; a longer one is none and would not fit an index.</summary>
    private const int MaxId = 512;

    private const string UnknownLane = "u";

    private readonly bool _tellAddress;
    private readonly List<CloudElement> _elements = [];

    private CloudWebhook(bool tellAddress) => _tellAddress = tellAddress;

    /// <summary>All elements of a body, in its order; what is no JSON is one element.</summary>
    /// <param name="body">The raw body; kept, so it must not be a pooled buffer.</param>
    /// <param name="tellAddress">
    /// Whether elements name the number written to as an address, for an account that knows no phone number id.
    /// </param>
    public static IReadOnlyList<CloudElement> Split(ReadOnlyMemory<byte> body, bool tellAddress = false)
    {
        var webhook = new CloudWebhook(tellAddress);
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
            webhook.Read(json.RootElement);
        }
        catch (JsonException)
        {
            return [new CloudElement(null, Nameless(body))];
        }

        return webhook._elements is { Count: > 0 and <= MaxElements } all
            ? all
            : [new CloudElement(null, Nameless(body))];
    }

    private void Read(JsonElement root)
    {
        foreach (var entry in root.Member("entry"u8).Items())
        {
            foreach (var change in entry.Member("changes"u8).Items())
                Read(change, change.Member("value"u8));
        }
    }

    private void Read(JsonElement change, JsonElement value)
    {
        var metadata = value.Member("metadata"u8);
        var start = Start(metadata);
        var number = metadata.Text("phone_number_id"u8);
        var before = _elements.Count;
        var contacts = new CloudContacts(value.Member("contacts"u8));
        foreach (var message in value.Member("messages"u8).Items())
            Add(number, KeyOfMessage(message), With(start, "message"u8, message.Raw(), contacts.Of(message)));
        foreach (var status in value.Member("statuses"u8).Items())
            Add(number, KeyOfStatus(status), With(start, "status"u8, status.Raw()));
        foreach (var echo in value.Member("message_echoes"u8).Items())
            Add(number, KeyOfEcho(echo), With(start, "echo"u8, echo.Raw()));
        foreach (var error in value.Member("errors"u8).Items())
            Add(number, default, With(start, "error"u8, error.Raw()));
        if (_elements.Count == before)
            Add(number, default, With(start, "change"u8, change.Raw()));
    }

    private void Add(string? number, (string? Key, string? Lane) known, byte[] payload)
    {
        // One more than allowed tells that there were more.
        if (_elements.Count > MaxElements)
            return;
        _elements.Add(new CloudElement(
            number,
            known.Key is { } key ? new InboundElement(key, known.Lane ?? UnknownLane, payload) : Nameless(payload)));
    }

    private static (string? Key, string? Lane) KeyOfMessage(JsonElement message) =>
        Key(message, CloudIdentity.Of(message.Text("from"u8), message.Text("from_user_id"u8)));

    private static (string? Key, string? Lane) KeyOfEcho(JsonElement echo) =>
        Key(echo, CloudIdentity.Of(echo.Text("to"u8), echo.Text("to_user_id"u8)));

    /// <summary>
    /// What changes a message has a lane per message that it is about: while that is not known the change waits, and
    /// must not hold up what the same person writes meanwhile.
    /// </summary>
    private static (string? Key, string? Lane) Key(JsonElement message, CloudIdentity person)
    {
        var kind = message.Text("type"u8) switch
        {
            "reaction" => 'r',
            "edit" => 'e',
            "revoke" => 'x',
            _ => 'm',
        };
        return message.Text("id"u8) is { Length: <= MaxId } id
            ? ($"{kind}:{id}", AmendmentLane(message) ?? (person.IsKnown ? person.Address : null))
            : default;
    }

    private static string? AmendmentLane(JsonElement message) =>
        CloudDecoder.TargetOf(message) is { Length: <= MaxId } target ? $"a:{target}" : null;

    private static (string? Key, string? Lane) KeyOfStatus(JsonElement status) =>
        status.Text("id"u8) is { Length: <= MaxId } id && status.Text("status"u8) is { Length: <= MaxId } state
            ? ($"s:{id}:{state}", $"s:{id}")
            : default;

    private static InboundElement Nameless(ReadOnlyMemory<byte> payload) =>
        new($"u:{Convert.ToHexStringLower(SHA256.HashData(payload.Span))}", UnknownLane, payload);

    /// <summary>How the payload of every element of a change begins.</summary>
    private byte[] Start(JsonElement metadata)
    {
        var known = CloudSurroundings.OfMetadata(metadata);
        return _tellAddress
            ? [.. "{\"address\":\""u8, .. Encoding.ASCII.GetBytes(AddressOf(metadata)), .. "\",\"metadata\":"u8, .. known]
            : [.. "{\"metadata\":"u8, .. known];
    }

    private static byte[] With(
        byte[] start, ReadOnlySpan<byte> name, ReadOnlySpan<byte> element, ReadOnlySpan<byte> contact = default) =>
        contact.IsEmpty
            ? [.. start, .. ",\""u8, .. name, .. "\":"u8, .. element, .. "}"u8]
            : [.. start, .. ",\"contact\":"u8, .. contact, .. ",\""u8, .. name, .. "\":"u8, .. element, .. "}"u8];

    /// <summary>Our number as an address; an empty one, which is nobody's, where it is not told.</summary>
    private static string AddressOf(JsonElement metadata)
    {
        var digits = string.Concat((metadata.Text("display_phone_number"u8) ?? "").Where(char.IsAsciiDigit));
        return digits.Length is > 0 and <= MaxId ? $"{CloudIdentity.Scheme}+{digits}" : "";
    }
}

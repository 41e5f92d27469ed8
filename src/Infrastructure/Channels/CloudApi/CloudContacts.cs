using System.Text.Json;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>The persons of one change, found by the number or the id that a message names.</summary>
internal sealed class CloudContacts
{
    private readonly Dictionary<string, JsonElement> _byId = [];

    public CloudContacts(JsonElement contacts)
    {
        foreach (var contact in contacts.Items())
        {
            Know(contact, contact.Text("wa_id"u8));
            Know(contact, contact.Text("user_id"u8));
        }
    }

    /// <summary>Who sent a message; undefined when nobody of them did.</summary>
    public JsonElement Of(JsonElement message) =>
        Find(message.Text("from"u8)) is { ValueKind: JsonValueKind.Object } byPhone
            ? byPhone
            : Find(message.Text("from_user_id"u8));

    private JsonElement Find(string? id) => id is not null && _byId.TryGetValue(id, out var contact) ? contact : default;

    private void Know(JsonElement contact, string? id)
    {
        if (id is not null)
            _byId.TryAdd(id, contact);
    }
}

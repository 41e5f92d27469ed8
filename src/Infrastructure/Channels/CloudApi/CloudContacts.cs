using System.Text.Json;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>The persons of one change, found by the number or the id that a message names.</summary>
internal sealed class CloudContacts
{
    private readonly Dictionary<string, byte[]> _byId = [];

    public CloudContacts(JsonElement contacts)
    {
        foreach (var contact in contacts.Items())
        {
            // Once per person, not per message: a contact may be as large as the body.
            var kept = CloudSurroundings.OfContact(contact);
            Know(kept, contact.Text("wa_id"u8));
            Know(kept, contact.Text("user_id"u8));
        }
    }

    /// <summary>What is kept of who sent a message; null when nobody of them did.</summary>
    public byte[]? Of(JsonElement message) =>
        Find(message.Text("from"u8)) ?? Find(message.Text("from_user_id"u8));

    private byte[]? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    private void Know(byte[] contact, string? id)
    {
        if (id is not null)
            _byId.TryAdd(id, contact);
    }
}

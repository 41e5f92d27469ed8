using System.Text.Json;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>
/// What is kept of the metadata and the contact around an element. It is repeated in every element of a change, so that
/// ten thousand elements must not multiply whatever else stands there.
/// </summary>
internal static class CloudSurroundings
{
    /// <summary>Bytes of a number or an id as it is written; longer ones are left out.</summary>
    public const int MaxNumber = 512;

    /// <summary>Bytes of a name as it is written, where a letter may be an escape of six; longer ones are left out.</summary>
    public const int MaxName = 1_024;

    /// <summary>Our number and its id.</summary>
    public static byte[] OfMetadata(JsonElement metadata)
    {
        var kept = new List<byte>();
        Keep(kept, metadata, "display_phone_number"u8, MaxNumber);
        Keep(kept, metadata, "phone_number_id"u8, MaxNumber);
        return [(byte)'{', .. kept, (byte)'}'];
    }

    /// <summary>A person's names and ids.</summary>
    public static byte[] OfContact(JsonElement contact)
    {
        var profile = new List<byte>();
        Keep(profile, contact.Member("profile"u8), "name"u8, MaxName);
        Keep(profile, contact.Member("profile"u8), "username"u8, MaxName);
        var kept = new List<byte>();
        if (profile.Count > 0)
            kept.AddRange([.. "\"profile\":{"u8, .. profile, (byte)'}']);
        Keep(kept, contact, "wa_id"u8, MaxNumber);
        Keep(kept, contact, "user_id"u8, MaxNumber);
        Keep(kept, contact, "parent_user_id"u8, MaxNumber);
        return [(byte)'{', .. kept, (byte)'}'];
    }

    private static void Keep(List<byte> kept, JsonElement from, ReadOnlySpan<byte> name, int maxBytes)
    {
        var value = from.Member(name);
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) || value.Raw().Length > maxBytes)
            return;
        if (kept.Count > 0)
            kept.Add((byte)',');
        kept.AddRange([(byte)'"', .. name, .. "\":"u8, .. value.Raw()]);
    }
}

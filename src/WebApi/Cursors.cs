using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Domain;

namespace CleanFte.WebApi;

/// <summary>A place in a list, opaque to its reader: the page's last key as JSON, in base64url.</summary>
internal static class Cursors
{
    private const int MaxLength = 400;

    /// <summary>A cursor of another list reads as none: it names other properties, or not all of them.</summary>
    private static readonly JsonSerializerOptions Exactly = new()
    {
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static readonly Refusal Unreadable = new(
        "request.malformed", "Send the cursor of the page before, unchanged.", RefusalKind.Shape, "cursor");

    public static string? Write<T>(T? next)
        where T : class =>
        next is null ? null : Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(next));

    public static bool TryRead<T>(string text, [NotNullWhen(true)] out T? cursor)
        where T : class
    {
        cursor = null;
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            return false;
        }

        try
        {
            cursor = JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(text), Exactly);
        }
        catch (JsonException)
        {
            // Whoever made this up is told so by the caller.
        }

        return cursor is not null;
    }
}

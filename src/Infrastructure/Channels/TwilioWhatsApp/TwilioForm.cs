using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>
/// Reads single fields off a raw form body. Nothing is parsed ahead: a webhook needs four of thirty fields, and looking
/// for them in place costs less than a dictionary of all.
/// </summary>
internal readonly ref struct TwilioForm(ReadOnlySpan<byte> body)
{
    private const int StackLimit = 256;

    private readonly ReadOnlySpan<byte> _body = body;

    /// <summary>
    /// The first field of that name, decoded. Invalid UTF-8 becomes U+FFFD; U+0000 is kept, the store replaces it.
    /// </summary>
    public bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out string? value)
    {
        var fields = new FormFields(_body);
        for (var seen = 0; seen < FormFields.Max && fields.Next(); seen++)
        {
            if (IsNamed(fields.Name, name))
            {
                value = Text(fields.Value);
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>
    /// The field's text, or null when it is absent or empty: Twilio sends some fields empty, some not at all.
    /// </summary>
    public string? Find(ReadOnlySpan<byte> name) => TryGet(name, out var value) && value.Length > 0 ? value : null;

    private static bool IsNamed(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> name)
    {
        if (!FormFields.IsEncoded(encoded))
            return encoded.SequenceEqual(name);
        // Three bytes at most stand for one, so what is longer cannot be the name.
        if (encoded.Length > name.Length * 3 || encoded.Length > StackLimit)
            return false;
        Span<byte> decoded = stackalloc byte[StackLimit];
        return decoded[..FormFields.Decode(encoded, decoded)].SequenceEqual(name);
    }

    private static string Text(ReadOnlySpan<byte> encoded)
    {
        if (!FormFields.IsEncoded(encoded))
            return Encoding.UTF8.GetString(encoded);

        byte[]? rented = null;
        var decoded = encoded.Length <= StackLimit
            ? stackalloc byte[StackLimit]
            : rented = ArrayPool<byte>.Shared.Rent(encoded.Length);
        var text = Encoding.UTF8.GetString(decoded[..FormFields.Decode(encoded, decoded)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return text;
    }
}

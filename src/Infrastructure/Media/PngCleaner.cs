using System.Buffers.Binary;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// Copies of a PNG the chunks that make the picture and nothing else. Checksums are verified: a damaged length could
/// otherwise pass a text chunk off as a part of the picture.
/// </summary>
internal static class PngCleaner
{
    private const int HeaderLength = 8;
    private const int CrcLength = 4;

    private static readonly HashSet<string> Critical = ["IHDR", "PLTE", "IDAT", "IEND"];

    private static readonly HashSet<string> Shown =
        ["gAMA", "cHRM", "sRGB", "iCCP", "cICP", "tRNS", "bKGD", "pHYs", "sBIT", "acTL", "fcTL", "fdAT"];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The same picture without metadata, or null when it is no whole PNG.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> png)
    {
        if (!png.StartsWith(Signature))
            return null;

        using var clean = new MemoryStream(png.Length);
        clean.Write(Signature);
        var at = Signature.Length;
        var data = 0;
        while (png.Length - at >= HeaderLength + CrcLength)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > (uint)(png.Length - at - HeaderLength - CrcLength))
                return null;
            var chunk = png.Slice(at, HeaderLength + (int)length + CrcLength);
            var type = NameOf(chunk);
            if ((at == Signature.Length) != (type == "IHDR"))
                return null;

            var isCritical = Critical.Contains(type);
            // A capital first letter means: without this chunk the picture cannot be shown.
            if (!isCritical && char.IsAsciiLetterUpper(type[0]))
                return null;
            if (isCritical || Shown.Contains(type))
            {
                if (!IsIntact(chunk))
                    return null;
                clean.Write(chunk);
            }

            data += type == "IDAT" ? 1 : 0;
            if (type == "IEND")
                return data > 0 && length == 0 ? clean.ToArray() : null;
            at += chunk.Length;
        }

        return null;
    }

    private static string NameOf(ReadOnlySpan<byte> chunk) =>
        string.Create(4, chunk[4..HeaderLength], static (name, bytes) =>
        {
            for (var i = 0; i < name.Length; i++)
                name[i] = (char)bytes[i];
        });

    private static bool IsIntact(ReadOnlySpan<byte> chunk) =>
        Crc32.Of(chunk[4..^CrcLength]) == BinaryPrimitives.ReadUInt32BigEndian(chunk[^CrcLength..]);
}

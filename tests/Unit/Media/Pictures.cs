using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CleanFte.Infrastructure.Media;

namespace CleanFte.Unit.Media;

/// <summary>Small real pictures, and what phones and editors put into them.</summary>
internal static class Pictures
{
    /// <summary>Stands for a place, a name or a device: it must not be in a public copy.</summary>
    public const string Secret = "SECRET 48.2082N 16.3738E";

    // 8 by 8 pixels, made by libjpeg and libwebp, without metadata.
    private const string BareJpeg =
        "/9j/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhp" +
        "eOuCguv/////////////////////////////////////////////////////////////////////////wAARCAAIAAgDASIAAhEBAxEB/8QA" +
        "FQABAQAAAAAAAAAAAAAAAAAAAAH/xAAWEAEBAQAAAAAAAAAAAAAAAAAAA2H/xAAVAQEBAAAAAAAAAAAAAAAAAAAAAv/EABcRAAMBAAAAAAAA" +
        "AAAAAAAAAAABAhH/2gAMAwEAAhEDEQA/AJOOAJdPRFPD/9k=";

    private const string BareWebP =
        "UklGRjgAAABXRUJQVlA4ICwAAADQAQCdASoIAAgACQCsJbACdAD0MYq6AAD+qYKwQLbjEhskEp/Ig3O+ZAAAAA==";

    public static byte[] Jpeg(params byte[][] segments) =>
        [0xFF, 0xD8, .. segments.SelectMany(segment => segment), .. Convert.FromBase64String(BareJpeg)[2..]];

    public static byte[] Segment(byte marker, params byte[] payload)
    {
        var length = payload.Length + 2;
        return [0xFF, marker, (byte)(length >> 8), (byte)length, .. payload];
    }

    /// <summary>An EXIF block with an orientation and a GPS directory that names the secret.</summary>
    public static byte[] Exif(int orientation = 1, bool littleEndian = false)
    {
        var text = Encoding.ASCII.GetBytes(Secret);
        var big = (byte[])
        [
            .. "MM\0*"u8, 0, 0, 0, 8,
            0, 2,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
            0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38,
            0, 0, 0, 0,
            0, 1,
            0, 0x1B, 0, 7, 0, 0, 0, (byte)text.Length, 0, 0, 0, 56,
            0, 0, 0, 0,
        ];
        byte[] little =
        [
            .. "II*\0"u8, 8, 0, 0, 0,
            2, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
            0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0,
            0, 0, 0, 0,
            1, 0,
            0x1B, 0, 7, 0, (byte)text.Length, 0, 0, 0, 56, 0, 0, 0,
            0, 0, 0, 0,
        ];
        return [.. "Exif\0\0"u8, .. littleEndian ? little : big, .. text];
    }

    /// <summary>A JPEG as a phone makes it, with everything that can tell on its owner.</summary>
    public static byte[] TellingJpeg(int orientation = 1) => Jpeg(
        Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 0, 0]),
        Segment(0xE1, Exif(orientation)),
        Segment(0xE1, Text("http://ns.adobe.com/xap/1.0/\0")),
        Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. Profile()]),
        Segment(0xE2, Text("MPF\0")),
        Segment(0xED, Text("Photoshop 3.0\08BIM")),
        Segment(0xFE, Text("")));

    public static byte[] Profile()
    {
        var profile = new byte[132];
        profile[3] = (byte)profile.Length;
        return profile;
    }

    public static byte[] TellingPng() => Png(
        Chunk("gAMA", [0, 0, 0xB1, 0x8F]),
        Chunk("eXIf", Exif()[6..]),
        Chunk("tEXt", Text("Author\0")),
        Chunk("zTXt", Text("Author\0\0")),
        Chunk("iTXt", Text("XML:com.adobe.xmp\0\0\0\0\0")),
        Chunk("tIME", [7, 0xEA, 1, 1, 1, 1, 1]),
        Chunk("prVt", Text("")));

    public static byte[] Png(params byte[][] chunks)
    {
        using var pixels = new MemoryStream();
        using (var zip = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write([0, 0x12, 0x34, 0x56]);
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, 0x0A,
            .. Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]),
            .. chunks.SelectMany(chunk => chunk),
            .. Chunk("IDAT", pixels.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[4 + named.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc32.Of(named));
        return chunk;
    }

    /// <summary>The picture chunk of a plain WebP.</summary>
    public static byte[] WebPPicture() => Convert.FromBase64String(BareWebP)[12..];

    public static byte[] TellingWebP() => WebP(
        RiffChunk("VP8X", [0b0000_1100, 0, 0, 0, 7, 0, 0, 7, 0, 0]),
        WebPPicture(),
        RiffChunk("EXIF", Exif()),
        RiffChunk("XMP ", Text("<x:xmpmeta>")));

    public static byte[] WebP(params byte[][] chunks)
    {
        byte[] body = [.. "WEBP"u8, .. chunks.SelectMany(chunk => chunk)];
        return [.. "RIFF"u8, .. LittleEndian(body.Length), .. body];
    }

    public static byte[] RiffChunk(string name, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(name), .. LittleEndian(data.Length), .. data, .. new byte[data.Length & 1]];

    public static byte[] Text(string before) => Encoding.ASCII.GetBytes(before + Secret);

    public static bool Tells(ReadOnlySpan<byte> file) => file.IndexOf("SECRET"u8) >= 0 || file.IndexOf("GPS"u8) >= 0;

    private static byte[] LittleEndian(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}

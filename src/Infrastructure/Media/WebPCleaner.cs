using System.Buffers.Binary;
using System.Text;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// Copies of a WebP (RFC 9649) the chunks that make the picture. Chunks carry no checksum, so one whose name is not
/// known at all makes the file unfit: it is more likely the middle of something than an extension.
/// </summary>
internal static class WebPCleaner
{
    private const int ContainerHeader = 12;
    private const int ChunkHeader = 8;
    private const int FrameHeader = 16;

    // VP8X flags that may stay: colour profile, alpha, animation. EXIF (08), XMP (04) and reserved bits go.
    private const byte KeptFlags = 0b0011_0010;

    /// <summary>The same picture without metadata, or null when it is no whole WebP.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> webp)
    {
        if (webp.Length < ContainerHeader || !webp.StartsWith("RIFF"u8) || !webp[8..].StartsWith("WEBP"u8))
            return null;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(webp[4..]);
        if (size < 4 || size > (uint)(webp.Length - 8))
            return null;

        using var clean = new MemoryStream(webp.Length);
        clean.Write(webp[..ContainerHeader]);
        var rest = webp[ContainerHeader..(8 + (int)size)];
        var pictures = 0;
        for (var first = true; !rest.IsEmpty; first = false)
        {
            var chunk = NextChunk(ref rest);
            if (chunk.IsEmpty)
                return null;
            var name = NameOf(chunk);
            if (first ? name is not ("VP8X" or "VP8 " or "VP8L") : name is "VP8X")
                return null;
            switch (name)
            {
                case "VP8X" when chunk.Length == ChunkHeader + 10:
                    clean.Write(chunk[..ChunkHeader]);
                    clean.Write([(byte)(chunk[ChunkHeader] & KeptFlags), 0, 0, 0]);
                    clean.Write(chunk[(ChunkHeader + 4)..]);
                    break;
                case "VP8 " or "VP8L" or "ALPH" or "ANIM" or "ICCP":
                    clean.Write(chunk);
                    pictures += name is "VP8 " or "VP8L" ? 1 : 0;
                    break;
                case "ANMF" when IsFrame(chunk[ChunkHeader..]):
                    clean.Write(chunk);
                    pictures++;
                    break;
                case "EXIF" or "XMP ":
                    break;
                default:
                    return null;
            }
        }

        if (pictures == 0)
            return null;
        var whole = clean.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(4), (uint)(whole.Length - 8));
        return whole;
    }

    /// <summary>Header, payload and padding of the chunk at the front, taken off; empty when it is cut short.</summary>
    private static ReadOnlySpan<byte> NextChunk(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < ChunkHeader)
            return default;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
        if (size > (uint)(rest.Length - ChunkHeader))
            return default;
        var length = ChunkHeader + (int)size + (int)(size & 1);
        if (length > rest.Length)
            return default;
        var chunk = rest[..length];
        rest = rest[length..];
        return chunk;
    }

    /// <summary>A frame of an animation holds alpha and a picture; anything else in it would be hidden there.</summary>
    private static bool IsFrame(ReadOnlySpan<byte> frame)
    {
        if (frame.Length <= FrameHeader)
            return false;
        for (var rest = frame[FrameHeader..]; !rest.IsEmpty;)
        {
            var chunk = NextChunk(ref rest);
            if (chunk.IsEmpty || NameOf(chunk) is not ("ALPH" or "VP8 " or "VP8L"))
                return false;
        }

        return true;
    }

    private static string NameOf(ReadOnlySpan<byte> chunk) => Encoding.Latin1.GetString(chunk[..4]);
}

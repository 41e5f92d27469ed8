using System.Buffers.Binary;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// Knows files by their bytes. Total: whatever the bytes are, it answers, in time that grows with their number.
/// </summary>
internal sealed class MediaInspector : IMediaInspector
{
    public string? Sniff(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        _ when content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) => "image/gif",
        _ when content.StartsWith("RIFF"u8) && Has(content, 8, "WEBP"u8) => "image/webp",
        _ when content.StartsWith("%PDF-"u8) => "application/pdf",
        _ when content.StartsWith("#!AMR\n"u8) || content.StartsWith("#!AMR-WB\n"u8) => "audio/amr",
        _ when content.StartsWith("OggS"u8) => IsOggAudio(content) ? "audio/ogg" : null,
        _ when Has(content, 4, "ftyp"u8) => ByBrand(content),
        _ when content.StartsWith("ID3"u8) => "audio/mpeg",
        [0xFF, var version, var rates, _, ..] => ByFrameHeader(version, rates),
        _ => null,
    };

    public byte[]? WithoutMetadata(ReadOnlyMemory<byte> content, string contentType) => contentType switch
    {
        "image/jpeg" => JpegCleaner.Clean(content.Span),
        "image/png" => PngCleaner.Clean(content.Span),
        "image/webp" => WebPCleaner.Clean(content.Span),
        _ => null,
    };

    private static bool Has(ReadOnlySpan<byte> content, int at, ReadOnlySpan<byte> mark) =>
        content.Length >= at + mark.Length && content.Slice(at, mark.Length).SequenceEqual(mark);

    /// <summary>Ogg carries video too; the first packet names the codec (RFC 5334, RFC 7845).</summary>
    private static bool IsOggAudio(ReadOnlySpan<byte> content)
    {
        const int segmentCount = 26;
        if (content.Length <= segmentCount)
            return false;
        var packet = segmentCount + 1 + content[segmentCount];
        return Has(content, packet, "OpusHead"u8) || Has(content, packet, "\u0001vorbis"u8) ||
            Has(content, packet, "Speex   "u8) || Has(content, packet, "\u007FFLAC"u8);
    }

    /// <summary>
    /// ISO base media by its brands; those of HEIC, AVIF and QuickTime are none of the accepted kinds.
    /// </summary>
    private static string? ByBrand(ReadOnlySpan<byte> content)
    {
        const int major = 8;
        const int compatible = 16;
        if (Has(content, major, "3gp"u8) || Has(content, major, "3g2"u8))
            return "video/3gpp";
        if (Has(content, major, "M4A "u8) || Has(content, major, "M4B "u8))
            return "audio/mp4";
        if (!IsMp4Brand(content))
            return null;

        var boxEnd = (int)Math.Min(
            BinaryPrimitives.ReadUInt32BigEndian(content), (uint)content.Length);
        for (var at = compatible; at + 4 <= boxEnd; at += 4)
        {
            if (Has(content, at, "M4A "u8))
                return "audio/mp4";
        }

        return "video/mp4";

        static bool IsMp4Brand(ReadOnlySpan<byte> content) =>
            Has(content, major, "iso"u8) || Has(content, major, "mp4"u8) || Has(content, major, "avc1"u8) ||
            Has(content, major, "M4V"u8) || Has(content, major, "MSNV"u8) || Has(content, major, "dash"u8);
    }

    /// <summary>
    /// MPEG audio without a container: the bits after the sync word must make sense, FF is too common a byte.
    /// </summary>
    private static string? ByFrameHeader(byte version, byte rates)
    {
        var isLayer3 = (version & 0b1110_0110) == 0b1110_0010 && (version & 0b0001_1000) != 0b0000_1000;
        if (isLayer3 && (rates >> 4) is > 0 and < 15 && (rates & 0b1100) != 0b1100)
            return "audio/mpeg";
        var isAdts = (version & 0b1111_0110) == 0b1111_0000;
        return isAdts && ((rates >> 2) & 0b1111) < 13 ? "audio/aac" : null;
    }
}

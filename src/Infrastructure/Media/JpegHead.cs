using System.Buffers;
using System.Buffers.Binary;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// What is kept of a JPEG's application segments, made anew instead of copied: JFIF without its thumbnail (which may
/// show what was cropped away), the orientation alone of EXIF, the colour profile, Adobe's colour transform.
/// </summary>
internal sealed class JpegHead
{
    private const int JfifLength = 12;
    private const int AdobeLength = 12;
    private const int IccHeader = 14;

    private readonly ArrayBufferWriter<byte> _icc = new();
    private byte[]? _jfif;
    private byte[]? _adobe;
    private int _orientation = 1;
    private int _profileBytes;

    public void Read(byte marker, ReadOnlySpan<byte> payload)
    {
        switch (marker)
        {
            case 0xE0 when payload.StartsWith("JFIF\0"u8) && payload.Length >= JfifLength:
                _jfif = payload[..JfifLength].ToArray();
                break;
            case 0xE1 when payload.StartsWith("Exif\0\0"u8):
                _orientation = ExifOrientation.Read(payload[6..]);
                break;
            case 0xE2 when payload.StartsWith("ICC_PROFILE\0"u8) && payload.Length > IccHeader:
                _icc.Write(Segment(marker, payload));
                _profileBytes += payload.Length - IccHeader;
                break;
            case 0xEE when payload.StartsWith("Adobe"u8) && payload.Length >= AdobeLength:
                _adobe = payload[..AdobeLength].ToArray();
                break;
        }
    }

    /// <summary>The whole file: this head, the picture's segments, the end.</summary>
    public byte[] Before(MemoryStream picture)
    {
        using var whole = new MemoryStream();
        whole.Write([0xFF, 0xD8]);
        if (_jfif is not null)
            whole.Write(Segment(0xE0, [.. _jfif, 0, 0]));
        if (_orientation != 1)
            whole.Write(Segment(0xE1, ExifOrientation.Write(_orientation)));
        if (IsProfileWhole())
            whole.Write(_icc.WrittenSpan);
        if (_adobe is not null)
            whole.Write(Segment(0xEE, _adobe));
        picture.WriteTo(whole);
        whole.Write([0xFF, 0xD9]);
        return whole.ToArray();
    }

    /// <summary>
    /// A profile says its own size; one that has another is damaged and may have swallowed its neighbours.
    /// </summary>
    private bool IsProfileWhole()
    {
        const int sizeAt = 4 + IccHeader;
        return _profileBytes >= 128 &&
            BinaryPrimitives.ReadUInt32BigEndian(_icc.WrittenSpan[sizeAt..]) == (uint)_profileBytes;
    }

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> payload)
    {
        var length = payload.Length + 2;
        return [0xFF, marker, (byte)(length >> 8), (byte)length, .. payload];
    }
}

using System.Buffers.Binary;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// The one entry of EXIF that a public copy keeps: phones store pictures lying and say how to turn them.
/// </summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;
    private const int EntryLength = 12;

    /// <summary>The orientation in a TIFF block, 1 to 8; 1 (upright) when it says none or cannot be read.</summary>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        var isLittle = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || (!isLittle && !tiff.StartsWith("MM\0*"u8)))
            return 1;

        var directory = isLittle
            ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return 1;

        var entries = tiff[((int)directory + 2)..];
        for (var left = Number(tiff[(int)directory..]); left > 0 && entries.Length >= EntryLength; left--)
        {
            if (Number(entries) == Tag && Number(entries[2..]) == Short)
                return Number(entries[8..]) is >= 1 and <= 8 and var orientation ? orientation : 1;
            entries = entries[EntryLength..];
        }

        return 1;

        ushort Number(ReadOnlySpan<byte> at) => isLittle
            ? BinaryPrimitives.ReadUInt16LittleEndian(at)
            : BinaryPrimitives.ReadUInt16BigEndian(at);
    }

    /// <summary>The payload of an APP1 segment with nothing but an orientation.</summary>
    public static byte[] Write(int orientation) =>
    [
        .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8,
        0, 1,
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0,
    ];
}

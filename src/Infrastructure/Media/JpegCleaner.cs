using System.Buffers.Binary;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// Rewrites a JPEG (ITU-T T.81) from what a decoder needs: tables, frame, scans, colour profile, Adobe's transform and
/// the orientation. Segments that are kept must have the inner form of their kind, so that a damaged marker cannot
/// carry an EXIF block across as a table.
/// </summary>
internal static class JpegCleaner
{
    private const byte Sos = 0xDA;
    private const byte Eoi = 0xD9;

    /// <summary>The same picture without metadata, or null when it is no whole JPEG.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> jpeg)
    {
        if (!jpeg.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            return null;

        var head = new JpegHead();
        using var picture = new MemoryStream(jpeg.Length);
        var at = 2;
        var frames = 0;
        var scans = 0;
        while (NextMarker(jpeg, ref at) is { } marker)
        {
            if (marker == Eoi)
                return frames == 1 && scans > 0 ? head.Before(picture) : null;
            if (at + 2 > jpeg.Length)
                return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[at..]);
            if (length < 2 || at + length > jpeg.Length)
                return null;

            var payload = jpeg.Slice(at + 2, length - 2);
            at += length;
            if (marker is (>= 0xE0 and <= 0xEF) or 0xFE)
            {
                head.Read(marker, payload);
                continue;
            }

            if (!JpegSegment.IsWellFormed(marker, payload))
                return null;
            frames += JpegSegment.IsFrame(marker) ? 1 : 0;
            picture.Write([0xFF, marker]);
            picture.Write(jpeg.Slice(at - length, length));
            if (marker == Sos)
            {
                var end = EndOfScan(jpeg, at);
                picture.Write(jpeg[at..end]);
                at = end;
                scans++;
            }
        }

        return null;
    }

    /// <summary>
    /// The marker at a position, behind any fill bytes, and the position after it; null when there is none.
    /// </summary>
    private static byte? NextMarker(ReadOnlySpan<byte> jpeg, ref int at)
    {
        if (at >= jpeg.Length || jpeg[at] != 0xFF)
            return null;
        while (at < jpeg.Length && jpeg[at] == 0xFF)
            at++;
        return at < jpeg.Length ? jpeg[at++] : null;
    }

    /// <summary>
    /// Where the next marker begins that does not belong to the compressed data (stuffed zero, restart).
    /// </summary>
    private static int EndOfScan(ReadOnlySpan<byte> jpeg, int at)
    {
        while (at + 1 < jpeg.Length)
        {
            var next = jpeg[at..^1].IndexOf((byte)0xFF);
            if (next < 0)
                break;
            at += next;
            if (jpeg[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
                return at;
            at += 2;
        }

        return jpeg.Length;
    }
}

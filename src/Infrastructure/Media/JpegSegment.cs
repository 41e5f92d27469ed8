namespace CleanFte.Infrastructure.Media;

/// <summary>The inner form of the segments a decoder needs (ITU-T T.81, annex B).</summary>
internal static class JpegSegment
{
    /// <summary>Baseline, extended and progressive: what browsers show.</summary>
    public static bool IsFrame(byte marker) => marker is 0xC0 or 0xC1 or 0xC2;

    /// <summary>
    /// Whether a payload (without marker and length) has the form of its kind; false for all other kinds.
    /// </summary>
    public static bool IsWellFormed(byte marker, ReadOnlySpan<byte> payload) => marker switch
    {
        0xC0 or 0xC1 or 0xC2 => payload.Length > 6 && payload.Length == 6 + (3 * payload[5]),
        0xC4 => AreHuffmanTables(payload),
        0xDA => payload.Length > 4 && payload.Length == 4 + (2 * payload[0]),
        0xDB => AreQuantizationTables(payload),
        0xDC or 0xDD => payload.Length == 2,
        _ => false,
    };

    private static bool AreHuffmanTables(ReadOnlySpan<byte> payload)
    {
        const int header = 17;
        while (payload.Length >= header)
        {
            var codes = 0;
            foreach (var count in payload[1..header])
                codes += count;
            if (codes > 256 || payload.Length < header + codes)
                return false;
            payload = payload[(header + codes)..];
        }

        return payload.IsEmpty;
    }

    private static bool AreQuantizationTables(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            var length = (payload[0] >> 4) switch
            {
                0 => 65,
                1 => 129,
                _ => int.MaxValue,
            };
            if (payload.Length < length)
                return false;
            payload = payload[length..];
        }

        return true;
    }
}

using System.Buffers;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>Walks the fields of a form body, still encoded, without allocating.</summary>
internal ref struct FormFields(ReadOnlySpan<byte> body)
{
    /// <summary>More fields than this are not read. Twilio sends about thirty; nobody else may send any.</summary>
    public const int Max = 200;

    private static readonly SearchValues<byte> Encoded = SearchValues.Create("%+"u8);

    private ReadOnlySpan<byte> _rest = body;

    /// <summary>The name of the current field, still encoded.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value of the current field, still encoded; empty when there is no equals sign.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Moves to the next field; empty pieces between ampersands are skipped.</summary>
    public bool Next()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf((byte)'&');
            var piece = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (piece.IsEmpty)
                continue;

            var equals = piece.IndexOf((byte)'=');
            Name = equals < 0 ? piece : piece[..equals];
            Value = equals < 0 ? default : piece[(equals + 1)..];
            return true;
        }

        return false;
    }

    /// <summary>
    /// Decodes into a span at least as long as the source and returns the length. A stray % stays as it is.
    /// </summary>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var plain = source.IndexOfAny(Encoded);
            if (plain < 0)
            {
                source.CopyTo(target[written..]);
                return written + source.Length;
            }

            source[..plain].CopyTo(target[written..]);
            written += plain;
            source = source[plain..];
            if (source[0] == '+')
            {
                target[written++] = (byte)' ';
                source = source[1..];
            }
            else if (source.Length > 2 && Hex(source[1]) is >= 0 and var high && Hex(source[2]) is >= 0 and var low)
            {
                target[written++] = (byte)((high << 4) | low);
                source = source[3..];
            }
            else
            {
                target[written++] = (byte)'%';
                source = source[1..];
            }
        }
    }

    public static bool IsEncoded(ReadOnlySpan<byte> source) => source.ContainsAny(Encoded);

    private static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };
}

using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Reads text whose declared charset may be wrong. Gmail hands most bodies over in UTF-8 whatever they declare, so the
/// bytes are asked first.
/// </summary>
internal static class Charsets
{
    private const byte Escape = 0x1B;

    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static string Decode(ReadOnlySpan<byte> bytes, string? declared)
    {
        var encoding = Find(declared);
        // These charsets consist of bytes that are ASCII too, so UTF-8 proves nothing.
        if (encoding is not null && (IsShifted(declared!, bytes) || (IsWide(declared!) && bytes.Contains((byte)0))))
            return encoding.GetString(bytes);
        return Utf8(bytes) ?? (encoding is null or UTF8Encoding ? Western : encoding).GetString(bytes);
    }

    private static bool IsShifted(string declared, ReadOnlySpan<byte> bytes) =>
        (declared.StartsWith("iso-2022-", StringComparison.OrdinalIgnoreCase) && bytes.Contains(Escape))
        || (declared.StartsWith("hz-gb", StringComparison.OrdinalIgnoreCase) && bytes.IndexOf("~{"u8) >= 0);

    private static bool IsWide(string declared) =>
        declared.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase)
        || declared.StartsWith("utf-32", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Null when it is no UTF-8. A character cut off at the end is left out, where others before it show that it was
    /// one.
    /// </summary>
    private static string? Utf8(ReadOnlySpan<byte> bytes)
    {
        var rented = ArrayPool<char>.Shared.Rent(bytes.Length);
        try
        {
            var status = System.Text.Unicode.Utf8.ToUtf16(
                bytes, rented, out var read, out var written, replaceInvalidSequences: false, isFinalBlock: false);
            var isCut = status == OperationStatus.NeedMoreData && !Ascii.IsValid(bytes[..read]);
            return status == OperationStatus.Done || isCut ? new string(rented, 0, written) : null;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static Encoding? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        // What calls itself Latin-1 uses the characters that only Windows has there.
        if (name.Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase)
            || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
            return Western;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            // Not a charset, or UTF-7, which .NET reads no more.
            return null;
        }
    }
}

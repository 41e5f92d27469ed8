using System.Security.Cryptography;
using System.Text;

namespace CleanFte.Domain;

/// <summary>
/// Ids that follow from a name, so that two who begin the same thing at once meet in one stream: version 8 of RFC 9562,
/// made of a SHA-256.
/// </summary>
public static class NamedGuid
{
    /// <param name="names">What it is named by, the widest first; none may hold U+0000.</param>
    public static Guid Of(params ReadOnlySpan<string> names)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', names)), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

using System.Security.Cryptography;
using System.Text;

namespace CleanFte.Infrastructure.Secrets;

/// <summary>
/// What the key ring in the database is wrapped with, so that whoever has only the database has no secrets. It is never
/// stored there.
/// </summary>
/// <param name="Value">Of <c>Secrets__MasterKey</c>; empty where none is set: then no secret can be entered.</param>
public sealed record MasterKey(string Value)
{
    public const string Setting = "Secrets:MasterKey";

    public const int MinLength = 32;

    private const int NonceBytes = 12;

    private const int TagBytes = 16;

    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Value), 32, info: "cleanfte key ring"u8.ToArray());

    public bool IsSet => Value.Length > 0;

    public static IEnumerable<string> Validate(string value) => value.Length is > 0 and < MinLength
        ? [$"Secrets__MasterKey is too short: set it to {MinLength} characters or more, or leave it unset."]
        : [];

    /// <summary>Nonce, tag and AES-256-GCM of the bytes.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> plain)
    {
        var wrapped = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(
            wrapped.AsSpan(0, NonceBytes), plain, wrapped.AsSpan(NonceBytes + TagBytes), wrapped.AsSpan(NonceBytes, TagBytes));
        return wrapped;
    }

    /// <summary>Throws <see cref="CryptographicException"/> for what another key has wrapped, or nobody.</summary>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("What is to be unwrapped is too short.");
        }

        var plain = new byte[wrapped.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(
            wrapped[..NonceBytes], wrapped[(NonceBytes + TagBytes)..], wrapped.Slice(NonceBytes, TagBytes), plain);
        return plain;
    }

    /// <summary>A record would print its value.</summary>
    public override string ToString() => nameof(MasterKey);
}

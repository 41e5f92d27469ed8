using System.Security.Cryptography;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Tickets;

/// <summary>A file offered as evidence.</summary>
/// <param name="DeclaredType">What whoever sent it says it is.</param>
public sealed record EvidenceItem(
    Guid Media, ReadOnlyMemory<byte> Content, string DeclaredType, string? FileName, MediaSource Source,
    MediaPurpose Purpose);

/// <summary>Examines a file and stores it with, where possible, a copy fit for the public.</summary>
public sealed class Evidence(IMediaStore store, IMediaInspector inspector, TimeProvider clock)
{
    /// <summary>16 MB, WhatsApp's own limit through Twilio.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The reason of a refusal.</summary>
    public const string TooLarge = "too_large";

    private const int MaxFileName = 200;

    /// <summary>Whether files of that type tell of their maker, and are cleaned of it for everybody else.</summary>
    public static bool IsCleaned(string contentType) => contentType is "image/jpeg" or "image/png" or "image/webp";

    public async Task<TicketEvent> Keep(string tenant, TicketId ticket, EvidenceItem item, CancellationToken ct)
    {
        var declared = BareType(item.DeclaredType);
        if (inspector.Sniff(item.Content.Span) is not { } actual)
        {
            return Refused(item, declared, "unknown_type");
        }

        if (item.Content.Length > MaxBytes)
        {
            return Refused(item, declared, TooLarge);
        }

        if (!Agree(declared, actual))
        {
            return Refused(item, declared, "type_mismatch");
        }

        var key = KeyOf(tenant, ticket, item.Media);
        await store.Put(key, item.Content, actual, ct);
        var publicKey = await KeepPublicCopy(key, item, actual, ct);
        return new MediaAttached(
            item.Media,
            key,
            publicKey,
            actual,
            declared,
            item.Content.Length,
            Convert.ToHexStringLower(SHA256.HashData(item.Content.Span)),
            NameOf(item.FileName),
            item.Source,
            item.Purpose,
            true,
            clock.GetUtcNow());
    }

    /// <summary>Removes what <see cref="Keep"/> has stored of a file.</summary>
    public async Task Remove(string tenant, TicketId ticket, Guid media, CancellationToken ct)
    {
        var key = KeyOf(tenant, ticket, media);
        await store.Delete(key, ct);
        await store.Delete(PublicKeyOf(key), ct);
    }

    private static string KeyOf(string tenant, TicketId ticket, Guid media) => $"evidence/{tenant}/{ticket}/{media:N}";

    private static string PublicKeyOf(string key) => $"{key}.public";

    private async Task<string?> KeepPublicCopy(string key, EvidenceItem item, string actual, CancellationToken ct)
    {
        if (inspector.WithoutMetadata(item.Content, actual) is not { } clean)
        {
            return null;
        }

        var publicKey = PublicKeyOf(key);
        await store.Put(publicKey, clean, actual, ct);
        return publicKey;
    }

    private MediaRefused Refused(EvidenceItem item, string declared, string reason) =>
        new(item.Media, reason, declared, item.Source, item.Purpose, clock.GetUtcNow());

    private static string BareType(string declared) =>
        StorableText.Clean(declared.Split(';', 2)[0].Trim().ToLowerInvariant());

    /// <summary>
    /// An unspecific declaration agrees with everything; else the kinds (image, audio, video) must be the same.
    /// </summary>
    private static bool Agree(string declared, string actual) =>
        declared is "" or "application/octet-stream" or "binary/octet-stream"
        || declared == actual
        || (KindOf(declared) == KindOf(actual) && KindOf(actual) != "application")
        || (KindOf(declared) is "audio" or "video" && KindOf(actual) is "audio" or "video");

    private static string KindOf(string type) => type.Split('/', 2)[0];

    private static string? NameOf(string? fileName)
    {
        var name = Path.GetFileName((fileName ?? "").Replace('\\', '/')).Trim();
        return name.Length == 0 ? null : StorableText.Clean(name[..Math.Min(name.Length, MaxFileName)]);
    }
}

using System.Security.Cryptography;
using System.Text;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Tenants;

namespace CleanFte.WebApi.Conversations;

/// <summary>Messages that integrators write: the ledger itself tells a repeat.</summary>
internal static class InternalMessage
{
    /// <summary>Bytes of a key's hash in the message's id: far more than two keys could share by chance.</summary>
    private const int KeyBytes = 16;

    /// <summary>
    /// The key is part of the message's id, so that a repeat is the same message. Hashed, because the id goes into addresses.
    /// </summary>
    /// <param name="caller">Whose message.</param>
    /// <param name="key">Idempotency-Key, or empty.</param>
    public static string IdOf(VerifiedKey caller, string key) => key.Length > 0
        ? $"{caller.Id}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, KeyBytes))}"
        : Guid.CreateVersion7().ToString("N");

    /// <summary>Whether another message was recorded by that id.</summary>
    public static async Task<bool> IsOther(
        IInboundQueries inbound, ChannelAccount account, string id, byte[] payload, CancellationToken ct) =>
        await inbound.Payload(account.Tenant, account.Name, id, ct) is { } recorded
        && !recorded.AsSpan().SequenceEqual(payload);

    public static IResult Mismatch() => Problems.Of(
        422, "idempotency.mismatch", "This Idempotency-Key was used with another body. Use a new key.");
}

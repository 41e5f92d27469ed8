using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;

namespace CleanFte.Application.Agent.Replay;

/// <summary>The kept texts that runs of one tenant were decided by, each read and made into what it says once.</summary>
internal sealed class KeptBasis(IKeptTexts texts, string tenant)
{
    /// <summary>Texts in memory at once; a prompt has 5 kB, a catalogue 50.</summary>
    private const int MaxKept = 500;

    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> _read = new();

    public async Task<Kept<TenantProfile>> Profile(string hash, CancellationToken ct) => (Kept<TenantProfile>)await Read(
        hash, "profile", text => Made(hash, text, RunJson.Default.TenantProfile, profile => profile), ct);

    public async Task<Kept<Catalogue>> Catalogue(string hash, CancellationToken ct) => (Kept<Catalogue>)await Read(
        hash, "catalogue",
        text => Made(hash, text, RunJson.Default.IReadOnlyListServiceDefinition, services => new Catalogue(services)), ct);

    public async Task<string> Prompt(string hash, CancellationToken ct) => (string)await Read(hash, "prompt", text => text, ct);

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private Task<object> Read(string hash, string what, Func<string, object> make, CancellationToken ct)
    {
        if (_read.Count >= MaxKept)
        {
            _read.Clear();
        }

        return _read.GetOrAdd($"{what} {hash}", _ => new Lazy<Task<object>>(() => Find(hash, what, make, ct))).Value;
    }

    private async Task<object> Find(string hash, string what, Func<string, object> make, CancellationToken ct) =>
        await texts.Find(tenant, hash, ct) is { } text
            ? make(text)
            : throw new NotReplayableException(
                NotReplayable.TextGone,
                $"Its {what} {hash[..Math.Min(hash.Length, ReplayCause.Shown)]} is no longer in kept_texts. "
                + "Restore it from a backup.");

    private static Kept<TOut> Made<TIn, TOut>(string hash, string text, JsonTypeInfo<TIn> json, Func<TIn, TOut> make)
        where TIn : class
    {
        try
        {
            var read = JsonSerializer.Deserialize(text, json) ?? throw new JsonException();
            return new Kept<TOut>(make(read), HashOf(JsonSerializer.Serialize(read, json)));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NullReferenceException)
        {
            throw new NotReplayableException(
                NotReplayable.OlderVersion,
                $"This version cannot read its kept text {hash[..Math.Min(hash.Length, ReplayCause.Shown)]}. "
                + "Replay it with the version that recorded it.");
        }
    }
}

/// <param name="Hash">Of what was read, as this version would write it: another one than recorded is read otherwise.</param>
internal sealed record Kept<T>(T Value, string Hash);

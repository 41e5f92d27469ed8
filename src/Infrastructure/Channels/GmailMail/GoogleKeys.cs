using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Google's public keys by their id, kept for half a day. A key that is not known is asked for, but not more often
/// than once a minute, because anybody can name one.
/// </summary>
internal sealed class GoogleKeys(HttpClient http, TimeProvider clock)
{
    private const int MaxBytes = 256 * 1024;

    private const int MaxKeys = 50;

    private const int MinKeyBits = 2_048;

    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);

    private static readonly TimeSpan BetweenRequests = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Source> _sources = new();

    /// <summary>Null when there is no such key, or it cannot be had.</summary>
    public async Task<RSAParameters?> Find(string url, string kid, CancellationToken ct)
    {
        var source = _sources.GetOrAdd(url, _ => new Source());
        if (source.Find(kid, clock.GetUtcNow() - MaxAge) is { } known)
            return known;
        await source.Asking.WaitAsync(ct);
        try
        {
            var now = clock.GetUtcNow();
            if (source.Find(kid, now - MaxAge) is { } meanwhile)
                return meanwhile;
            if (source.Asked is { } asked && now - asked < BetweenRequests && now >= asked)
                return null;
            // Not under the caller's token: whoever names a key and hangs up must not keep the others from asking.
            var keys = await Download(url);
            source.Asked = now;
            if (keys is not null)
                source.Keys = (now, keys);
            return source.Find(kid, now - MaxAge);
        }
        finally
        {
            source.Asking.Release();
        }
    }

    private async Task<FrozenDictionary<string, RSAParameters>?> Download(string url)
    {
        using var limit = new CancellationTokenSource(Timeout);
        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            response.EnsureSuccessStatusCode();
            var answer = GmailApi.Parsed(
                await GmailApi.ReadAtMost(response, MaxBytes, limit.Token), GmailJson.Default.KeySetAnswer);
            return (answer.Keys ?? []).Take(MaxKeys)
                .Where(key => key is { Kty: "RSA", Kid.Length: > 0, N: { } n, E: { } e }
                    && Base64Url.IsValid(n) && Base64Url.IsValid(e))
                .Select(key => (key!.Kid, Key: new RSAParameters
                {
                    Modulus = Base64Url.DecodeFromChars(key.N),
                    Exponent = Base64Url.DecodeFromChars(key.E),
                }))
                .Where(key => key.Key.Modulus!.Length * 8 >= MinKeyBits && key.Key.Exponent!.Length > 0)
                .DistinctBy(key => key.Kid)
                .ToFrozenDictionary(key => key.Kid!, key => key.Key);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // What was had before serves on while it is young enough; Pub/Sub repeats what is refused meanwhile.
            return null;
        }
    }

    private sealed class Source
    {
        public SemaphoreSlim Asking { get; } = new(1, 1);

        public DateTimeOffset? Asked { get; set; }

        public (DateTimeOffset At, FrozenDictionary<string, RSAParameters> ById)? Keys { get; set; }

        public RSAParameters? Find(string kid, DateTimeOffset oldest) =>
            Keys is { } keys && keys.At > oldest && keys.ById.TryGetValue(kid, out var key) ? key : null;
    }
}

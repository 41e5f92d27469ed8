using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>Reads from the Gmail API. Everything that goes wrong is an <see cref="HttpRequestException"/>.</summary>
internal sealed class GmailApi(HttpClient http, GmailTokens tokens, GmailOptions options)
{
    private const int MaxPageBytes = 16 * 1024 * 1024;

    /// <summary>One page or one small resource.</summary>
    public async Task<T> Get<T>(GmailAccount account, string path, JsonTypeInfo<T> shape, CancellationToken ct)
        where T : class =>
        Parsed(await Ask(account, HttpMethod.Get, path, null, MaxPageBytes, options.Timeout, ct), shape);

    public async Task Post<T>(GmailAccount account, string path, T body, JsonTypeInfo<T> shape, CancellationToken ct) =>
        await Ask(
            account, HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, shape), MaxPageBytes, options.Timeout, ct);

    /// <summary>A resource that may be large; null when it is larger than that.</summary>
    public Task<byte[]?> Download(GmailAccount account, string path, int maxBytes, CancellationToken ct) =>
        Ask(account, HttpMethod.Get, path, null, maxBytes, options.DownloadTimeout, ct);

    /// <summary>The body, or null when it is larger than the maximum.</summary>
    public static async Task<byte[]?> ReadAtMost(HttpResponseMessage response, int maxBytes, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength > maxBytes)
            return null;
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, ct) is > 0 and var read)
        {
            if (body.Length + read > maxBytes)
                return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    public static T Parsed<T>(byte[]? json, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            return (json is null ? null : JsonSerializer.Deserialize(json, shape))
                ?? throw new HttpRequestException("Gmail's answer is empty or too large.");
        }
        catch (JsonException broken)
        {
            throw new HttpRequestException("Gmail's answer cannot be read.", broken);
        }
    }

    private async Task<byte[]?> Ask(
        GmailAccount account, HttpMethod method, string path, byte[]? body, int maxBytes, TimeSpan timeout, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            string? refused = null;
            while (true)
            {
                var token = await tokens.Get(account, refused, limit.Token);
                using var request = new HttpRequestMessage(method, account.Method(path));
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
                request.Content = body is null ? null : new SentJson(body);
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if (response.StatusCode == HttpStatusCode.Unauthorized && refused is null)
                {
                    // It may have been revoked before its time; once is enough to know.
                    refused = token;
                    continue;
                }

                response.EnsureSuccessStatusCode();
                return await ReadAtMost(response, maxBytes, limit.Token);
            }
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException("Gmail did not answer in time.", late);
        }
        catch (IOException broken)
        {
            throw new HttpRequestException("Gmail's answer broke off.", broken);
        }
    }
}

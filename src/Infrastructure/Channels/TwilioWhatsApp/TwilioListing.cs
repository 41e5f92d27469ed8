using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>
/// Reads Twilio's lists page by page. Everything that goes wrong is an <see cref="HttpRequestException"/>.
/// </summary>
internal sealed class TwilioListing(HttpClient http, TimeSpan timeout)
{
    private const int MaxPageBytes = 16 * 1024 * 1024;

    /// <summary>The pages of the account's messages. More pages than allowed is an error, never a silent end.</summary>
    public async IAsyncEnumerable<MessagePage> Messages(
        TwilioAccount account, string query, int maxPages, [EnumeratorCancellation] CancellationToken ct)
    {
        var next = new Uri(account.Messages, $"?{query}");
        for (var read = 0; read < maxPages; read++)
        {
            var page = await Page(account, next, TwilioJson.Default.MessagePage, ct);
            yield return page;
            if (string.IsNullOrEmpty(page.NextPageUri))
                yield break;
            next = Own(account, page.NextPageUri);
        }

        throw new HttpRequestException($"The list has more than {maxPages} pages.");
    }

    /// <summary>The files of one message, as addresses and content types.</summary>
    public async Task<IReadOnlyList<(Uri Uri, string Type)>> Media(
        TwilioAccount account, string sid, CancellationToken ct)
    {
        var list = new Uri(account.Messages, $"Messages/{Uri.EscapeDataString(sid)}/Media.json");
        var files = new List<(Uri, string)>();
        // A page holds fifty files, a message ten.
        var page = await Page(account, list, TwilioJson.Default.MediaPage, ct);
        foreach (var file in page.MediaList ?? [])
        {
            if (file.Uri is { Length: > 0 } uri)
                files.Add((Own(account, uri.Replace(".json", "", StringComparison.Ordinal)), file.ContentType ?? ""));
        }

        return files;
    }

    private async Task<T> Page<T>(TwilioAccount account, Uri uri, JsonTypeInfo<T> shape, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.TryAddWithoutValidation("Authorization", account.Authorization);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            response.EnsureSuccessStatusCode();
            await response.Content.LoadIntoBufferAsync(MaxPageBytes, limit.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            return await JsonSerializer.DeserializeAsync(stream, shape, limit.Token)
                ?? throw new HttpRequestException("The list is null.");
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException("The provider did not answer in time.", late);
        }
        catch (Exception broken) when (broken is JsonException or IOException)
        {
            throw new HttpRequestException("The provider's answer cannot be read.", broken);
        }
    }

    // The credentials go with every page, so an answer must not lead elsewhere.
    private static Uri Own(TwilioAccount account, string reference) =>
        Uri.TryCreate(account.ApiBase, reference, out var uri) && account.Trusts(uri)
            ? uri
            : throw new HttpRequestException("The provider's answer points to another host.");
}

internal sealed record MessagePage(IReadOnlyList<MessageResource>? Messages, string? NextPageUri);

internal sealed record MediaPage(IReadOnlyList<MediaResource>? MediaList);

internal sealed record MediaResource(string? ContentType, string? Uri);

internal sealed record MessageResource(
    string? Sid, string? From, string? To, string? Body, string? Direction, string? NumMedia, string? DateCreated)
{
    [JsonIgnore]
    public bool HasMedia => NumMedia is { Length: > 0 } and not "0";

    /// <summary>When Twilio made it (RFC 2822, whole seconds), or null when that cannot be read.</summary>
    [JsonIgnore]
    public DateTimeOffset? Created =>
        DateTimeOffset.TryParseExact(
            DateCreated,
            "ddd, dd MMM yyyy HH:mm:ss zzz",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var created)
            ? created
            : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(MediaPage))]
internal sealed partial class TwilioJson : JsonSerializerContext;

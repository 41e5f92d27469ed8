using System.Net;
using System.Text.Json;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>
/// Access tokens by the account's refresh token: kept until shortly before they end, refreshed one at a time.
/// </summary>
internal sealed class GmailTokens(HttpClient http, GmailOptions options)
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>A token that ends under way is refused.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    /// <summary>
    /// A token. Throws <see cref="HttpRequestException"/>: with status 401 when the credentials are not taken, else
    /// when nobody could be asked.
    /// </summary>
    /// <param name="refused">The token that was not taken just now, or null.</param>
    public async Task<string> Get(GmailAccount account, string? refused, CancellationToken ct)
    {
        if (Known(account, refused) is { } known)
            return known;
        await account.Refreshing.WaitAsync(ct);
        try
        {
            return Known(account, refused) ?? await Refresh(account, ct);
        }
        finally
        {
            account.Refreshing.Release();
        }
    }

    private string? Known(GmailAccount account, string? refused) =>
        account.Token is { } token && token.Value != refused && token.Until > options.Clock.GetUtcNow() ? token.Value : null;

    private async Task<string> Refresh(GmailAccount account, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        using var content = new FormUrlEncodedContent(account.Grant);
        using var request = new HttpRequestMessage(HttpMethod.Post, account.TokenUrl) { Content = content };
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            // invalid_grant and invalid_client: 400 or 401, with nothing to be gained by trying the same again.
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new HttpRequestException("Google does not take the credentials.", null, HttpStatusCode.Unauthorized);
            response.EnsureSuccessStatusCode();
            var body = await GmailApi.ReadAtMost(response, MaxBytes, limit.Token);
            var answer = body is null ? null : JsonSerializer.Deserialize(body, GmailJson.Default.TokenAnswer);
            if (answer?.AccessToken is not { Length: > 0 } value || value.Any(c => c is <= ' ' or >= '\x7F'))
                throw new HttpRequestException("The token's answer cannot be read.");
            var life = TimeSpan.FromSeconds(Math.Clamp(answer.ExpiresIn ?? 0, 0, (long)LongestLife.TotalSeconds)) - Reserve;
            account.Token = new AccessToken(
                value, options.Clock.GetUtcNow() + (life > ShortestLife ? life : ShortestLife));
            return value;
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException("No access token came in time.", late);
        }
        catch (Exception broken) when (broken is JsonException or IOException)
        {
            throw new HttpRequestException("The token's answer cannot be read.", broken);
        }
    }
}

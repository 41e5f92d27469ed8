using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CleanFte.StandIns;

/// <summary>Pub/Sub: pushes that something changed, with a token signed by a key of its own.</summary>
public sealed class GooglePush(string address) : IDisposable
{
    public const string ServiceAccount = "push@town.iam.gserviceaccount.com";

    private readonly RSA _key = RSA.Create(2_048);

    /// <summary>The id of the key; another one from now on is not in the list that was fetched before.</summary>
    public string KeyId { get; set; } = "key-1";

    /// <summary>A push to that address.</summary>
    /// <param name="url">Where it is posted.</param>
    /// <param name="audience">The public address, or what the subscription was told.</param>
    /// <param name="history">The mailbox's history id.</param>
    /// <param name="of">The mailbox, where it is not ours.</param>
    /// <param name="claims">Changes the token's claims.</param>
    public HttpRequestMessage Request(
        string url, string audience, ulong history, string? of = null, Action<JsonObject>? claims = null)
    {
        var data = JsonSerializer.SerializeToUtf8Bytes(new { emailAddress = of ?? address, historyId = history });
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new
                {
                    message = new
                    {
                        data = Convert.ToBase64String(data),
                        messageId = "1",
                        message_id = "1",
                        publishTime = DateTimeOffset.UtcNow,
                        attributes = new { },
                    },
                    subscription = "projects/town/subscriptions/mail",
                }),
                Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(audience, claims));
        return request;
    }

    public string Token(string audience, Action<JsonObject>? claims = null, string algorithm = "RS256", RSA? key = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var said = new JsonObject
        {
            ["aud"] = audience,
            ["azp"] = "1",
            ["email"] = ServiceAccount,
            ["email_verified"] = true,
            ["exp"] = now + 3_600,
            ["iat"] = now,
            ["iss"] = "https://accounts.google.com",
            ["sub"] = "1",
        };
        claims?.Invoke(said);
        var signed = $"{Part(new JsonObject { ["alg"] = algorithm, ["kid"] = KeyId, ["typ"] = "JWT" })}.{Part(said)}";
        var signature = (key ?? _key).SignData(
            Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose() => _key.Dispose();

    internal JsonObject Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kid"] = KeyId,
                ["kty"] = "RSA",
                ["alg"] = "RS256",
                ["use"] = "sig",
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
            }),
        };
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}

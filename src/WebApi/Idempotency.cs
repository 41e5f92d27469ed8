using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Ports;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CleanFte.WebApi;

/// <summary>
/// Answers a repeated POST with what the first one was answered. The answer is stored in the same commit as the effect;
/// a twin that is still running is told so.
/// </summary>
internal sealed class Idempotency(IIdempotency answers, Caller caller, IOptions<JsonOptions> json)
{
    private const string Header = "Idempotency-Key";

    private const int MaxKey = 200;

    private static readonly ConcurrentDictionary<(string, string, string), bool> Running = new();

    /// <summary>The key that a request was sent with; empty without one.</summary>
    public static string KeyOf(HttpContext http) => http.Request.Headers[Header].ToString();

    /// <param name="http">The request.</param>
    /// <param name="body">What was asked for; its JSON is what another body is told from.</param>
    /// <param name="send">Does it; given how to make the answer to remember, or null without a key.</param>
    /// <param name="answer">The body of the answer; 201 with the Location of what was created, else 200.</param>
    public async Task<IResult> Once<T>(
        HttpContext http, object body, Func<Func<T, IdempotentAnswer>?, Task<Outcome<T>>> send,
        Func<T, (string? Location, object Body)> answer)
        where T : class
    {
        var key = KeyOf(http);
        if (key.Length == 0)
        {
            var plain = await send(null);
            return plain.Refusal is { } refused ? Problems.Of(refused) : Plain(answer(plain.Value!));
        }

        if (key.Length > MaxKey)
        {
            return Problems.Of(400, "idempotency.key_too_long", $"{Header} holds at most {MaxKey} characters.");
        }

        var scope = $"{http.Key()?.Id ?? "citizen"} {http.Request.Method} {http.Request.Path}";
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, json.Value.SerializerOptions));
        if (!Running.TryAdd((caller.Tenant, scope, key), true))
        {
            return InFlight();
        }

        try
        {
            return await First(http, scope, key, hash, send, answer);
        }
        finally
        {
            Running.TryRemove((caller.Tenant, scope, key), out _);
        }
    }

    private async Task<IResult> First<T>(
        HttpContext http, string scope, string key, byte[] hash,
        Func<Func<T, IdempotentAnswer>?, Task<Outcome<T>>> send,
        Func<T, (string? Location, object Body)> answer)
        where T : class
    {
        if (await answers.Find(caller.Tenant, scope, key, http.RequestAborted) is { } stored)
        {
            return stored.BodyHash.Span.SequenceEqual(hash) ? new StoredAnswer(stored) : Mismatch();
        }

        IdempotentAnswer Made(T value)
        {
            var (location, body) = answer(value);
            var status = location is null ? StatusCodes.Status200OK : StatusCodes.Status201Created;
            var bytes = JsonSerializer.SerializeToUtf8Bytes(body, json.Value.SerializerOptions);
            return new IdempotentAnswer(scope, key, hash, status, location, bytes);
        }

        try
        {
            var outcome = await send(Made);
            return outcome.Refusal is { } refused ? Problems.Of(refused) : new StoredAnswer(Made(outcome.Value!));
        }
        catch (LostRaceException)
        {
            // A twin in another process was faster; its answer is this one's too.
            return await answers.Find(caller.Tenant, scope, key, http.RequestAborted) is { } twin
                ? twin.BodyHash.Span.SequenceEqual(hash) ? new StoredAnswer(twin) : Mismatch()
                : InFlight();
        }
    }

    private static IResult Plain((string? Location, object Body) answer) => answer.Location is { } location
        ? Results.Created(location, answer.Body)
        : Results.Ok(answer.Body);

    private static IResult InFlight() => Problems.Of(
        409, "idempotency.in_flight", $"A request with this {Header} is still running. Try again in some seconds.");

    private static IResult Mismatch() => Problems.Of(
        422, "idempotency.mismatch", $"This {Header} was used with another body. Use a new key for a new request.");

    private sealed class StoredAnswer(IdempotentAnswer stored) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = stored.Status;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.Headers.Location = stored.Location;
            return httpContext.Response.Body.WriteAsync(stored.Body).AsTask();
        }
    }
}

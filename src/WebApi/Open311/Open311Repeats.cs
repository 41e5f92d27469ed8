using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Open311;
using CleanFte.Application.Ports;

namespace CleanFte.WebApi.Open311;

/// <summary>
/// A client that did not hear our answer sends the request again, and few of them say so by an Idempotency-Key. The same form
/// from the same key within some minutes is therefore taken for the same report.
/// </summary>
internal sealed class Open311Repeats(IIdempotency answers, Caller caller, TimeProvider clock)
{
    private const string Header = "Idempotency-Key";

    private const int MaxKey = 200;

    private const string Scope = "POST /open311/v2/requests";

    /// <summary>The same form is the same report for so long at least, and for twice as long at most.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private static readonly ConcurrentDictionary<(string, string, string), bool> Running = new();

    public async Task<IResult> Once(
        HttpContext http, Open311Form form, Func<Func<PostedRequest, IdempotentAnswer>, Task<Outcome<PostedRequest>>> send)
    {
        var given = http.Request.Headers[Header].ToString();
        if (given.Length > MaxKey)
        {
            return Problems.Of(400, "idempotency.key_too_long", $"{Header} holds at most {MaxKey} characters.");
        }

        var scope = $"{http.Key()!.Id} {Scope}";
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(form.Fields));
        var content = Convert.ToHexStringLower(hash);
        var name = given.Length > 0 ? given : content;
        if (!Running.TryAdd((caller.Tenant, scope, name), true))
        {
            return Problems.Of(503, "idempotency.in_flight", "The same request is still running. Try again in some seconds.");
        }

        try
        {
            var window = clock.GetUtcNow().UtcTicks / Window.Ticks;
            string[] keys = given.Length > 0 ? [given] : [Same(content, window), Same(content, window - 1)];
            return await First(http, new Attempt(scope, keys, hash), send);
        }
        finally
        {
            Running.TryRemove((caller.Tenant, scope, name), out _);
        }
    }

    private async Task<IResult> First(
        HttpContext http, Attempt attempt,
        Func<Func<PostedRequest, IdempotentAnswer>, Task<Outcome<PostedRequest>>> send)
    {
        if (await Stored(attempt, http.RequestAborted) is { } known)
        {
            return known;
        }

        try
        {
            var outcome = await send(posted => new IdempotentAnswer(
                attempt.Scope, attempt.Keys[0], attempt.Hash, StatusCodes.Status201Created, null,
                JsonSerializer.SerializeToUtf8Bytes(posted)));
            return outcome.Refusal is { } refused ? Problems.Of(refused) : Open311Shapes.Posted(outcome.Value!);
        }
        catch (LostRaceException)
        {
            // A twin in another process was faster; its answer is this one's too.
            return await Stored(attempt, http.RequestAborted)
                ?? Problems.Of(503, "idempotency.in_flight", "The same request is still running. Try again in some seconds.");
        }
    }

    private async Task<IResult?> Stored(Attempt attempt, CancellationToken ct)
    {
        foreach (var key in attempt.Keys)
        {
            if (await answers.Find(caller.Tenant, attempt.Scope, key, ct) is { } stored)
            {
                return stored.BodyHash.Span.SequenceEqual(attempt.Hash)
                    ? Open311Shapes.Posted(JsonSerializer.Deserialize<PostedRequest>(stored.Body.Span)!)
                    : Problems.Of(
                        422, "idempotency.mismatch",
                        $"This {Header} was used with other fields. Use a new key for a new request.");
            }
        }

        return null;
    }

    private static string Same(string content, long window) =>
        string.Create(CultureInfo.InvariantCulture, $"{IdempotentAnswer.SameContent}{content} {window}");

    /// <param name="Keys">Under which an answer may be stored; a new one is under the first.</param>
    private sealed record Attempt(string Scope, string[] Keys, byte[] Hash);
}

using System.Globalization;
using System.Text.Json;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.WebApi.Open311;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace CleanFte.WebApi;

/// <summary>Answers refusals and failures as problem details (RFC 9457) with a stable <c>code</c>.</summary>
internal static class Problems
{
    public static IResult Of(Refusal refusal) => new ProblemResult(
        refusal.Kind switch
        {
            RefusalKind.Shape => StatusCodes.Status400BadRequest,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.State => StatusCodes.Status409Conflict,
            RefusalKind.StaleVersion => StatusCodes.Status412PreconditionFailed,
            RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
            RefusalKind.TooOften => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status422UnprocessableEntity,
        },
        refusal.Code,
        refusal.Message,
        refusal.Errors ?? (refusal.Field is { } field
            ? new Dictionary<string, string[]> { [field] = [refusal.Message] }
            : null),
        refusal.RetryAfter);

    /// <summary>For a field that was left out and has no default.</summary>
    public static IResult MustBeOneOf<T>(string field)
        where T : struct, Enum =>
        Of(Refusal.Malformed(new Dictionary<string, string[]> { [field] = [$"Use one of {WireName.All<T>()}."] }));

    /// <summary>
    /// For a value of the wrong kind in well-formed JSON: the field it is in, such as <c>location.latitude</c>. Where
    /// the JSON itself is broken, the failure wraps the reader's own.
    /// </summary>
    public static IResult? OfWrongValue(Exception e) =>
        e is BadHttpRequestException
        {
            InnerException: JsonException
            {
                InnerException: not JsonException,
                Path: ['$', '.', _, ..] path
            }
        }
            ? Of(Refusal.Malformed(new Dictionary<string, string[]> { [path[2..]] = ["This value cannot be read."] }))
            : null;

    public static IResult Of(int status, string code, string message) => new ProblemResult(status, code, message, null);

    /// <summary>For what the framework refused by itself.</summary>
    public static IResult Of(int status) => status switch
    {
        404 => Of(404, "route.not_found",
            "There is nothing at this address. GET /openapi/v1.json lists what there is."),
        405 => Of(405, "route.method_not_allowed", "This address does not take this method."),
        413 => Of(413, "request.too_large", "The body is larger than this route allows."),
        415 => Of(415, "request.unsupported_media_type", "This route does not read that content type."),
        _ => Of(status, "request.refused", "The request was refused."),
    };

    /// <summary>A failure's problem: what the caller can do about it, and nothing of how it came about.</summary>
    public static (int Status, string Code, string Message) Of(Exception e) => e switch
    {
        BadHttpRequestException { InnerException: JsonException json } => (
            400, "request.malformed_json",
            $"The JSON is malformed at line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}"
                + $"{(json.Path is { Length: > 0 } path ? $", path {path}" : "")}."),
        BadHttpRequestException { StatusCode: 413 } =>
            (413, "request.too_large", "The body is larger than this route allows."),
        BadHttpRequestException { StatusCode: 415 } => (
            415, "request.unsupported_media_type", "This route does not read that content type."),
        BadHttpRequestException bad => (bad.StatusCode, "request.malformed", "The request cannot be read."),
        MediaStoreUnavailableException => (
            503, "service.unavailable", "The media store cannot be reached just now. Try again in some seconds."),
        AnswerErasedException erased => (IdempotentAnswer.Gone, "customer.erased", erased.Message),
        LostRaceException => (409, "conflict.try_again", "Someone else changed it at the same moment. Try again."),
        PostgresException { IsTransient: false, SqlState: not ['5', '7', 'P', ..] } => Failed,
        NpgsqlException or TimeoutException or IOException => (
            503, "service.unavailable", "The database cannot be reached just now. Try again in some seconds."),
        _ => Failed,
    };

    private static (int, string, string) Failed =>
        (500, "service.failed", "Something went wrong on our side. Quote the correlation id when you report it.");
}

internal sealed class ProblemResult(
    int status, string code, string message, IReadOnlyDictionary<string, string[]>? errors, TimeSpan? retryAfter = null) : IResult
{
    /// <summary>What a caller is told to wait before it repeats a request, in seconds.</summary>
    private const string RetryAfterSeconds = "2";

    /// <summary>The same, for what was asked too often.</summary>
    private const string TooOftenSeconds = "60";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        if (status is StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        }
        else if (status is StatusCodes.Status429TooManyRequests && httpContext.Response.Headers.RetryAfter.Count == 0)
        {
            httpContext.Response.Headers.RetryAfter = retryAfter is { } wait
                ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture)
                : TooOftenSeconds;
        }

        if (Open311Answer.IsAskedBy(httpContext))
        {
            return Open311Answer.Error(status, message, errors).ExecuteAsync(httpContext);
        }

        var problem = new ProblemDetails
        {
            Status = status,
            Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            Detail = message,
            Extensions = { ["code"] = code, ["correlationId"] = httpContext.TraceIdentifier },
        };
        if (errors is not null)
        {
            problem.Extensions["errors"] = errors;
        }

        return httpContext.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json");
    }
}

/// <summary>The last resort: no stack trace leaves, and the log has the correlation id.</summary>
internal sealed class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var (status, code, message) = Problems.Of(exception);
        if (status >= 500)
        {
            log.LogError(exception, "{Method} {Route} failed with {Code}.", httpContext.Request.Method,
                (httpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, code);
        }

        await (Problems.OfWrongValue(exception) ?? Problems.Of(status, code, message)).ExecuteAsync(httpContext);
        return true;
    }
}

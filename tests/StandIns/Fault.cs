using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>One disturbance of a send.</summary>
/// <param name="Kind">What the sender sees.</param>
/// <param name="Accept">Whether the message is accepted all the same, which the sender does not learn.</param>
/// <param name="Status">The HTTP status, for <see cref="FaultKind.Answer"/>.</param>
/// <param name="Code">Twilio's error code; 0 for an answer that is not Twilio's JSON.</param>
/// <param name="RetryAfter">The Retry-After header, in seconds.</param>
public sealed record Fault(FaultKind Kind, bool Accept, int Status = 0, int Code = 0, int? RetryAfter = null)
{
    /// <summary>An answer with the provider's error JSON.</summary>
    public static Fault Answer(int status, int code, bool accept = false) =>
        new(FaultKind.Answer, accept, status, code);

    /// <summary>An answer of something in between, without JSON.</summary>
    public static Fault Page(int status, bool accept = false) => new(FaultKind.Answer, accept, status);

    public static Fault TooManyRequests(int? retryAfter = null) =>
        new(FaultKind.Answer, false, 429, 20429, retryAfter);

    /// <summary>The request is read and never answered.</summary>
    public static Fault Hang(bool accept) => new(FaultKind.Hang, accept);

    /// <summary>The request is read and the connection closed.</summary>
    public static Fault Close(bool accept) => new(FaultKind.Close, accept);

    /// <param name="error">Writes an error as the provider does; as Twilio does by default.</param>
    internal async Task Apply(
        HttpContext context, CancellationToken stopping, Func<HttpContext, int, int, string, Task>? error = null)
    {
        if (Kind == FaultKind.Close)
        {
            context.Abort();
            return;
        }

        if (Kind == FaultKind.Hang)
        {
            using var until = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            await Task.Delay(Timeout.Infinite, until.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Abort();
            return;
        }

        if (RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (Code != 0)
        {
            await (error ?? Answers.Error)(context, Status, Code, "Disturbed");
            return;
        }

        context.Response.StatusCode = Status;
        await context.Response.WriteAsync("<html>upstream</html>", stopping);
    }
}

public enum FaultKind
{
    Answer,
    Hang,
    Close,
}

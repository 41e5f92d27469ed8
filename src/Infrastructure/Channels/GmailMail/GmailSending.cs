using System.Net;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>Hands one mail over to Gmail.</summary>
internal sealed class GmailSending(HttpClient http, GmailTokens tokens, GmailOptions options)
{
    /// <summary>A new token once, and without the thread once.</summary>
    private const int MaxRequests = 3;

    public async Task<SendResult> Send(GmailAccount account, OutgoingMessage message, CancellationToken ct)
    {
        var thread = MailThread.Read(message.Thread);
        if (OutgoingMail.Write(account, message, thread, options.Clock.GetUtcNow()) is not { } mail)
            return new SendResult.Refused("bad_recipient", "The recipient is no e-mail address.");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        var into = thread?.Id;
        string? refused = null;
        for (var requests = 1; ; requests++)
        {
            var (token, failure) = await Token(account, refused, ct, limit.Token);
            if (token is null)
                return failure!;
            var (answer, broken) = await Post(account, OutgoingMail.Request(mail, into), token, ct, limit.Token);
            if (broken is not null)
                return broken;
            if (requests < MaxRequests && answer.Status == 401 && refused is null)
                refused = token;
            else if (requests < MaxRequests && answer.IsWithoutThread && into is not null)
                into = null;
            else
                return answer.Meaning();
        }
    }

    private async Task<(string? Token, SendResult? Failure)> Token(
        GmailAccount account, string? refused, CancellationToken ct, CancellationToken limit)
    {
        try
        {
            return (await tokens.Get(account, refused, limit), null);
        }
        catch (HttpRequestException failure)
        {
            return (null, failure.StatusCode == HttpStatusCode.Unauthorized
                ? GmailAnswer.OperatorMustAct
                : new SendResult.TryLater(CodeOf(failure), null));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, new SendResult.TryLater("timeout", null));
        }
    }

    private async Task<(GmailAnswer Answer, SendResult? Broken)> Post(
        GmailAccount account, byte[] body, string token, CancellationToken ct, CancellationToken limit)
    {
        using var content = GmailSendContent.Json(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, account.Method("messages/send")) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
            return (await GmailAnswer.Read(response, limit), null);
        }
        catch (HttpRequestException broken)
        {
            return (default, Interrupted(content, CodeOf(broken)));
        }
        catch (IOException)
        {
            return (default, Interrupted(content, "connection_broken"));
        }
        catch (OperationCanceledException) when (content.IsStarted || !ct.IsCancellationRequested)
        {
            return (default, Interrupted(content, ct.IsCancellationRequested ? "cancelled" : "timeout"));
        }
    }

    private static SendResult Interrupted(GmailSendContent content, string code) =>
        content.IsStarted ? new SendResult.Uncertain(code) : new SendResult.TryLater(code, null);

    public static string CodeOf(HttpRequestException failure) => failure switch
    {
        { StatusCode: { } status } => $"http_{(int)status}",
        { InnerException: OperationCanceledException } => "timeout",
        { HttpRequestError: HttpRequestError.NameResolutionError } => "name_resolution",
        { HttpRequestError: HttpRequestError.ConnectionError } => "unreachable",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
        _ => "connection_broken",
    };
}

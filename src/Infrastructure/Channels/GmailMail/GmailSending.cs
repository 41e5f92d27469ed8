using System.Net;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>Hands one mail over to Gmail.</summary>
internal sealed class GmailSending(HttpClient http, GmailTokens tokens, GmailOptions options)
{
    /// <summary>A new token once, and without the thread once.</summary>
    private const int MaxRequests = 3;

    /// <summary>How long a mail with files may take. The outbox's lease must outlast it.</summary>
    public static readonly TimeSpan FileTimeout = TimeSpan.FromSeconds(30);

    public async Task<SendResult> Send(GmailAccount account, OutgoingMessage message, CancellationToken ct)
    {
        var thread = MailThread.Read(message.Thread);
        if (OutgoingMail.Write(account, message, thread, options.Clock.GetUtcNow()) is not { } mail)
            return new SendResult.Refused("bad_recipient", "The recipient is no e-mail address.");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(message.Files.Count > 0 ? FileTimeout : options.Timeout);
        var into = thread?.Id;
        string? refused = null;
        for (var requests = 1; ; requests++)
        {
            var (token, failure) = await Token(account, refused, ct, limit.Token);
            if (token is null)
                return failure!;
            using var content = OutgoingMail.Request(mail, message, into);
            var (answer, broken) = await Post(
                message.Files.Count > 0 ? account.Upload : account.Method("messages/send"), content, token, ct, limit.Token);
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
                : new SendResult.TryLater(ProviderHttp.CodeOf(failure), null));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, new SendResult.TryLater("timeout", null));
        }
    }

    private async Task<(GmailAnswer Answer, SendResult? Broken)> Post(
        Uri method, SentContent content, string token, CancellationToken ct, CancellationToken limit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, method) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await ProviderHttp.HandOver(
            content,
            async () =>
            {
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
                return await GmailAnswer.Read(response, limit);
            },
            ct);
    }
}

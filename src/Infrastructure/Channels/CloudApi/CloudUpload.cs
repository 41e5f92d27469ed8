using System.Net.Http.Headers;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>Uploads what is to be sent: the message then names it.</summary>
internal sealed class CloudUpload(HttpClient http)
{
    /// <summary>How long an upload may take; with the message after it within the outbox's lease.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>The upload's id, or why there is none. Nothing has been sent then, so whatever is not final is tried again.</summary>
    public async Task<(string? Id, SendResult? Problem)> Put(CloudAccount account, OutgoingFile file, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("whatsapp"), "messaging_product" },
            { new StringContent(file.File.ContentType), "type" },
        };
        using var content = new ReadOnlyMemoryContent(file.Content);
        content.Headers.ContentType = new MediaTypeHeaderValue(file.File.ContentType);
        form.Add(content, "file", file.File.Media.ToString("N"));
        using var request = account.Upload(form);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var answer = await CloudAnswer.Read(response, limit.Token);
            if (response.IsSuccessStatusCode && answer.Upload is { } id)
                return (id, null);
            return (null, answer.Meaning(response) switch
            {
                SendResult.Accepted or SendResult.Uncertain =>
                    new SendResult.TryLater($"upload_http_{(int)response.StatusCode}", null),
                var meaning => meaning,
            });
        }
        catch (HttpRequestException broken)
        {
            return (null, new SendResult.TryLater(ProviderHttp.CodeOf(broken), null));
        }
        catch (IOException)
        {
            return (null, new SendResult.TryLater("connection_broken", null));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, new SendResult.TryLater("timeout", null));
        }
    }
}

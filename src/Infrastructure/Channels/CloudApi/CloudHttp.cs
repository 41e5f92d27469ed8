namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>Requests with an account's credential.</summary>
internal static class CloudHttp
{
    public static HttpRequestMessage Post(this CloudAccount account, HttpContent content) =>
        account.Signed(new HttpRequestMessage(HttpMethod.Post, account.Messages) { Content = content });

    public static HttpRequestMessage Upload(this CloudAccount account, HttpContent content) =>
        account.Signed(new HttpRequestMessage(HttpMethod.Post, account.Uploads) { Content = content });

    public static HttpRequestMessage Get(this CloudAccount account, Uri uri) =>
        account.Signed(new HttpRequestMessage(HttpMethod.Get, uri));

    private static HttpRequestMessage Signed(this CloudAccount account, HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation(account.Header, account.Credential);
        return request;
    }
}

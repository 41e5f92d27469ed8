namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>Requests with an account's credential, and the words for what becomes of them.</summary>
internal static class CloudHttp
{
    public static HttpRequestMessage Post(this CloudAccount account, HttpContent content) =>
        account.Signed(new HttpRequestMessage(HttpMethod.Post, account.Messages) { Content = content });

    public static HttpRequestMessage Get(this CloudAccount account, Uri uri) =>
        account.Signed(new HttpRequestMessage(HttpMethod.Get, uri));

    /// <summary>A stable word for a connection that did not come about, or broke.</summary>
    public static string CodeOf(HttpRequestException failure) => failure switch
    {
        { InnerException: OperationCanceledException } => "timeout",
        { HttpRequestError: HttpRequestError.NameResolutionError } => "name_resolution",
        { HttpRequestError: HttpRequestError.ConnectionError } => "unreachable",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
        _ => "connection_broken",
    };

    private static HttpRequestMessage Signed(this CloudAccount account, HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation(account.Header, account.Credential);
        return request;
    }
}

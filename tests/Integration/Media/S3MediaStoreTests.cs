using Amazon.S3;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Media;

namespace CleanFte.Integration.Media;

public sealed class S3MediaStoreTests : MediaStoreContract, IClassFixture<S3Server>, IDisposable
{
    private readonly S3Server _server;
    private readonly S3MediaStore _store;

    public S3MediaStoreTests(S3Server server)
    {
        _server = server;
        _store = new S3MediaStore(server.Options);
    }

    internal override IMediaStore Store => _store;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_unknown_account_is_an_error_and_not_a_missing_file()
    {
        using var stranger = new S3MediaStore(With(_server.Options.Bucket, "STRANGER"));
        await CannotBeUsed<AmazonS3Exception>(stranger);
    }

    [Fact]
    public async Task A_missing_bucket_is_an_error_and_not_a_missing_file()
    {
        using var elsewhere = new S3MediaStore(With("elsewhere", _server.Options.AccessKey));
        await CannotBeUsed<AmazonS3Exception>(elsewhere);
    }

    [Fact]
    public async Task A_server_that_is_away_is_an_error_and_not_a_missing_file()
    {
        using var away = new S3MediaStore(With(_server.Options.Bucket, _server.Options.AccessKey, "http://127.0.0.1:1"));
        await CannotBeUsed<HttpRequestException>(away);
    }

    private static async Task CannotBeUsed<TCause>(S3MediaStore store) =>
        (await Should.ThrowAsync<MediaStoreUnavailableException>(() => store.Open("evidence/x", default)))
            .InnerException.ShouldBeOfType<TCause>();

    private MediaS3Options With(string bucket, string accessKey, string? url = null) => new()
    {
        Bucket = bucket,
        ServiceUrl = url ?? _server.Options.ServiceUrl,
        AccessKey = accessKey,
        SecretKey = _server.Options.SecretKey,
    };
}

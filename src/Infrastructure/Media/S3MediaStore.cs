using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// Keeps files in a bucket of Amazon S3 or of a server that speaks its protocol. When the bucket cannot be
/// used, the exception has what the SDK threw.
/// </summary>
internal sealed class S3MediaStore(MediaS3Options options) : IMediaStore, IDisposable
{
    public const int MaxRetries = 2;

    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly AmazonS3Client _client = Connect(options);

    public void Dispose() => _client.Dispose();

    public async Task Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct)
    {
        using var body = new MemoryStream(content.ToArray(), writable: false);
        var request = new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = MediaKey.Checked(key),
            ContentType = contentType,
            InputStream = body,
            // Not every compatible server reads Amazon's signed chunks; the content is in memory anyway.
            UseChunkEncoding = false,
        };
        await Ask(() => _client.PutObjectAsync(request, ct), ct);
    }

    public async Task<Stream?> Open(string key, CancellationToken ct)
    {
        try
        {
            var path = MediaKey.Checked(key);
            return (await Ask(() => _client.GetObjectAsync(options.Bucket, path, ct), ct)).ResponseStream;
        }
        catch (MediaStoreUnavailableException e) when (e.InnerException is NoSuchKeyException)
        {
            return null;
        }
    }

    public Task Delete(string key, CancellationToken ct)
    {
        var path = MediaKey.Checked(key);
        return Ask(() => _client.DeleteObjectAsync(options.Bucket, path, ct), ct);
    }

    /// <summary>Its own limit ends a request as if it had been cancelled.</summary>
    private static async Task<T> Ask<T>(Func<Task<T>> request, CancellationToken ct)
    {
        try
        {
            return await request();
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new MediaStoreUnavailableException(e);
        }
    }

    private static AmazonS3Client Connect(MediaS3Options options)
    {
        var config = new AmazonS3Config
        {
            Timeout = RequestTimeout,
            MaxErrorRetry = MaxRetries,
            // The SDK's newer default adds checksums that older compatible servers reject.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.ServiceUrl.Length > 0)
        {
            config.ServiceURL = options.ServiceUrl;
            config.AuthenticationRegion = options.Region;
            config.ForcePathStyle = true;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        return options.AccessKey.Length > 0
            ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config)
            : new AmazonS3Client(config);
    }
}

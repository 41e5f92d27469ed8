using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Media;

/// <summary>
/// Keeps files in a bucket of Amazon S3 or of a server that speaks its protocol. Throws what the SDK throws
/// (<see cref="AmazonServiceException"/>, <see cref="HttpRequestException"/>) when the bucket cannot be used.
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
        await _client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = options.Bucket,
                Key = MediaKey.Checked(key),
                ContentType = contentType,
                InputStream = body,
                // Not every compatible server reads Amazon's signed chunks; the content is in memory anyway.
                UseChunkEncoding = false,
            },
            ct);
    }

    public async Task<Stream?> Open(string key, CancellationToken ct)
    {
        try
        {
            var found = await _client.GetObjectAsync(options.Bucket, MediaKey.Checked(key), ct);
            return found.ResponseStream;
        }
        catch (NoSuchKeyException)
        {
            return null;
        }
    }

    public Task Delete(string key, CancellationToken ct) =>
        _client.DeleteObjectAsync(options.Bucket, MediaKey.Checked(key), ct);

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

namespace CleanFte.Infrastructure.Media;

/// <summary>Configuration section <c>Media</c>: where evidence is kept and from where it may be fetched.</summary>
public sealed record MediaOptions
{
    public const string Section = "Media";

    /// <summary><c>disk</c> for one machine, <c>s3</c> for replicas on several.</summary>
    public string Store { get; init; } = "disk";

    /// <summary>The folder of the disk store, created as needed; relative to the working folder.</summary>
    public string Path { get; init; } = ".data/media";

    /// <summary>The bucket of the S3 store.</summary>
    public MediaS3Options S3 { get; init; } = new();

    /// <summary>
    /// Where the first request of a download may go. <c>api.twilio.com</c> or <c>*.example.org</c>: https, port 443,
    /// public addresses. <c>http://127.0.0.1:5005</c>: exactly that origin, wherever it is. Empty: nothing is fetched.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>One sentence for each setting that is missing or wrong, naming its environment key.</summary>
    public IEnumerable<string> Validate()
    {
        var ofTheStore = Store switch
        {
            "disk" => string.IsNullOrWhiteSpace(Path)
                ? ["Media__Path is missing: name the folder where the disk store keeps evidence."]
                : Enumerable.Empty<string>(),
            "s3" => S3.Validate(),
            _ => [$"Media__Store is '{Store}': set it to disk or s3."],
        };
        var ofTheHosts = AllowedHosts.Index()
            .Where(host => !MediaHosts.IsEntry(host.Item))
            .Select(host =>
                $"Media__AllowedHosts__{host.Index} is '{host.Item}': write a host (api.twilio.com), " +
                "a suffix (*.example.org) or an origin (http://127.0.0.1:5005).");
        return ofTheStore.Concat(ofTheHosts);
    }
}

/// <summary>
/// Configuration section <c>Media:S3</c>. Without keys the SDK's own sources of credentials are asked (the machine's or
/// the container's role), which only Amazon has.
/// </summary>
public sealed class MediaS3Options
{
    public string Bucket { get; init; } = "";

    /// <summary>The address of an S3-compatible server, asked with the bucket in the path; empty for Amazon.</summary>
    public string ServiceUrl { get; init; } = "";

    public string AccessKey { get; init; } = "";

    public string SecretKey { get; init; } = "";

    /// <summary>The region, <c>eu-central-1</c>; compatible servers mostly accept any.</summary>
    public string Region { get; init; } = "us-east-1";

    internal IEnumerable<string> Validate()
    {
        var keysNeeded = ServiceUrl.Length > 0 || AccessKey.Length > 0 || SecretKey.Length > 0;
        if (string.IsNullOrWhiteSpace(Bucket))
            yield return "Media__S3__Bucket is missing: name the bucket where evidence is kept.";
        if (ServiceUrl.Length > 0 && !IsWebAddress(ServiceUrl))
            yield return $"Media__S3__ServiceUrl is '{ServiceUrl}': write it like https://s3.example.org.";
        if (keysNeeded && string.IsNullOrWhiteSpace(AccessKey))
            yield return "Media__S3__AccessKey is missing: set the access key that may read and write the bucket.";
        if (keysNeeded && string.IsNullOrWhiteSpace(SecretKey))
            yield return "Media__S3__SecretKey is missing: set the secret that belongs to Media__S3__AccessKey.";
        if (string.IsNullOrWhiteSpace(Region))
            yield return "Media__S3__Region is missing: name the bucket's region, such as eu-central-1.";
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("https" or "http");
}

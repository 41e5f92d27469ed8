using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace CleanFte.WebApi.Web;

/// <summary>
/// The built web application, kept in memory as it was packed at build time: a request costs neither disk nor compression.
/// </summary>
internal sealed class WebFiles
{
    /// <summary>All of it together; more is a mistake of the build.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".txt"] = "text/plain; charset=utf-8",
        [".woff2"] = "font/woff2",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, WebFile> _files;

    private WebFiles(FrozenDictionary<string, WebFile> files) => _files = files;

    public WebFile? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>What lies beside the program when it was published, else what the build of the repository made.</summary>
    public static WebFiles Load()
    {
        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var built = typeof(WebFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == "WebRoot")?.Value;
        return Read(Directory.Exists(published) ? published : built);
    }

    private static WebFiles Read(string? folder)
    {
        if (folder is null || !Directory.Exists(folder))
        {
            return new WebFiles(FrozenDictionary<string, WebFile>.Empty);
        }

        var root = new DirectoryInfo(folder);
        var files = root.GetFiles("*", SearchOption.AllDirectories);
        if (files.Sum(f => f.Length) > MaxBytes)
        {
            throw new InvalidOperationException($"The web application in {folder} is larger than {MaxBytes} bytes.");
        }

        return new WebFiles(files.Where(f => Types.ContainsKey(f.Extension)).ToFrozenDictionary(
            f => Path.GetRelativePath(folder, f.FullName).Replace('\\', '/'),
            f => new WebFile(
                Types[f.Extension], File.ReadAllBytes(f.FullName), Packed(f, ".br"), Packed(f, ".gz"))));
    }

    private static byte[]? Packed(FileInfo file, string extension) =>
        File.Exists(file.FullName + extension) ? File.ReadAllBytes(file.FullName + extension) : null;
}

/// <param name="Brotli">The same, packed; null where packing brings nothing.</param>
internal sealed record WebFile(string ContentType, byte[] Plain, byte[]? Brotli, byte[]? Gzip)
{
    private readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(Plain).AsSpan(0, 12));

    /// <summary>In the smallest form that the browser reads.</summary>
    public (byte[] Content, string? Encoding, string Tag) For(string acceptEncoding) => acceptEncoding switch
    {
        _ when Brotli is not null && Accepts(acceptEncoding, "br") => (Brotli, "br", $"\"{_hash}-br\""),
        _ when Gzip is not null && Accepts(acceptEncoding, "gzip") => (Gzip, "gzip", $"\"{_hash}-gz\""),
        _ => (Plain, null, $"\"{_hash}\""),
    };

    /// <summary>Whether it is named; one that is named only to be refused (q=0) is not.</summary>
    private static bool Accepts(string header, string encoding) => header.Split(',', StringSplitOptions.TrimEntries)
        .Select(item => item.Split(';', StringSplitOptions.TrimEntries))
        .Any(item => string.Equals(item[0], encoding, StringComparison.OrdinalIgnoreCase)
            && !item.Skip(1).Any(p => p is "q=0" or "q=0.0" or "q=0.00" or "q=0.000"));
}

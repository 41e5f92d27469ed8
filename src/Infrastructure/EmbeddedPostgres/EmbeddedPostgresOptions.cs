using Microsoft.Extensions.Configuration;

namespace CleanFte.Infrastructure.EmbeddedPostgres;

/// <summary>Where the embedded PostgreSQL keeps its data and finds its programs.</summary>
public sealed record EmbeddedPostgresOptions
{
    public const string Section = "EmbeddedPostgres";

    /// <summary>Folder which holds the data, the password and the locks. Created when absent.</summary>
    public required string DataPath { get; init; }

    /// <summary>
    /// Folder with PostgreSQL's <c>bin</c>, <c>lib</c> and <c>share</c>. Unset, the ones fetched by the build are used.
    /// </summary>
    public string? BinariesPath { get; init; }

    public static EmbeddedPostgresOptions From(IConfiguration configuration, string contentRoot)
    {
        var section = configuration.GetSection(Section);
        var dataPath = section[nameof(DataPath)];
        return new EmbeddedPostgresOptions
        {
            DataPath = Path.GetFullPath(
                string.IsNullOrWhiteSpace(dataPath) ? Path.Combine(".data", "postgres") : dataPath, contentRoot),
            BinariesPath = section[nameof(BinariesPath)] is { Length: > 0 } binaries
                ? Path.GetFullPath(binaries, contentRoot)
                : null
        };
    }
}

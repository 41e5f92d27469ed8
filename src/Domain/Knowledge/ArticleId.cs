using System.Text.Json.Serialization;

namespace CleanFte.Domain.Knowledge;

[JsonConverter(typeof(StreamIdConverter<ArticleId>))]
public readonly record struct ArticleId(Guid Value) : IStreamId<ArticleId>
{
    public static ArticleId Of(Guid value) => new(value);

    /// <summary>The one stream of an imported file in a tenant.</summary>
    /// <param name="source">The file's path below the imported folder, with forward slashes.</param>
    public static ArticleId Imported(string tenant, string source) => new(NamedGuid.Of("article", tenant, source));

    public static ArticleId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static implicit operator Guid(ArticleId id) => id.Value;

    public override string ToString() => Value.ToString();
}

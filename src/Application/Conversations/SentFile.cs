using System.Text.Json;
using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Conversations;

/// <summary>A file that went out with a reply; <c>GET /media/{id}</c> reads it.</summary>
/// <param name="Size">In bytes.</param>
public sealed record SentFile(Guid Id, string ContentType, long Size, string? Name)
{
    internal static string? Write(IReadOnlyList<ReplyFile>? files) => files is null
        ? null
        : JsonSerializer.Serialize(
            files.Select(f => new SentFile(f.Media, f.ContentType, f.Size, f.Name)), JsonSerializerOptions.Web);

    /// <summary>What <see cref="MessageRow.Files"/> holds; null stays null.</summary>
    public static IReadOnlyList<SentFile>? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<List<SentFile>>(json, JsonSerializerOptions.Web);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>What few outgoing messages have, as their rows keep it.</summary>
internal static class OutboxExtras
{
    public static string? Write(ReplyOffer? offer) =>
        offer is null ? null : JsonSerializer.Serialize(offer, ExtrasJson.Default.ReplyOffer);

    public static string? Write(MessageTemplate? template) =>
        template is null ? null : JsonSerializer.Serialize(template, ExtrasJson.Default.MessageTemplate);

    public static string? Write(IReadOnlyList<ReplyFile>? files) =>
        files is null ? null : JsonSerializer.Serialize(files, ExtrasJson.Default.IReadOnlyListReplyFile);

    public static IReadOnlyList<ReplyFile>? FilesOf(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, ExtrasJson.Default.IReadOnlyListReplyFile);

    public static ReplyOffer? OfferOf(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, ExtrasJson.Default.ReplyOffer);

    public static MessageTemplate? TemplateOf(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, ExtrasJson.Default.MessageTemplate);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReplyOffer))]
[JsonSerializable(typeof(MessageTemplate))]
[JsonSerializable(typeof(IReadOnlyList<ReplyFile>))]
internal sealed partial class ExtrasJson : JsonSerializerContext;

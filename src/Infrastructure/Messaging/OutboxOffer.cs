using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Domain.Conversations;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>What an outgoing message offers, as its row keeps it.</summary>
internal static class OutboxOffer
{
    public static string? Write(ReplyOffer? offer) =>
        offer is null ? null : JsonSerializer.Serialize(offer, OfferJson.Default.ReplyOffer);

    public static ReplyOffer? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, OfferJson.Default.ReplyOffer);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReplyOffer))]
internal sealed partial class OfferJson : JsonSerializerContext;

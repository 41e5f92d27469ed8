using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanFte.Domain;

/// <summary>The id of one kind of stream, so that a ticket's id is never taken for a customer's.</summary>
public interface IStreamId<TSelf>
    where TSelf : struct, IStreamId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf Of(Guid value);
}

/// <summary>Writes a stream id as a plain uuid.</summary>
public sealed class StreamIdConverter<TId> : JsonConverter<TId>
    where TId : struct, IStreamId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.Of(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

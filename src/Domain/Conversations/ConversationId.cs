using System.Text.Json.Serialization;

namespace CleanFte.Domain.Conversations;

[JsonConverter(typeof(StreamIdConverter<ConversationId>))]
public readonly record struct ConversationId(Guid Value) : IStreamId<ConversationId>
{
    public static ConversationId Of(Guid value) => new(value);

    public static ConversationId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static implicit operator Guid(ConversationId id) => id.Value;

    public override string ToString() => Value.ToString();
}

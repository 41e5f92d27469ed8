using System.Text.Json.Serialization;

namespace CleanFte.Domain.Tickets;

[JsonConverter(typeof(StreamIdConverter<TicketId>))]
public readonly record struct TicketId(Guid Value) : IStreamId<TicketId>
{
    public static TicketId Of(Guid value) => new(value);

    public static TicketId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static implicit operator Guid(TicketId id) => id.Value;

    public override string ToString() => Value.ToString();
}

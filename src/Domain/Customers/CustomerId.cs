using System.Text.Json.Serialization;

namespace CleanFte.Domain.Customers;

[JsonConverter(typeof(StreamIdConverter<CustomerId>))]
public readonly record struct CustomerId(Guid Value) : IStreamId<CustomerId>
{
    public static CustomerId Of(Guid value) => new(value);

    public static CustomerId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static implicit operator Guid(CustomerId id) => id.Value;

    public override string ToString() => Value.ToString();
}

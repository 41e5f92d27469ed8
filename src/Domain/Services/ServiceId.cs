using System.Text.Json.Serialization;

namespace CleanFte.Domain.Services;

[JsonConverter(typeof(StreamIdConverter<ServiceId>))]
public readonly record struct ServiceId(Guid Value) : IStreamId<ServiceId>
{
    public static ServiceId Of(Guid value) => new(value);

    /// <summary>The one stream of a code in a tenant.</summary>
    public static ServiceId Named(string tenant, string code) => new(NamedGuid.Of("service", tenant, code));

    public static ServiceId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static implicit operator Guid(ServiceId id) => id.Value;

    public override string ToString() => Value.ToString();
}

using System.Text.Json.Serialization;

namespace CleanFte.Domain.Team;

[JsonConverter(typeof(StreamIdConverter<MemberId>))]
public readonly record struct MemberId(Guid Value) : IStreamId<MemberId>
{
    public static MemberId Of(Guid value) => new(value);

    public static MemberId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static implicit operator Guid(MemberId id) => id.Value;

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(StreamIdConverter<TaskId>))]
public readonly record struct TaskId(Guid Value) : IStreamId<TaskId>
{
    public static TaskId Of(Guid value) => new(value);

    public static TaskId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static implicit operator Guid(TaskId id) => id.Value;

    public override string ToString() => Value.ToString();
}

namespace CleanFte.Bench.References;

internal readonly record struct EventRow(Guid Stream, long Version, string Type, string Data, DateTime At);

internal readonly record struct StreamRow(Guid Id, string Type, long Version, DateTime At);

/// <summary>The statements of the event store's tables, the same in every reference.</summary>
internal static class Rows
{
    public const string Tenant = "default";

    public static readonly RowSql<StreamRow> Streams = new(
        "insert into mt_streams (tenant_id, id, type, version, timestamp, created)",
        "",
        [
            Col.Text<StreamRow>(_ => Tenant), Col.Uuid<StreamRow>(s => s.Id), Col.Text<StreamRow>(s => s.Type),
            Col.Big<StreamRow>(s => s.Version), Col.Time<StreamRow>(s => s.At), Col.Time<StreamRow>(s => s.At),
        ]);

    public static readonly RowSql<EventRow> Events = new(
        "insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, user_name)",
        "nextval('mt_events_sequence')",
        [
            Col.Uuid<EventRow>(_ => Guid.CreateVersion7()), Col.Uuid<EventRow>(e => e.Stream),
            Col.Big<EventRow>(e => e.Version), Col.Json<EventRow>(e => e.Data), Col.Text<EventRow>(e => e.Type),
            Col.Time<EventRow>(e => e.At), Col.Text<EventRow>(_ => Tenant), Col.Text<EventRow>(_ => "inbox-1234567"),
            Col.Text<EventRow>(_ => "system"),
        ]);

    private static long _drawn = Random.Shared.NextInt64(1L << 40);

    /// <summary>Unique, and of a tracking number's length.</summary>
    public static string TrackingNumber() => $"TKT-{Interlocked.Increment(ref _drawn):X12}";
}

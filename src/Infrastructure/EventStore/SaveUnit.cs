using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Infrastructure.Projections;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>Everything one unit of work saves. Stands or falls alone, even when it shares a transaction.</summary>
internal sealed class SaveUnit(string tenant)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Tenant => tenant;

    public string? CorrelationId { get; init; }

    public string? CausationId { get; init; }

    public string? UserName { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Streams to append to or only to check, ordered by id.</summary>
    public List<StreamWrite> Streams { get; } = [];

    public RowBatch Rows { get; } = new();

    public List<(OutboxMessage Message, long Lane)> Outbox { get; } = [];

    public List<TimerRow> Timers { get; } = [];

    public List<Guid> Withheld { get; } = [];

    public List<(Guid Customer, string Account)> Released { get; } = [];

    public List<(Guid Conversation, string Previous, string Recipient, long Lane)> Readdressed { get; } = [];

    public List<(LedgerRow Row, LedgerEnd End, string? Reason)> Ledger { get; } = [];

    public List<(OutboxRow Row, OutboxEnd End)> OutboxEnds { get; } = [];

    public IdempotentAnswer? Answer { get; set; }

    public Task Done => _done.Task;

    public bool Writes =>
        Streams.Exists(s => s.Events.Count > 0) || Ledger.Count > 0 || OutboxEnds.Count > 0 || Outbox.Count > 0
        || Timers.Count > 0 || Answer is not null;

    /// <summary>Whether somebody waits for an answer: it ends no work of a queue, so it is a request's.</summary>
    public bool Urgent => Ledger.Count == 0 && OutboxEnds.Count == 0;

    /// <summary>What no other unit of the same group may touch: its streams and the identifiers it claims.</summary>
    public IEnumerable<object> Keys()
    {
        foreach (var stream in Streams)
        {
            yield return new StreamKey(tenant, stream.Id);
        }

        if (Rows.Of(RowTables.IndexOf[typeof(Application.Customers.IdentifierRow)]) is { } identifiers)
        {
            foreach (Application.Customers.IdentifierRow row in identifiers)
            {
                yield return (tenant, row.Kind, row.Value);
            }
        }
    }

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception e) => _done.TrySetException(e);
}

/// <summary>What is appended to one stream.</summary>
/// <param name="Expected">
/// The version it was decided on; 0 a stream that must not exist; <see cref="Unchecked"/> any.
/// </param>
/// <param name="State">The state after the events; null when unchecked.</param>
internal sealed record StreamWrite(
    Guid Id, StreamKind Kind, long Expected, IReadOnlyList<IEvent> Events, object? State)
{
    public const long Unchecked = -1;

    public Guid[] EventIds { get; } = [.. Events.Select(_ => Guid.CreateVersion7())];

    public string[] Data { get; } = [.. Events.Select(EventTypes.Write)];

    /// <summary>The version before the append, known once the stream is locked.</summary>
    public long Before { get; set; } = Expected;
}

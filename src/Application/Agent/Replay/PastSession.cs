using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;

namespace CleanFte.Application.Agent.Replay;

/// <summary>
/// When a run began: before everything its save wrote, but for what was known when the agent was asked: who wrote, and that a
/// conversation with him was opened.
/// </summary>
internal sealed record RunMoment(long Position, SaveMark Save)
{
    public bool IsAfter(PastEvent e) =>
        e.Save == Save ? e.Event is ConversationOpened or CustomerEvent : e.Sequence < Position;
}

/// <summary>A unit of work on streams as they were at a moment. It cannot be saved.</summary>
internal sealed class PastSession(string tenant, IPastStreams streams, RunMoment moment) : IEventSession
{
    private readonly Dictionary<Guid, Opened> _opened = [];

    public string Tenant => tenant;

    public async ValueTask<T?> Load<T>(Guid stream, CancellationToken ct)
        where T : class, IStream<T>
    {
        if (!_opened.TryGetValue(stream, out var opened))
        {
            _opened[stream] = opened = new Opened();
            opened.Apply<T>((await streams.Of(stream, ct)).Where(moment.IsAfter).Select(e => e.Event));
        }

        return (T?)opened.State;
    }

    public ValueTask<T?> LoadFresh<T>(Guid stream, CancellationToken ct)
        where T : class, IStream<T> =>
        Load<T>(stream, ct);

    public long VersionOf(Guid stream) => _opened[stream].Version;

    public T Append<T>(Guid stream, Decision decision)
        where T : class, IStream<T>
    {
        if (decision.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"A refusal was appended: {refusal.Code}.");
        }

        var opened = _opened[stream];
        opened.Apply<T>(decision.Events);
        return (T)opened.State!;
    }

    public T Start<T>(Guid stream, Decision decision)
        where T : class, IStream<T>
    {
        _opened.Add(stream, new Opened());
        return Append<T>(stream, decision);
    }

    public void AppendUnchecked<T>(Guid stream, params IReadOnlyList<IEvent> events)
        where T : class, IStream<T>
    {
    }

    public void Send(OutboxMessage message)
    {
    }

    public void WithholdAgentReplies(Guid conversation)
    {
    }

    public void ReleaseHeld(Guid customer, string account)
    {
    }

    public void Readdress(Guid conversation, string account, string previous, string recipient)
    {
    }

    public void Schedule(TimerRow timer)
    {
    }

    public void Finish(LedgerRow row, LedgerEnd end, string? reason = null) => throw CannotSave();

    public void Finish(OutboxRow row, OutboxEnd end) => throw CannotSave();

    public void Remember(IdempotentAnswer answer) => throw CannotSave();

    public Task Save(CancellationToken ct) => throw CannotSave();

    public Task<Outcome> Decide<T>(
        Guid stream, Func<T, Decision> decide, CancellationToken ct, long? expectedVersion = null,
        Func<long, IdempotentAnswer>? remember = null)
        where T : class, IStream<T> =>
        throw CannotSave();

    private static InvalidOperationException CannotSave() => new("What is past cannot be saved.");

    private sealed class Opened
    {
        public object? State { get; private set; }

        public long Version { get; private set; }

        public void Apply<T>(IEnumerable<IEvent> events)
            where T : class, IStream<T>
        {
            foreach (var e in events)
            {
                State = T.Evolve((T?)State, e);
                Version++;
            }
        }
    }
}

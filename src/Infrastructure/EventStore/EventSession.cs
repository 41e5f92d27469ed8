using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Infrastructure.Messaging;

namespace CleanFte.Infrastructure.EventStore;

/// <inheritdoc cref="IEventSession"/>
internal sealed class EventSession(
    Caller caller, StreamReader streams, StreamCache cache, GroupCommit commit, LaneHash lanes, TimeProvider clock,
    Signals signals)
    : IEventSession
{
    /// <summary>How often a decision is taken anew after a lost race before the caller is told.</summary>
    private const int MaxRaces = 5;

    private readonly Dictionary<Guid, Opened> _opened = [];
    private readonly List<(Guid Stream, StreamKind Kind, IReadOnlyList<IEvent> Events)> _unchecked = [];
    private readonly List<OutboxMessage> _outbox = [];
    private readonly List<TimerRow> _timers = [];
    private readonly List<Guid> _withheld = [];
    private readonly List<(Guid Customer, string Account)> _released = [];
    private readonly List<(Guid Conversation, string Previous, string Recipient, long Lane)> _readdressed = [];
    private readonly List<(LedgerRow, LedgerEnd, string?)> _ledger = [];
    private readonly List<(OutboxRow, OutboxEnd)> _outboxEnds = [];
    private IdempotentAnswer? _answer;

    public string Tenant => caller.Tenant;

    public async ValueTask<T?> Load<T>(Guid stream, CancellationToken ct)
        where T : class, IStream<T>
    {
        if (_opened.TryGetValue(stream, out var opened))
        {
            return opened.State as T;
        }

        var key = new StreamKey(Tenant, stream);
        var kind = StreamKind.Of<T>();
        var cached = cache.Find(key);
        if (cached is { State: not T })
        {
            // An id from outside may be that of something else.
            return null;
        }

        var fresh = cached is null or { Behind: true };
        if (fresh && (cached = await streams.Load(key, kind, cached).WaitAsync(ct)) is not null)
        {
            cache.Put(key, cached);
        }

        _opened[stream] = new Opened(kind, cached?.Version ?? 0, cached?.State, fresh);
        return (T?)cached?.State;
    }

    public ValueTask<T?> LoadFresh<T>(Guid stream, CancellationToken ct)
        where T : class, IStream<T>
    {
        // What was appended to it here would be lost; whether it was the newest then, the save checks.
        if (!(_opened.TryGetValue(stream, out var opened) && (opened.Fresh || opened.Events.Count > 0)))
        {
            Forget(stream);
        }

        return Load<T>(stream, ct);
    }

    public long VersionOf(Guid stream) => _opened[stream] is var opened ? opened.Loaded + opened.Events.Count : 0;

    public T Append<T>(Guid stream, Decision decision)
        where T : class, IStream<T>
    {
        var opened = _opened[stream];
        opened.Apply(decision);
        return (T)opened.State!;
    }

    public T Start<T>(Guid stream, Decision decision)
        where T : class, IStream<T>
    {
        _opened.Add(stream, new Opened(StreamKind.Of<T>(), 0, null, true));
        return Append<T>(stream, decision);
    }

    public void AppendUnchecked<T>(Guid stream, params IReadOnlyList<IEvent> events)
        where T : class, IStream<T> =>
        _unchecked.Add((stream, StreamKind.Of<T>(), events));

    public void Send(OutboxMessage message) => _outbox.Add(message);

    public void WithholdAgentReplies(Guid conversation) => _withheld.Add(conversation);

    public void ReleaseHeld(Guid customer, string account) => _released.Add((customer, account));

    public void Readdress(Guid conversation, string account, string previous, string recipient) =>
        _readdressed.Add((conversation, previous, recipient, lanes.Of(account, recipient)));

    public void Schedule(TimerRow timer)
    {
        _timers.RemoveAll(t => t.Stream == timer.Stream && t.Kind == timer.Kind);
        _timers.Add(timer);
    }

    public void Finish(LedgerRow row, LedgerEnd end, string? reason = null) => _ledger.Add((row, end, reason));

    public void Finish(OutboxRow row, OutboxEnd end) => _outboxEnds.Add((row, end));

    public void Remember(IdempotentAnswer answer) => _answer = answer;

    public async Task Save(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var unit = Unit();
        Clear();
        if (!unit.Writes)
        {
            return;
        }

        await commit.Save(unit);
        signals.Saved(unit);
    }

    public async Task<Outcome> Decide<T>(
        Guid stream, Func<T, Decision> decide, CancellationToken ct, long? expectedVersion = null,
        Func<long, IdempotentAnswer>? remember = null)
        where T : class, IStream<T>
    {
        for (var race = 1; ; race++)
        {
            var state = await Load<T>(stream, ct);
            if (state is null)
            {
                return Refusal.NotFound(T.StreamType);
            }

            var version = VersionOf(stream);
            var decision = expectedVersion is { } expected && expected != version
                ? null
                : decide(state);
            if (decision is null or { Events.Count: 0 })
            {
                if (_opened[stream].Fresh)
                {
                    return decision is null ? Refusal.Stale(version) : new Outcome(version, decision.Refusal);
                }

                // Decided on a cached state that may be behind: look again before saying no.
                Forget(stream);
                continue;
            }

            Append<T>(stream, decision);
            var next = VersionOf(stream);
            if (remember is not null)
            {
                Remember(remember(next));
            }

            try
            {
                await Save(ct);
                return new Outcome(next, null);
            }
            catch (LostRaceException) when (race < MaxRaces)
            {
                // The state is no longer cached; the next turn decides on what the faster writer left.
            }
        }
    }

    private void Forget(Guid stream)
    {
        _opened.Remove(stream);
        cache.FallBehind(new StreamKey(Tenant, stream), long.MaxValue);
    }

    private SaveUnit Unit()
    {
        var unit = new SaveUnit(Tenant)
        {
            CorrelationId = caller.CorrelationId,
            CausationId = caller.CausationId,
            UserName = caller.UserName,
            Now = clock.GetUtcNow(),
            Answer = _answer,
        };
        foreach (var (id, opened) in _opened)
        {
            unit.Streams.Add(new StreamWrite(id, opened.Kind, opened.Loaded, opened.Events, opened.State));
            if (opened.Events.Count > 0)
            {
                opened.Kind.Project(
                    Tenant, id, opened.State, opened.Loaded + opened.Events.Count, opened.Events, unit.Rows);
            }
        }

        foreach (var (id, kind, events) in _unchecked)
        {
            unit.Streams.Add(new StreamWrite(id, kind, StreamWrite.Unchecked, events, null));
            kind.Project(Tenant, id, null, 0, events, unit.Rows);
        }

        unit.Streams.Sort((a, b) => a.Id.CompareTo(b.Id));
        unit.Outbox.AddRange(_outbox.Select(m => (m, lanes.Of(m.Account, LaneOf(m)))));
        unit.Timers.AddRange(_timers);
        unit.Withheld.AddRange(_withheld);
        unit.Released.AddRange(_released);
        unit.Readdressed.AddRange(_readdressed);
        unit.Ledger.AddRange(_ledger);
        unit.OutboxEnds.AddRange(_outboxEnds);
        return unit;
    }

    /// <summary>An approved text that tells somebody to write must not wait behind what waits for him to write.</summary>
    private static string LaneOf(OutboxMessage message) =>
        message.Template is null ? message.Recipient : $"{message.Recipient} template";

    private void Clear()
    {
        _opened.Clear();
        _unchecked.Clear();
        _outbox.Clear();
        _timers.Clear();
        _withheld.Clear();
        _released.Clear();
        _readdressed.Clear();
        _ledger.Clear();
        _outboxEnds.Clear();
        _answer = null;
    }

    /// <summary>A stream within this unit of work.</summary>
    private sealed class Opened(StreamKind kind, long loaded, object? state, bool fresh)
    {
        public StreamKind Kind => kind;

        /// <summary>The version it was read at.</summary>
        public long Loaded => loaded;

        /// <summary>Whether it was read from the database in this session.</summary>
        public bool Fresh => fresh;

        public object? State { get; private set; } = state;

        public List<IEvent> Events { get; } = [];

        public void Apply(Decision decision)
        {
            if (decision.Refusal is { } refusal)
            {
                throw new InvalidOperationException($"A refusal was appended: {refusal.Code}.");
            }

            foreach (var e in decision.Events)
            {
                Events.Add(e);
                State = kind.Evolve(State, e);
            }
        }
    }
}

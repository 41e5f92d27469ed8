using System.Threading.Channels;
using CleanFte.Application.Knowledge;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Projections;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Wakes what waits in this process, and tells the other processes through <see cref="Instance"/>. A signal is a hint:
/// every waiter also looks by itself now and then.
/// </summary>
internal sealed class Signals
{
    public Signal Inbox { get; } = new();

    public Signal Outbox { get; } = new();

    public Signal Timers { get; } = new();

    public Signal Log { get; } = new();

    public Signal Knowledge { get; } = new();

    /// <summary>Channel accounts were changed.</summary>
    public Signal Channels { get; } = new();

    /// <summary>The log too, for those who follow the inbox.</summary>
    public Signal Inboxes { get; } = new();

    /// <summary>The log too, for those who read its feed.</summary>
    public Signal Feed { get; } = new();

    /// <summary>The log too, for what looks through it for subscriptions.</summary>
    public Signal Subscriptions { get; } = new();

    /// <summary>Something is to be delivered to a subscription.</summary>
    public Signal Deliveries { get; } = new();

    /// <summary>Who waits for what was recorded to be done with.</summary>
    public Settlements Settlements { get; } = new();

    /// <summary>Somebody was erased: what is kept in memory may still be about him.</summary>
    public event Action? Erased;

    /// <summary>Raised with every local signal; the instance passes it on.</summary>
    public Signal Others { get; } = new();

    private static readonly int Passages = RowTables.IndexOf[typeof(PassageRow)];

    private int _pending;

    public void Recorded() => Raise(Topic.Inbox);

    public void Saved(SaveUnit unit)
    {
        var topics = Topic.Log;
        topics |= unit.Outbox.Count > 0 || unit.Released.Count > 0 ? Topic.Outbox : 0;
        topics |= unit.Timers.Count > 0 ? Topic.Timers : 0;
        topics |= unit.Rows.Of(Passages) is not null ? Topic.Knowledge : 0;
        Settlements.Saved(unit);
        Raise(topics);
    }

    public void Raise(Topic topics)
    {
        Wake(topics);
        Interlocked.Or(ref _pending, (int)topics);
        Others.Set();
    }

    /// <summary>Another process has told it.</summary>
    public void Hear(Topic topics)
    {
        Wake(topics);
        if (topics.HasFlag(Topic.Log))
        {
            Settlements.LookAgain();
        }
    }

    /// <summary>Wakes this process only.</summary>
    public void Wake(Topic topics)
    {
        if (topics.HasFlag(Topic.Inbox))
        {
            Inbox.Set();
        }

        if (topics.HasFlag(Topic.Outbox))
        {
            Outbox.Set();
        }

        if (topics.HasFlag(Topic.Timers))
        {
            Timers.Set();
        }

        if (topics.HasFlag(Topic.Log))
        {
            Log.Set();
            Inboxes.Set();
            Feed.Set();
            Subscriptions.Set();
        }

        if (topics.HasFlag(Topic.Knowledge))
        {
            Knowledge.Set();
        }

        if (topics.HasFlag(Topic.Channels))
        {
            Channels.Set();
        }

        if (topics.HasFlag(Topic.Erasure))
        {
            Erased?.Invoke();
        }
    }

    /// <summary>What was raised since the last call.</summary>
    public Topic TakePending() => (Topic)Interlocked.Exchange(ref _pending, 0);
}

[Flags]
internal enum Topic
{
    None = 0,
    Inbox = 1,
    Outbox = 2,
    Timers = 4,
    Log = 8,
    Knowledge = 16,
    Channels = 32,
    Erasure = 64,
}

/// <summary>Remembers that it was set until somebody has waited for it.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _set =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Returns when it was set or the time is over; whether it was set.</summary>
    public async Task<bool> Wait(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        if (_set.Reader.TryRead(out _))
        {
            return true;
        }

        using var timeout = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            return await _set.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time is over: the caller looks by itself.
            return false;
        }
    }
}

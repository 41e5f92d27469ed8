using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CleanFte.Application.Conversations;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Conversations;

/// <summary>
/// Reads the log once for everybody who listens in this process, woken by what is saved; with nobody listening it rests.
/// </summary>
internal sealed class InboxFeed(NpgsqlDataSource database, Signals signals, TimeProvider clock, ILogger<InboxFeed> log)
    : BackgroundService, IInboxFeed
{
    /// <summary>Listeners of one process.</summary>
    public const int MaxListeners = 500;

    /// <summary>Listeners of one tenant, so that none takes the room of all.</summary>
    private const int MaxOfTenant = 200;

    /// <summary>Changes that wait for one listener; he who lets more pile up is cut off and resumes.</summary>
    private const int MaxWaiting = 1_000;

    /// <summary>Changes that are told again to who resumes; of more he is told that there were more.</summary>
    private const int MaxResumed = 1_000;

    /// <summary>Places of the log, all tenants', that are looked through for who resumes.</summary>
    private const int MaxBehind = 500_000;

    private const int PageSize = 1_000;

    /// <summary>Should a signal be lost, a change is late by so much.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);

    private static readonly string[] Types =
    [
        EventTypes.NameOf<MessageReceived>(), EventTypes.NameOf<ReplyDecided>(), EventTypes.NameOf<HandedOver>(),
        EventTypes.NameOf<AgentResumed>(), EventTypes.NameOf<ConversationClosed>(), EventTypes.NameOf<TaskOpened>(),
        EventTypes.NameOf<TaskAssigned>(), EventTypes.NameOf<TaskReturned>(), EventTypes.NameOf<TaskClaimed>(),
        EventTypes.NameOf<TaskCompleted>(), EventTypes.NameOf<WentOnline>(), EventTypes.NameOf<WentOffline>(),
    ];

    private const string ResumeSql = """
        select seq_id, tenant_id, stream_id, version, type, data, timestamp from mt_events
        where tenant_id = $1 and seq_id > $2 and seq_id <= $3 and type = any($4) order by seq_id limit $5
        """;

    private readonly ConcurrentDictionary<Listener, bool> _listeners = new();
    private readonly Signal _arrived = new();
    private long _position;

    public bool HasRoomFor(string tenant) =>
        _listeners.Count < MaxListeners && _listeners.Keys.Count(listener => listener.Tenant == tenant) < MaxOfTenant;

    public async IAsyncEnumerable<InboxChange> Listen(
        string tenant, long? after, [EnumeratorCancellation] CancellationToken ct)
    {
        var listener = new Listener(tenant);
        _listeners.TryAdd(listener, true);
        try
        {
            _arrived.Set();
            signals.Inboxes.Set();
            var from = await listener.Begun.Task.WaitAsync(ct);
            await foreach (var change in Resumed(tenant, after, from, ct))
            {
                yield return change;
            }

            yield return new InboxChange(from, InboxChange.Listening, clock.GetUtcNow());
            await foreach (var change in listener.Waiting.Reader.ReadAllAsync(ct))
            {
                yield return change;
            }
        }
        finally
        {
            _listeners.TryRemove(listener, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reader = new LogReader(database, Types);
        var reading = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_listeners.IsEmpty)
                {
                    reading = false;
                    await _arrived.Wait(LongestSleep, clock, stoppingToken);
                    continue;
                }

                if (!reading)
                {
                    _position = await reader.Settle(stoppingToken);
                    reading = true;
                }

                await Step(reader, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                log.LogWarning("The log could not be read for those who listen ({Reason}); trying again.", e.Message);
                await _arrived.Wait(OutagePause, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private async Task Step(LogReader reader, CancellationToken ct)
    {
        // Whoever came is told from here on; what was before is read for him alone.
        foreach (var listener in _listeners.Keys)
        {
            listener.Begun.TrySetResult(_position);
        }

        var page = await reader.Read(_position, PageSize, ct);
        foreach (var e in page.Events.Where(e => !e.Data.IsEmpty))
        {
            Tell(e.Tenant, ChangeOf(e));
        }

        _position = page.Position;
        if (page.Events.Count < PageSize)
        {
            await signals.Inboxes.Wait(page.BlockedBy.Count > 0 ? LogReader.Recheck : LongestSleep, clock, ct);
        }
    }

    private void Tell(string tenant, InboxChange change)
    {
        foreach (var listener in _listeners.Keys)
        {
            if (listener.Tenant == tenant && change.Id > listener.From && !listener.Waiting.Writer.TryWrite(change))
            {
                listener.Waiting.Writer.TryComplete();
            }
        }
    }

    /// <summary>What a listener has missed, up to where he is told what comes.</summary>
    private async IAsyncEnumerable<InboxChange> Resumed(
        string tenant, long? after, long upTo, [EnumeratorCancellation] CancellationToken ct)
    {
        if (after is not { } last || last >= upTo)
        {
            yield break;
        }

        if (upTo - last > MaxBehind)
        {
            yield return new InboxChange(upTo, InboxChange.Missed, clock.GetUtcNow());
            yield break;
        }

        var missed = await database.Statement(ResumeSql, tenant, last, upTo, Types, MaxResumed + 1).Rows(
            r => new LogEvent(
                r.GetInt64(0), r.GetString(1), r.GetGuid(2), r.GetInt64(3), r.GetString(4), r.GetFieldValue<byte[]>(5),
                r.Time(6)),
            ct);
        if (missed.Count > MaxResumed)
        {
            yield return new InboxChange(upTo, InboxChange.Missed, clock.GetUtcNow());
            yield break;
        }

        foreach (var e in missed)
        {
            yield return ChangeOf(e);
        }
    }

    private static InboxChange ChangeOf(LogEvent e)
    {
        var change = new InboxChange(e.Sequence, e.Type, e.Timestamp);
        return EventTypes.Read(e.Type, e.Data.Span) switch
        {
            MessageReceived => change with { ConversationId = e.Stream, Author = "citizen" },
            ReplyDecided r => change with
            {
                ConversationId = e.Stream,
                Author = WireName.Of(r.Author),
                Member = r.Member?.Value,
            },
            HandedOver h => change with { ConversationId = e.Stream, TaskId = h.Task?.Value, Reason = h.Reason },
            AgentResumed => change with { ConversationId = e.Stream },
            ConversationClosed c => change with { ConversationId = e.Stream, Reason = c.Reason },
            TaskOpened t => change with { TaskId = e.Stream, ConversationId = t.Conversation?.Value, Reason = t.Reason },
            TaskAssigned t => change with { TaskId = e.Stream, Member = t.Member },
            TaskReturned t => change with { TaskId = e.Stream, Member = t.Member, Reason = t.Reason },
            TaskClaimed t => change with { TaskId = e.Stream, Member = t.Member },
            TaskCompleted t => change with { TaskId = e.Stream, Member = t.Member?.Value, Reason = t.Outcome },
            _ => change with { Member = e.Stream },
        };
    }

    private sealed class Listener(string tenant)
    {
        public string Tenant => tenant;

        public long From => Begun.Task.IsCompletedSuccessfully ? Begun.Task.Result : long.MaxValue;

        /// <summary>Completed with the place in the log from which he is told.</summary>
        public TaskCompletionSource<long> Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Channel<InboxChange> Waiting { get; } =
            System.Threading.Channels.Channel.CreateBounded<InboxChange>(MaxWaiting);
    }
}

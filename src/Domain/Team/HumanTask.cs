using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Team;

/// <summary>What happened to a piece of work for people.</summary>
public abstract record HumanTaskEvent : IEvent;

/// <param name="Conversation">Null for a ticket that was not opened by one.</param>
/// <param name="ServiceCode">What it is about; the skill it needs.</param>
/// <param name="Language">Of the citizen: en, es, fr, other.</param>
public sealed record TaskOpened(
    TaskId Task,
    TaskKind Kind,
    ConversationId? Conversation,
    TicketId Ticket,
    string TrackingNumber,
    Channel Channel,
    Priority Priority,
    string Reason,
    string ServiceCode,
    string Language,
    DateTimeOffset At) : HumanTaskEvent;

/// <param name="Candidates">Who was online, and what spoke for or against him.</param>
public sealed record TaskAssigned(MemberId Member, IReadOnlyList<Candidate> Candidates, DateTimeOffset At) : HumanTaskEvent;

/// <summary>Whoever had it has it no more; it waits, or is assigned anew in the same save.</summary>
/// <param name="Reason"><c>not_claimed</c>, <c>offline</c>, <c>passed_on</c>.</param>
public sealed record TaskReturned(MemberId Member, string Reason, DateTimeOffset At) : HumanTaskEvent;

public sealed record TaskClaimed(MemberId Member, DateTimeOffset At) : HumanTaskEvent;

/// <param name="Member">Who has done it, or null where nobody had to.</param>
/// <param name="Outcome"><c>handed_back</c>, <c>closed</c>, <c>resolved</c>.</param>
public sealed record TaskCompleted(MemberId? Member, string Outcome, DateTimeOffset At) : HumanTaskEvent;

/// <summary>A piece of work for people: a conversation that was handed over.</summary>
public sealed record HumanTask(TaskOpened Opened) : IStream<HumanTask>
{
    /// <summary>Why it was returned by somebody who went; he may have it again when he is back.</summary>
    public const string Offline = "offline";

    public static string StreamType => "human_task";

    public TaskState State { get; init; } = TaskState.Waiting;

    /// <summary>Whose it is, or whose it was when it was done.</summary>
    public MemberId? Member { get; init; }

    public DateTimeOffset? AssignedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? Outcome { get; init; }

    /// <summary>Who had it since somebody last claimed it, and did not.</summary>
    public IReadOnlyList<MemberId> Had { get; init; } = [];

    static HumanTask? IStream<HumanTask>.Evolve(HumanTask? state, IEvent e) =>
        e is HumanTaskEvent t ? Evolve(state, t) : state;

    public static HumanTask? Evolve(HumanTask? task, HumanTaskEvent e) => e switch
    {
        TaskOpened o => new HumanTask(o),
        TaskAssigned a => task! with { State = TaskState.Assigned, Member = a.Member, AssignedAt = a.At },
        TaskReturned r => task! with
        {
            State = TaskState.Waiting,
            Member = null,
            AssignedAt = null,
            Had = r.Reason == Offline || task.Had.Contains(r.Member) ? task.Had : [.. task.Had, r.Member],
        },
        TaskClaimed c => task! with { State = TaskState.Claimed, Member = c.Member, Had = [] },
        TaskCompleted c => task! with
        {
            State = TaskState.Done,
            Member = c.Member ?? task.Member,
            CompletedAt = c.At,
            Outcome = c.Outcome,
        },
        _ => task,
    };
}

/// <summary>What may be done with a task. Pure: times and ids come in.</summary>
public static class TaskDecider
{
    public static Decision<HumanTaskEvent> Open(HumanTask? task, TaskOpened opened) => task is null ? opened : Decision.Nothing;

    public static Decision<HumanTaskEvent> Assign(
        HumanTask task, MemberId member, IReadOnlyList<Candidate> candidates, DateTimeOffset now) => task.State switch
        {
            TaskState.Done => TaskRefusals.Done,
            TaskState.Assigned when task.Member == member => Decision.Nothing,
            TaskState.Waiting => new TaskAssigned(member, candidates, now),
            _ => new HumanTaskEvent[]
            {
                new TaskReturned(task.Member!.Value, "passed_on", now), new TaskAssigned(member, candidates, now),
            },
        };

    public static Decision<HumanTaskEvent> Return(HumanTask task, MemberId member, string reason, DateTimeOffset now) =>
        task is { State: TaskState.Assigned or TaskState.Claimed } && task.Member == member
            ? new TaskReturned(member, reason, now)
            : Decision.Nothing;

    /// <summary>What was given to one may be claimed by another as long as he has not.</summary>
    public static Decision<HumanTaskEvent> Claim(HumanTask task, MemberId member, DateTimeOffset now) => task switch
    {
        { State: TaskState.Done } => TaskRefusals.Done,
        { State: TaskState.Claimed } when task.Member != member => TaskRefusals.Taken,
        { State: TaskState.Claimed } => Decision.Nothing,
        _ => new TaskClaimed(member, now),
    };

    public static Decision<HumanTaskEvent> Complete(HumanTask task, MemberId? member, string outcome, DateTimeOffset now) =>
        task.State == TaskState.Done ? Decision.Nothing : new TaskCompleted(member ?? task.Member, outcome, now);
}

public static class TaskRefusals
{
    public static readonly Refusal Done = new(
        "task.done", "This is done. A new hand-over opens a new task.", RefusalKind.State);

    public static readonly Refusal Taken = new(
        "task.taken", "A colleague has claimed it. Ask him, or pass it on with POST /tasks/{task}/assign.", RefusalKind.State);
}

public enum TaskKind
{
    /// <summary>A conversation that people take over.</summary>
    Handoff,
}

public enum TaskState
{
    /// <summary>Nobody has it.</summary>
    Waiting,

    /// <summary>It was given to somebody who has not begun.</summary>
    Assigned,
    Claimed,
    Done,
}

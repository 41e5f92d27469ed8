using CleanFte.Domain.Team;

namespace CleanFte.Application.Team;

/// <summary>The team and its work, read from the read models.</summary>
public interface ITeam
{
    /// <summary>Who is online at the moment, at most <paramref name="limit"/>, the next in turn first.</summary>
    Task<IReadOnlyList<TeamMember>> Online(string tenant, int limit, CancellationToken ct);

    /// <summary>Everybody who has not left, by name.</summary>
    Task<IReadOnlyList<MemberView>> Members(string tenant, CancellationToken ct);

    /// <summary>What a member has and has not done, oldest first.</summary>
    Task<IReadOnlyList<TaskId>> TasksOf(string tenant, MemberId member, int limit, CancellationToken ct);

    /// <summary>What nobody has, the most urgent and then the oldest first.</summary>
    Task<IReadOnlyList<WaitingTask>> Waiting(string tenant, int limit, CancellationToken ct);

    /// <summary>What is to be done about a ticket.</summary>
    Task<IReadOnlyList<TaskId>> TasksAbout(string tenant, Domain.Tickets.TicketId ticket, int limit, CancellationToken ct);

    Task<MemberView?> Find(string tenant, Guid member, CancellationToken ct);

    Task<TaskPage> Tasks(string tenant, TaskFilter filter, CancellationToken ct);
}

/// <summary>What nobody has, and what it takes.</summary>
public sealed record WaitingTask(TaskId Id, string ServiceCode, string Language);

/// <param name="Version">Of the member's stream.</param>
public sealed record MemberView(
    Guid Id, string Name, IReadOnlyList<string> Skills, IReadOnlyList<string> Languages, bool Online,
    DateTimeOffset? LastGivenAt, int OpenTasks, long Version);

/// <summary>Which tasks are listed; null means any.</summary>
public sealed record TaskFilter(TaskState? State, Guid? Member, int Limit, TaskCursor? After);

/// <summary>The last task of a page.</summary>
public sealed record TaskCursor(DateTimeOffset OpenedAt, Guid Id);

public sealed record TaskPage(IReadOnlyList<TaskView> Tasks, TaskCursor? Next);

/// <summary>A piece of work for people.</summary>
/// <param name="Member">Whose it is; null while it waits.</param>
public sealed record TaskView(
    Guid Id, TaskKind Kind, TaskState State, Guid? ConversationId, Guid TicketId, string TrackingNumber, string Channel,
    string Language, string ServiceCode, Domain.Tickets.Priority Priority, string Reason, Guid? Member,
    DateTimeOffset OpenedAt, DateTimeOffset? AssignedAt, DateTimeOffset? CompletedAt, string? Outcome, long Version);

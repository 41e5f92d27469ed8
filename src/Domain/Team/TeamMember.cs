namespace CleanFte.Domain.Team;

/// <summary>What happened to a colleague.</summary>
public abstract record TeamMemberEvent : IEvent;

/// <param name="Skills">Codes or groups of the catalogue; none means all.</param>
/// <param name="Languages">Of en, es, fr; none means all.</param>
public sealed record MemberJoined(
    MemberId Member, [property: PersonalData] string Name, IReadOnlyList<string> Skills, IReadOnlyList<string> Languages,
    DateTimeOffset At) : TeamMemberEvent;

/// <inheritdoc cref="MemberJoined"/>
public sealed record MemberChanged(
    [property: PersonalData] string Name, IReadOnlyList<string> Skills, IReadOnlyList<string> Languages, DateTimeOffset At)
    : TeamMemberEvent;

public sealed record MemberLeft(DateTimeOffset At) : TeamMemberEvent;

public sealed record WentOnline(DateTimeOffset At) : TeamMemberEvent;

/// <param name="Reason"><c>own_choice</c>, <c>forgotten</c> after a day, <c>left</c>.</param>
public sealed record WentOffline(string Reason, DateTimeOffset At) : TeamMemberEvent;

/// <summary>His turn: a task was given to him.</summary>
public sealed record TaskGiven(TaskId Task, DateTimeOffset At) : TeamMemberEvent;

/// <summary>A colleague who can take conversations over.</summary>
public sealed record TeamMember(
    MemberId Id, string Name, IReadOnlyList<string> Skills, IReadOnlyList<string> Languages) : IStream<TeamMember>
{
    /// <summary>Changes of presence within <see cref="PresencePeriod"/>; more is a program gone wrong.</summary>
    public const int MaxPresenceChanges = 10;

    public static readonly TimeSpan PresencePeriod = TimeSpan.FromMinutes(1);

    /// <summary>Who has been online for so long has forgotten to go.</summary>
    public static readonly TimeSpan LongestPresence = TimeSpan.FromHours(16);

    public static string StreamType => "team_member";

    public bool Online { get; init; }

    public bool Left { get; init; }

    /// <summary>When something was last given to him; null for never.</summary>
    public DateTimeOffset? LastGivenAt { get; init; }

    public DateTimeOffset? OnlineSince { get; init; }

    /// <summary>When his presence changed of late, the last <see cref="MaxPresenceChanges"/> times.</summary>
    private IReadOnlyList<DateTimeOffset> Changes { get; init; } = [];

    /// <summary>Whether it changes too often to be a person's doing.</summary>
    public bool Flaps(DateTimeOffset now) => Changes.Count == MaxPresenceChanges && now - Changes[0] < PresencePeriod;

    static TeamMember? IStream<TeamMember>.Evolve(TeamMember? state, IEvent e) =>
        e is TeamMemberEvent t ? Evolve(state, t) : state;

    public static TeamMember? Evolve(TeamMember? member, TeamMemberEvent e) => e switch
    {
        MemberJoined j when member is null => new TeamMember(j.Member, j.Name, j.Skills, j.Languages),
        MemberJoined j => member with { Name = j.Name, Skills = j.Skills, Languages = j.Languages, Left = false },
        MemberChanged c => member! with { Name = c.Name, Skills = c.Skills, Languages = c.Languages },
        MemberLeft => member! with { Left = true },
        WentOnline w => member! with { Online = true, OnlineSince = w.At, Changes = After(member, w.At) },
        WentOffline w => member! with { Online = false, OnlineSince = null, Changes = After(member, w.At) },
        TaskGiven g => member! with { LastGivenAt = g.At },
        _ => member,
    };

    private static IReadOnlyList<DateTimeOffset> After(TeamMember member, DateTimeOffset at) =>
        [.. member.Changes.Skip(Math.Max(0, member.Changes.Count + 1 - MaxPresenceChanges)), at];
}

/// <summary>What colleagues may do, and what may be done with them.</summary>
public static class TeamDecider
{
    public static Decision<TeamMemberEvent> Join(TeamMember? member, MemberJoined joined) => member switch
    {
        null or { Left: true } => joined,
        _ => Decision.Nothing,
    };

    public static Decision<TeamMemberEvent> Change(
        TeamMember member, string name, IReadOnlyList<string> skills, IReadOnlyList<string> languages, DateTimeOffset now) =>
        member.Left ? TeamRefusals.Left
        : member.Name == name && member.Skills.SequenceEqual(skills) && member.Languages.SequenceEqual(languages)
            ? Decision.Nothing
            : new MemberChanged(name, skills, languages, now);

    public static Decision<TeamMemberEvent> Leave(TeamMember member, DateTimeOffset now) => member switch
    {
        { Left: true } => Decision.Nothing,
        { Online: true } => new TeamMemberEvent[] { new WentOffline("left", now), new MemberLeft(now) },
        _ => new MemberLeft(now),
    };

    public static Decision<TeamMemberEvent> GoOnline(TeamMember member, DateTimeOffset now) => member switch
    {
        { Left: true } => TeamRefusals.Left,
        { Online: true } => Decision.Nothing,
        _ when member.Flaps(now) => TeamRefusals.Flaps,
        _ => new WentOnline(now),
    };

    public static Decision<TeamMemberEvent> GoOffline(TeamMember member, string reason, DateTimeOffset now) => member switch
    {
        { Online: false } => Decision.Nothing,
        _ when reason == "own_choice" && member.Flaps(now) => TeamRefusals.Flaps,
        _ => new WentOffline(reason, now),
    };

    /// <summary>Sends home who has forgotten to go.</summary>
    public static Decision<TeamMemberEvent> Forget(TeamMember member, DateTimeOffset now) =>
        member.OnlineSince is { } since && now - since >= TeamMember.LongestPresence
            ? GoOffline(member, "forgotten", now)
            : Decision.Nothing;

    public static Decision<TeamMemberEvent> Give(TeamMember member, TaskId task, DateTimeOffset now) =>
        member.Online ? new TaskGiven(task, now) : TeamRefusals.Offline;
}

public static class TeamRefusals
{
    public static readonly Refusal Left = new(
        "member.left", "This colleague has left the team. Let him join again first.", RefusalKind.State);

    public static readonly Refusal Offline = new("member.offline", "This colleague is offline.", RefusalKind.State);

    public static readonly Refusal Flaps = new(
        "member.presence_too_often",
        $"Presence has changed {TeamMember.MaxPresenceChanges} times within a minute. It stays as it is; wait a minute.",
        RefusalKind.TooOften);
}

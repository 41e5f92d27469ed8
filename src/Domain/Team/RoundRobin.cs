namespace CleanFte.Domain.Team;

/// <summary>Somebody online, looked at for a task.</summary>
/// <param name="LastGivenAt">When something was last given to him; null for never.</param>
public sealed record Candidate(MemberId Member, DateTimeOffset? LastGivenAt, CandidateFit Fit);

/// <summary>What spoke for or against somebody.</summary>
public enum CandidateFit
{
    Eligible,

    /// <summary>He does not do what it is about.</summary>
    LacksSkill,

    /// <summary>He does not speak the citizen's language.</summary>
    LacksLanguage,

    /// <summary>It was his before, and he did not claim it.</summary>
    HadIt,
}

/// <summary>Who is to have the next task: a pure function of who is online.</summary>
public static class RoundRobin
{
    /// <summary>Candidates that an event names; of more, those whose turn is nearest.</summary>
    public const int MaxNamed = 50;

    /// <param name="member">Somebody online.</param>
    /// <param name="task">What is to be given.</param>
    /// <param name="group">The group of the service it is about, or null.</param>
    public static CandidateFit FitOf(TeamMember member, HumanTask task, string? group) =>
        task.Had.Contains(member.Id) ? CandidateFit.HadIt : FitOf(member, task.Opened.ServiceCode, group, task.Opened.Language);

    /// <summary>Whether somebody can do what it takes.</summary>
    public static CandidateFit FitOf(TeamMember member, string service, string? group, string language) =>
        member.Skills.Count > 0 && !member.Skills.Contains(service) && (group is null || !member.Skills.Contains(group))
            ? CandidateFit.LacksSkill
        : member.Languages.Count > 0 && language != Conversations.LanguageGuess.Other && !member.Languages.Contains(language)
            ? CandidateFit.LacksLanguage
        : CandidateFit.Eligible;

    /// <summary>Whoever was never given anything, then whoever was least recently; null when nobody fits.</summary>
    public static MemberId? Choose(IEnumerable<Candidate> candidates) =>
        InTurn(candidates.Where(c => c.Fit == CandidateFit.Eligible)).Select(c => (MemberId?)c.Member).FirstOrDefault();

    /// <summary>The next in turn first.</summary>
    public static IOrderedEnumerable<Candidate> InTurn(IEnumerable<Candidate> candidates) =>
        candidates.OrderBy(c => c.LastGivenAt ?? DateTimeOffset.MinValue).ThenBy(c => c.Member.Value);
}

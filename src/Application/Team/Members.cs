using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Team;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Team;

/// <summary>Takes a colleague into the team.</summary>
/// <param name="Skills">Codes or groups of the catalogue; none means all.</param>
/// <param name="Languages">Of en, es, fr; none means all.</param>
public sealed record AddMember(string Name, IReadOnlyList<string>? Skills, IReadOnlyList<string>? Languages)
    : IRequest<Outcome<AddedMember>>, IMemberData
{
    internal sealed class Validator : MemberValidator<AddMember>;

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<AddMember, Outcome<AddedMember>>
    {
        public async Task<Outcome<AddedMember>> Handle(AddMember command, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var id = MemberId.New(now);
            session.Start<TeamMember>(id, TeamDecider.Join(null, new MemberJoined(
                id, command.CleanName(), command.CleanSkills(), command.CleanLanguages(), now)));
            await session.Save(ct);
            return new AddedMember(id);
        }
    }
}

public sealed record AddedMember(MemberId Id);

/// <summary>Changes what is known of a colleague. Who has left and is changed has come back.</summary>
/// <inheritdoc cref="AddMember"/>
public sealed record ChangeMember(
    MemberId Member, string Name, IReadOnlyList<string>? Skills, IReadOnlyList<string>? Languages)
    : IRequest<Outcome>, IMemberData
{
    internal sealed class Validator : MemberValidator<ChangeMember>;

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<ChangeMember, Outcome>
    {
        public Task<Outcome> Handle(ChangeMember command, CancellationToken ct) => session.Decide<TeamMember>(
            command.Member,
            member =>
            {
                if (member.Online)
                {
                    session.Schedule(RedistributeTasks.Timer(command.Member, clock.GetUtcNow()));
                }

                return member.Left
                    ? TeamDecider.Join(member, new MemberJoined(
                        command.Member, command.CleanName(), command.CleanSkills(), command.CleanLanguages(), clock.GetUtcNow()))
                    : TeamDecider.Change(
                        member, command.CleanName(), command.CleanSkills(), command.CleanLanguages(), clock.GetUtcNow());
            },
            ct);
    }
}

/// <summary>A colleague leaves the team; what he has not done goes to others.</summary>
public sealed record RemoveMember(MemberId Member) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<RemoveMember, Outcome>
    {
        public Task<Outcome> Handle(RemoveMember command, CancellationToken ct) => session.Decide<TeamMember>(
            command.Member,
            member =>
            {
                var decision = TeamDecider.Leave(member, clock.GetUtcNow());
                if (decision.Events.Count > 0)
                {
                    session.Schedule(RedistributeTasks.Timer(command.Member, clock.GetUtcNow()));
                }

                return decision;
            },
            ct);
    }
}

/// <summary>Everybody in the team.</summary>
public sealed record ListMembers : IRequest<Outcome<IReadOnlyList<MemberView>>>
{
    internal sealed class Handler(IEventSession session, ITeam team)
        : IRequestHandler<ListMembers, Outcome<IReadOnlyList<MemberView>>>
    {
        public async Task<Outcome<IReadOnlyList<MemberView>>> Handle(ListMembers query, CancellationToken ct) =>
            new(await team.Members(session.Tenant, ct), null);
    }
}

/// <summary>What is said of a colleague.</summary>
internal interface IMemberData
{
    string Name { get; }

    IReadOnlyList<string>? Skills { get; }

    IReadOnlyList<string>? Languages { get; }
}

internal static class MemberDataExtensions
{
    public static string CleanName(this IMemberData data) => StorableText.Clean(data.Name.Trim());

    public static IReadOnlyList<string> CleanSkills(this IMemberData data) =>
        [.. (data.Skills ?? []).Select(StorableText.Clean).Distinct()];

    public static IReadOnlyList<string> CleanLanguages(this IMemberData data) => [.. (data.Languages ?? []).Distinct()];
}

internal abstract class MemberValidator<T> : AbstractValidator<T>
    where T : IMemberData
{
    private const int MaxName = 100;

    private const int MaxSkills = 100;

    private const int MaxSkill = 100;

    protected MemberValidator()
    {
        RuleFor(c => c.Name).Must(n => n?.Trim().Length is >= 1 and <= MaxName)
            .WithMessage($"Give a name of 1 to {MaxName} characters.");
        RuleFor(c => c.Skills)
            .Must(s => s is null || (s.Count <= MaxSkills && s.All(k => k is { Length: > 0 and <= MaxSkill })))
            .WithMessage($"Name at most {MaxSkills} codes or groups of the catalogue; leave it out for all.");
        RuleFor(c => c.Languages).Must(l => l is null || l.All(k => ArticleContent.Languages.Contains(k)))
            .WithMessage($"Use {string.Join(", ", ArticleContent.Languages)}; leave it out for all.");
    }
}

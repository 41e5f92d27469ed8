using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Team;

/// <summary>
/// Gives a task to whoever's turn it is, within a unit of work. One task per unit: the place in the turn is held until the
/// unit's scope ends, and is given up when the unit decides anew.
/// </summary>
internal sealed class Assignment(
    IEventSession session, ITeam team, ICatalogue catalogues, ITenantProfiles profiles, Rota rota, TimeProvider clock)
    : IDisposable
{
    /// <summary>Members looked at for one task.</summary>
    public const int MaxRoster = 500;

    /// <summary>Readings of the roster that had changed before anything could be given.</summary>
    private const int MaxReadings = 4;

    private Reservation? _reserved;

    /// <summary>Who is online now, whoever's turn it is first.</summary>
    public Task<IReadOnlyList<TeamMember>> Roster(CancellationToken ct) => team.Online(session.Tenant, MaxRoster, ct);

    /// <summary>Appends the assignment of a task in this session; null when nobody can have it now.</summary>
    public async Task<MemberId?> Give(TaskId id, CancellationToken ct) => await Give(id, await Roster(ct), ct);

    /// <summary>The same, where the roster was read already.</summary>
    /// <param name="id">The task.</param>
    /// <param name="roster">Who is online, read a moment ago; it is read again where it has changed.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<MemberId?> Give(TaskId id, IReadOnlyList<TeamMember> roster, CancellationToken ct)
    {
        for (var reading = 1; reading <= MaxReadings; reading++, roster = await Roster(ct))
        {
            var task = (await session.Load<HumanTask>(id, ct))!;
            var candidates = await Candidates(task, roster, ct);
            _reserved?.Dispose();
            _reserved = rota.Reserve(session.Tenant, candidates, clock.GetUtcNow());
            if (_reserved is null)
            {
                return null;
            }

            await _reserved.Enter(ct);
            var member = await session.Load<TeamMember>(_reserved.Member, ct);
            var read = roster.First(m => m.Id == _reserved.Member);
            if (member is { Online: true } && (!_reserved.First || Same(member.LastGivenAt, read.LastGivenAt)))
            {
                await Append(task, member, candidates, ct);
                return member.Id;
            }
        }

        return null;
    }

    /// <summary>Whoever's turn it would be; nothing is reserved and nothing appended.</summary>
    public async Task<MemberId?> Preview(HumanTask task, IReadOnlyList<TeamMember> roster, CancellationToken ct) =>
        RoundRobin.Choose(await Candidates(task, roster, ct));

    public void Dispose() => _reserved?.Dispose();

    private async Task<IReadOnlyList<Candidate>> Candidates(
        HumanTask task, IReadOnlyList<TeamMember> roster, CancellationToken ct)
    {
        var catalogue = await catalogues.Of(session.Tenant, ct);
        var group = catalogue.Find(task.Opened.ServiceCode)?.Group;
        return [.. roster.Select(m => new Candidate(m.Id, m.LastGivenAt, RoundRobin.FitOf(m, task, group)))];
    }

    private async Task Append(HumanTask task, TeamMember member, IReadOnlyList<Candidate> candidates, CancellationToken ct)
    {
        var id = task.Opened.Task;
        session.Append<TeamMember>(member.Id, TeamDecider.Give(member, id, _reserved!.At));
        Candidate[] named =
        [
            .. RoundRobin.InTurn(candidates).OrderByDescending(c => c.Member == member.Id).Take(RoundRobin.MaxNamed),
        ];
        session.Append<HumanTask>(id, TaskDecider.Assign(task, member.Id, named, clock.GetUtcNow()));
        if (await session.Load<Ticket>(task.Opened.Ticket, ct) is not null)
        {
            session.Append<Ticket>(
                task.Opened.Ticket, (Decision<TicketEvent>)new TicketAssigned(member.Id, clock.GetUtcNow()));
        }

        session.Schedule(PassTaskOn.Timer(id, clock.GetUtcNow() + await PassTaskOn.Patience(profiles, session.Tenant, ct)));
    }

    /// <summary>The roster is of the database, which keeps microseconds.</summary>
    private static bool Same(DateTimeOffset? a, DateTimeOffset? b) =>
        (a is null && b is null) || (a is { } x && b is { } y && (x - y).Duration() < TimeSpan.FromMicroseconds(1));
}

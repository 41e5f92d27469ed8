using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent.Replay;

/// <summary>The profile of a run.</summary>
internal sealed class GivenProfile(TenantProfile profile) : ITenantProfiles
{
    public ValueTask<TenantProfile> Of(string tenant, CancellationToken ct) => new(profile);

    public Task<ConfiguredTenant?> Find(string tenant, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<SampleTicket>> Samples(string tenant, CancellationToken ct) =>
        throw new NotSupportedException();

    public void Invalidate(string tenant)
    {
    }
}

/// <summary>The catalogue of a run.</summary>
internal sealed class GivenCatalogue(Catalogue catalogue) : ICatalogue
{
    public ValueTask<Catalogue> Of(string tenant, CancellationToken ct) => new(catalogue);

    public Task<IReadOnlyList<CatalogueEntry>> All(string tenant, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<bool> IsEmpty(string tenant, CancellationToken ct) => throw new NotSupportedException();

    public void Invalidate(string tenant)
    {
    }
}

/// <summary>The model of a run, or none.</summary>
internal sealed class GivenModel(TenantModel? model) : IModels
{
    public TenantModel? Of(string tenant) => model;

    public TenantEmbeddings? EmbeddingsOf(string tenant) => null;
}

/// <summary>Whether the agent was switched on.</summary>
internal sealed class GivenSwitch(bool on) : IAgentSwitches
{
    private readonly AgentSwitches _switches = new(on, new Dictionary<string, bool>());

    public ValueTask<AgentSwitches> Of(string tenant, CancellationToken ct) => new(_switches);

    public Task<AgentSwitches> Read(string tenant, CancellationToken ct) => Task.FromResult(_switches);

    public void Invalidate(string tenant)
    {
    }
}

/// <summary>Whoever the hand-over was given to, as one who can do everything; nobody where nobody was there.</summary>
internal sealed class GivenTeam(MemberId? member) : ITeam
{
    private readonly IReadOnlyList<TeamMember> _online =
        member is { } id ? [new TeamMember(id, "", [], []) { Online = true }] : [];

    public Task<IReadOnlyList<TeamMember>> Online(string tenant, int limit, CancellationToken ct) => Task.FromResult(_online);

    public Task<IReadOnlyList<MemberView>> Members(string tenant, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<TaskId>> TasksOf(string tenant, MemberId member, int limit, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<WaitingTask>> Waiting(string tenant, int limit, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<TaskId>> TasksAbout(string tenant, TicketId ticket, int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<TaskId>>([]);

    public Task<MemberView?> Find(string tenant, Guid member, CancellationToken ct) => throw new NotSupportedException();

    public Task<TaskPage> Tasks(string tenant, TaskFilter filter, CancellationToken ct) => throw new NotSupportedException();
}

/// <summary>The clock of a run, which stands still.</summary>
internal sealed class GivenClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

/// <summary>Instructions of a run as they were given; keeps what they would be today.</summary>
internal sealed class GivenPrompt(string text) : Prompts
{
    /// <summary>Null until the model is asked.</summary>
    public string? Today { get; private set; }

    public override string For(Turn turn)
    {
        Today = base.For(turn);
        return text;
    }
}

/// <summary>Instructions of another file than ours.</summary>
internal sealed class FilePrompt(string template) : Prompts
{
    public override string For(Turn turn) => Prompt.For(turn, template);
}

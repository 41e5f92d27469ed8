using System.Collections.Frozen;
using CleanFte.Application;
using CleanFte.Application.Agent;
using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Services;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Tickets;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>One kind of stream: how it is folded and which rows it becomes.</summary>
internal abstract class StreamKind
{
    private static readonly FrozenDictionary<Type, StreamKind> ByState = new Dictionary<Type, StreamKind>
    {
        [typeof(Ticket)] = new StreamKind<Ticket, TicketProjection>(),
        [typeof(Conversation)] = new StreamKind<Conversation, ConversationProjection>(),
        [typeof(Customer)] = new StreamKind<Customer, CustomerProjection>(),
        [typeof(Service)] = new StreamKind<Service, ServiceProjection>(),
        [typeof(AgentRun)] = new StreamKind<AgentRun, AgentRunProjection>(),
        [typeof(Article)] = new StreamKind<Article, ArticleProjection>(),
        [typeof(TeamMember)] = new StreamKind<TeamMember, TeamMemberProjection>(),
        [typeof(HumanTask)] = new StreamKind<HumanTask, HumanTaskProjection>(),
        [typeof(ConfiguredTenant)] = new StreamKind<ConfiguredTenant, TenantProjection>(),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, StreamKind> ByType =
        ByState.Values.ToFrozenDictionary(kind => kind.Type);

    public abstract string Type { get; }

    public static StreamKind Of<T>() => ByState[typeof(T)];

    public static StreamKind Of(string type) => ByType[type];

    public abstract object? Evolve(object? state, IEvent e);

    public abstract void Project(
        string tenant, Guid id, object? state, long version, IReadOnlyList<IEvent> events, IRowSink rows);
}

internal sealed class StreamKind<T, TProjection> : StreamKind
    where T : class, IStream<T>
    where TProjection : IProjection<T>
{
    public override string Type => T.StreamType;

    public override object? Evolve(object? state, IEvent e) => T.Evolve((T?)state, e);

    public override void Project(
        string tenant, Guid id, object? state, long version, IReadOnlyList<IEvent> events, IRowSink rows) =>
        TProjection.Project(new ProjectedStream<T>(tenant, id, (T?)state, version, events), rows);
}

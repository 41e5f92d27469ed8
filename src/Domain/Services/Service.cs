using System.Text.Json.Serialization;
using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Services;

/// <summary>What happened to an entry of the catalogue.</summary>
public abstract record ServiceEvent : IEvent;

public sealed record ServiceDefined(ServiceId Service, ServiceDefinition Definition, DateTimeOffset At) : ServiceEvent;

public sealed record ServiceChanged(ServiceDefinition Definition, DateTimeOffset At) : ServiceEvent;

public sealed record ServiceRetired(DateTimeOffset At) : ServiceEvent;

/// <summary>An entry of a tenant's catalogue.</summary>
/// <param name="Code">Unique in the tenant, <c>[a-z0-9_]{2,40}</c>: <c>pothole</c>.</param>
/// <param name="Group">What it is listed under.</param>
/// <param name="Public">Whether citizens may choose it on the form and in Open311.</param>
/// <param name="Roles">Roles a customer needs to use it; none means everybody.</param>
/// <param name="Severity">How bad what it reports is, unless the words say worse.</param>
/// <param name="Texts">By language: en, es, fr.</param>
public sealed record ServiceDefinition(
    string Code,
    string Group,
    ServiceKind Kind,
    bool Public,
    IReadOnlyList<string> Roles,
    Severity Severity,
    bool AsksPlace,
    bool AsksPhoto,
    IReadOnlyDictionary<string, ServiceText> Texts)
{
    public const int MaxItems = 100;

    public const int MaxSteps = 20;

    /// <summary>What there is to tell, while it holds.</summary>
    /// <remarks>Definitions that were stored before there were items and steps have none.</remarks>
    public IReadOnlyList<ServiceItem> Items { get; init => field = value ?? []; } = [];

    /// <summary>
    /// What a guided service asks for, one after the other; of a report, its questions.
    /// </summary>
    public IReadOnlyList<ServiceStep> Steps { get; init => field = value ?? []; } = [];

    /// <summary>What whoever reports it on a form or by another system has to answer.</summary>
    [JsonIgnore]
    public IReadOnlyList<ServiceStep> Questions => Kind == ServiceKind.Report ? Steps : [];

    /// <summary>Whether what belongs to it is told inside its own session only.</summary>
    public bool IsConfidential() => Kind == ServiceKind.Guided || Roles.Count > 0;

    /// <summary>The definition as it is kept: the codes of its steps are hashed.</summary>
    public ServiceDefinition Kept() => this with { Steps = [.. Steps.Select(s => s.Kept())] };

    /// <summary>Whether it says the same; equality of records does not look into lists.</summary>
    public bool SaysSameAs(ServiceDefinition other) =>
        this with { Roles = other.Roles, Texts = other.Texts, Items = other.Items, Steps = other.Steps } == other
        && Roles.SequenceEqual(other.Roles)
        && Texts.SaySame(other.Texts, (a, b) => a.SaysSameAs(b))
        && Items.SaySame(other.Items, (a, b) => a.SaysSameAs(b))
        && Steps.SaySame(other.Steps, (a, b) => a.SaysSameAs(b));
}

/// <param name="Triggers">Words or phrases that choose the service, in lower case without accents.</param>
public sealed record ServiceText(string Name, string Description, IReadOnlyList<string> Triggers)
{
    public bool SaysSameAs(ServiceText other) =>
        this with { Triggers = other.Triggers } == other && Triggers.SequenceEqual(other.Triggers);
}

public enum ServiceKind
{
    /// <summary>Municipal intake: asks for place and photo, opens a ticket.</summary>
    Report,

    /// <summary>Answers from knowledge.</summary>
    Information,

    /// <summary>Steps with validation.</summary>
    Guided,

    /// <summary>Hand over at once.</summary>
    Human,
}

/// <summary>A catalogue entry's present state.</summary>
public sealed record Service(ServiceId Id, ServiceDefinition Definition, bool Retired) : IStream<Service>
{
    public static string StreamType => "service";

    static Service? IStream<Service>.Evolve(Service? state, IEvent e) => e is ServiceEvent s ? Evolve(state, s) : state;

    public static Service? Evolve(Service? service, ServiceEvent e) => e switch
    {
        ServiceDefined d => new Service(d.Service, d.Definition, false),
        ServiceChanged c => service! with { Definition = c.Definition },
        ServiceRetired => service! with { Retired = true },
        _ => service,
    };
}

/// <summary>What may be done with the catalogue.</summary>
public static class ServiceDecider
{
    /// <summary>Defining a retired service again brings it back.</summary>
    public static Decision<ServiceEvent> Define(
        Service? service, ServiceId id, ServiceDefinition definition, DateTimeOffset now) => service switch
        {
            null or { Retired: true } => new ServiceDefined(id, definition, now),
            _ when service.Definition.SaysSameAs(definition) => Decision.Nothing,
            _ => new ServiceChanged(definition, now),
        };

    public static Decision<ServiceEvent> Retire(Service service, DateTimeOffset now) =>
        service.Retired ? Decision.Nothing : new ServiceRetired(now);
}

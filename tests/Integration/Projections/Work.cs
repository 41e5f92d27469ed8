using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using StreamReader = CleanFte.Infrastructure.EventStore.StreamReader;

namespace CleanFte.Integration.Projections;

/// <summary>Writes as the product does: through sessions and the group commit.</summary>
internal sealed class Work
{
    public static readonly DateTimeOffset Monday = new(2026, 1, 5, 8, 30, 0, TimeSpan.Zero);

    private readonly TestDatabase _database;
    private readonly StreamReader _streams;
    private readonly StreamCache _cache = new();
    private readonly GroupCommit _commit;
    private readonly LaneHash _lanes;

    public Work(TestDatabase database)
    {
        _database = database;
        _streams = new StreamReader(database.Database);
        _commit = new GroupCommit(new GroupWriter(
            database.Database, _cache, new Archive(database.Database, new ArchiveOptions(), TimeProvider.System)), NullLogger<GroupCommit>.Instance);
        _lanes = new LaneHash(database.Database);
    }

    public Signals Signals { get; } = new();

    public IEventSession Session(string tenant = "default") => new EventSession(
        new Caller { Tenant = tenant }, _streams, _cache, _commit, _lanes, TimeProvider.System, Signals);

    /// <summary>One person's message, ticket, escalation and reply, in the order in which the product saves them.</summary>
    public async Task<TicketId> Serve(int number, string tenant = "default")
    {
        var at = Monday.AddMinutes(number);
        var customer = CustomerId.New(at);
        var conversation = ConversationId.New(at);
        var ticket = TicketId.New(at);
        var (message, part, file) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var phone = $"+34{600_000_000 + number}";
        var session = Session(tenant);
        session.Start<Customer>(customer, Of<CustomerEvent>(
            new CustomerRegistered(customer, "Ana", at),
            new IdentifierLinked(IdentifierKind.Phone, phone, Verification.Verified, "main", at)));
        session.Start<Conversation>(conversation, Of<ConversationEvent>(
            new ConversationOpened(conversation, customer, Channel.Whatsapp, "main", phone, at),
            new MessageReceived(message, $"in-{message}", Channel.Whatsapp, "A hole.", null, [], null, at, at),
            new MessageAssessed(message, Channel.Whatsapp, "en", 0.1 * (number % 10), [], at),
            new SessionOpened(Guid.NewGuid(), "pothole", ticket, $"TKT-{tenant}-{number}", at)));
        session.Start<Ticket>(ticket, Of<TicketEvent>(
            new TicketCreated(
                ticket, $"TKT-{tenant}-{number}", customer, conversation, Channel.Whatsapp, "pothole", "en", Priority.Normal,
                Severity.Moderate, "Hole", "A hole.", null, null, at),
            new MediaReferenced(file, "ref", "image/jpeg", MediaSource.Whatsapp, MediaPurpose.Evidence, "main", at)));
        await session.Save(CancellationToken.None);

        await session.Load<Conversation>(conversation, CancellationToken.None);
        await session.Load<Ticket>(ticket, CancellationToken.None);
        session.Append<Conversation>(conversation, Of<ConversationEvent>(
            new ReplyDecided(part, ReplyAuthor.Agent, [message], [new ReplyPart(part, "Thanks.")], 0, null, ticket, at),
            new HandedOver(Channel.Whatsapp, "legal", null, 1, at)));
        session.Append<Ticket>(ticket, Of<TicketEvent>(
            new TicketEscalated(Channel.Whatsapp, "legal", null, at), new PublicTextPublished("We look at it.", at)));
        await session.Save(CancellationToken.None);

        session.AppendUnchecked<Conversation>(
            conversation,
            new ReplySent(part, Channel.Whatsapp, "main", $"out-{part}", at, at.AddMilliseconds(40 + number)),
            new ReplyDelivered(part, "main", $"out-{part}", at.AddSeconds(1)),
            new MessageEdited(message, "A deep hole.", at.AddSeconds(2)));
        await session.Save(CancellationToken.None);
        return ticket;
    }

    public async Task DefineService(string code)
    {
        var service = ServiceId.New(Monday);
        var session = Session();
        session.Start<Service>(service, Of<ServiceEvent>(new ServiceDefined(
            service,
            new ServiceDefinition(
                code, "roads", ServiceKind.Report, true, [], Severity.Moderate, true, true,
                new Dictionary<string, ServiceText> { ["en"] = new("Pothole", "A hole in the road", ["hole"]) }),
            Monday)));
        await session.Save(CancellationToken.None);
    }

    /// <summary>A colleague who is given what was handed over.</summary>
    public async Task Staff(TicketId ticket)
    {
        var (member, task) = (MemberId.New(Monday), TaskId.New(Monday));
        var session = Session();
        session.Start<TeamMember>(member, Of<TeamMemberEvent>(
            new MemberJoined(member, "Ana", ["roads"], ["es"], Monday), new WentOnline(Monday), new TaskGiven(task, Monday)));
        session.Start<HumanTask>(task, Of<HumanTaskEvent>(
            new TaskOpened(
                task, TaskKind.Handoff, null, ticket, "TKT-1", Channel.Whatsapp, Priority.High, "legal", "pothole", "es", Monday),
            new TaskAssigned(member, [], Monday)));
        await session.Save(CancellationToken.None);
    }

    public async Task Configure(string name)
    {
        var session = Session();
        session.Start<ConfiguredTenant>(TenantId.Named("default"), Of<TenantEvent>(
            new TenantConfigured(TenantProfile.Default(name), Monday), new SamplesReplaced([], Monday),
            new AgentSwitched("main", true, Monday)));
        await session.Save(CancellationToken.None);
    }

    /// <summary>An article that is shortened later, so that a passage of it is left over.</summary>
    public async Task Publish(string title, string body)
    {
        var article = ArticleId.New(Monday);
        var session = Session();
        session.Start<Article>(article, Of<ArticleEvent>(
            new ArticlePublished(article, new ArticleContent("en", title, $"{body}\n# More\n{body}", ValidFrom: Monday), Monday)));
        await session.Save(CancellationToken.None);

        await session.Load<Article>(article, CancellationToken.None);
        session.Append<Article>(article, Of<ArticleEvent>(
            new ArticleRevised(new ArticleContent("en", title, body, ValidFrom: Monday), Monday.AddDays(1))));
        await session.Save(CancellationToken.None);
    }

    /// <summary>A proposal, and a run that told an article.</summary>
    public async Task Learn(string question)
    {
        var (talk, run) = (ConversationId.New(Monday), RunId.New(Monday));
        var proposal = AnswerProposal.IdOf("default", "en", null, question, 0);
        var session = Session();
        session.Start<Article>(proposal, Of<ArticleEvent>(
            new AnswerProposed(proposal, question, "On Mondays.", "en", null, talk, Monday)));
        session.Start<AgentRun>(run, Of<AgentRunEvent>(new AgentRan(
            run, talk, Channel.Whatsapp, [],
            new RunOutcome(RunDecision.Answer, null, null, Priority.Normal, "en", 0.5, ["On Mondays."], null, null),
            [new RunSource(proposal, 1, question, null)], [], [], new RunBasis("offline", "", "", "", null, null, "1"), Monday, Monday)));
        await session.Save(CancellationToken.None);
    }

    public Task<long> LastSequence() => _database.Scalar<long>("select coalesce(max(seq_id), 0) from mt_events");

    private static Decision<T> Of<T>(params T[] events)
        where T : class, IEvent =>
        events;
}

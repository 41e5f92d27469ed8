using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.EventStore;

/// <summary>One of every event, with every property filled.</summary>
internal static class EventSamples
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    private static readonly TicketId Ticket = new(Id(1));

    private static readonly CustomerId Customer = new(Id(2));

    private static readonly ConversationId Conversation = new(Id(3));

    private static readonly TaskId Work = new(Id(15));

    private static readonly MemberId Member = new(Id(16));

    private static readonly ServiceDefinition Definition = new(
        "pothole", "roads", ServiceKind.Report, true, ["resident"], Severity.Serious, true, false,
        new Dictionary<string, ServiceText> { ["en"] = new("Pothole", "A hole in the road", ["hole", "pothole"]) })
    {
        Items =
        [
            new ServiceItem(
                At, At.AddYears(1), new Dictionary<string, ServiceItemText> { ["en"] = new("Works", "Main Street is closed.") }),
        ],
        Steps =
        [
            new ServiceStep(
                "parent_code", StepInput.Code, [StepCode.Kept("CATE-2026")], ["yes", "no"], 3,
                new Dictionary<string, ServiceStepText> { ["en"] = new("Your code?", "That is not it.") }),
        ],
    };

    private static readonly TenantProfile Profile = new(
        "Town Hall", ["en", "es"], "Europe/Madrid", "Write plainly.",
        new EscalationRules(QuestionRule.Knowledge, QuestionRule.Escalate), 45,
        new BusinessHours(
            new Dictionary<DayOfWeek, IReadOnlyList<OpenHours>> { [DayOfWeek.Monday] = [new(new(8, 30), new(14, 0))] },
            [new DateOnly(2026, 12, 25)]),
        ["https://town.example"],
        new Dictionary<string, ChannelFormat>
        {
            ["email"] = new(
                Tone.SemiFormal, 500, 300, new Dictionary<string, string> { ["en"] = "Dear {name}," },
                new Dictionary<string, string> { ["en"] = "Yours" }),
        })
    {
        Handover = new HandoverRules(15, new Dictionary<string, string> { ["en"] = "One moment. Your number is {number}." }),
    };

    private static readonly SampleTicket Sample = new(
        "hole_with_photo", "whatsapp", ["resident"],
        [
            new SampleTurn(
                "A hole", new Place(40.4168, -3.7038, "Calle Mayor 1"), true,
                new SampleOutcome("escalate", "legal", "pothole", "knowledge/en/holes.md", Priority.Urgent)),
        ]);

    private static readonly ArticleContent Content = new(
        "en", "Bulky waste", "# Booking\n\nWe collect sofas.", "bulky_waste", At, At.AddYears(1), "waste/bulky.md");

    public static readonly IReadOnlyList<IEvent> All =
    [
        new TicketCreated(
            Ticket, "TKT-7F3K-92QD20", Customer, Conversation, Channel.Whatsapp, "pothole", "en", Priority.High,
            Severity.Serious, "Subject", "Description", new Place(40.4168, -3.7038, "Calle Mayor 1"), "hash", At)
        {
            Answers = [new TicketAnswer("size", "Large")],
        },
        new MediaReferenced(
            Id(4), "https://provider.example/1", "image/jpeg", MediaSource.Whatsapp, MediaPurpose.Evidence, "main", At),
        new MediaAttached(
            Id(4), "key", "public-key", "image/jpeg", "image/jpg", 12_345, "abcdef", "hole.jpg", MediaSource.Upload,
            MediaPurpose.Conversation, true, At),
        new MediaRefused(Id(4), "too_large", "image/jpeg", MediaSource.Email, MediaPurpose.Evidence, At),
        new TicketCategorised("streetlight", At),
        new PriorityRaised(Priority.Urgent, "Her child fell into it.", At),
        new TicketEscalated(Channel.Email, "human_request", "a person please", At),
        new TicketAssigned(Id(5), At),
        new NoteAdded(Id(6), NoteAuthor.Staff, "Note", At, Id(8)),
        new PlaceSet(new Place(40.4168, -3.7038, "Calle Mayor 1"), At),
        new PublicTextPublished("Mended.", At),
        new StatusChanged(TicketStatus.Open, TicketStatus.InProgress, At),
        new UpdatePosted(Id(7), "A crew is on its way.", TicketStatus.InProgress, At, "action_scheduled"),
        new TicketResolved("Mended.", At),
        new TicketReopened("It is back.", At),
        new FeedbackGiven(5, "Thanks", At),
        new ReporterErased(At),
        new CustomerRegistered(Customer, "Ana", At),
        new IdentifierLinked(IdentifierKind.WhatsappUser, "ana", Verification.Verified, "main", At),
        new IdentifierUnlinked(IdentifierKind.Phone, "+34600000001", At),
        new ConsentChanged(false, "main", At),
        new RoleGranted("parent", At, "family 12"),
        new CustomersMerged(Customer, CustomerId.Of(Id(13)), "code", At),
        new MergeUndone(Customer, CustomerId.Of(Id(13)), "key", At),
        new CustomerBlocked("Threats", "key", At),
        new CustomerUnblocked("key", At),
        new VerificationSent(Id(14), IdentifierKind.Email, "ana@example.org", "key", At),
        new VerificationFailed(Id(14), At),
        new CustomerErased(CustomerId.Of(Id(2)), [new ErasedStore("events", 12)], [Id(9)], [CustomerId.Of(Id(3))], "key", At) { Elsewhere = [Id(4)] },
        new RoleRevoked("parent", At),
        new ConversationOpened(Conversation, Customer, Channel.Open311, "main", "+34600000001", At, "A hole"),
        new MessageReceived(
            Id(7), "SM1", Channel.Web, "Text", "payload", [new ReceivedMedia(Id(4), "https://provider.example/1", "image/jpeg")],
            new Place(40.4168, -3.7038, "Calle Mayor 1"), At, At, "thread 1"),
        new MessageEdited(Id(7), "Text, corrected", At),
        new MessageRevoked(Id(7), At),
        new MessageReacted(Id(7), "+1", At),
        new ReplyAddressChanged("whatsapp:+34600111223", At),
        new MessageAssessed(Id(7), Channel.Rest, "es", 0.25, [new Finding("refund", "my money back")], At),
        new SessionOpened(Id(8), "pothole", Ticket, "TKT-7F3K-92QD20", At),
        new SessionAdvanced(
            Id(8), "catechism", 1, 2, 1, true, new Dictionary<string, string> { ["parent_code"] = "accepted" }, At, At),
        new SessionEnded(Id(8), "done", At),
        new ReplyDecided(
            Id(9), ReplyAuthor.Agent, [Id(7)],
            [
                new ReplyPart(
                    Id(10), "Thanks.",
                    new ReplyOffer(OfferKind.Choices, [new ReplyChoice("service:pool", "Pool", "Opening times")]),
                    [new ReplyFile(Id(12), "evidence/town/1/2.public", "application/pdf", 1_234, "form.pdf")]),
            ],
            2, Id(11), Ticket, At, Member),
        new DeliveryPlanned(Id(10), DeliveryWay.Reminder, "waits_for_citizen", At),
        new ReplyWithheld([Id(10)], "human_took_over", At),
        new ReplySent(Id(10), Channel.Whatsapp, "main", "SM2", At, At),
        new ReplyDelivered(Id(10), "main", "SM2", At),
        new ReplyRead(Id(10), "main", "SM2", At),
        new ReplyFailed(Id(10), Channel.Whatsapp, "main", "SM2", "expired", At),
        new ReplyUncertain(Id(10), "main", "timeout", At),
        new ReplyResent(Id(10), "main", At),
        new HandedOver(Channel.Whatsapp, "legal", "my lawyer", 3, At, Work),
        new AgentResumed(4, At),
        new ConversationClosed(Channel.Whatsapp, "idle", true, At),
        new CitizenErased(At),
        new AgentRan(
            new RunId(Id(14)), Conversation, Channel.Whatsapp, [Id(7)],
            new RunOutcome(
                RunDecision.Escalate, "refund", "my money back", Priority.High, "en", 0.25, ["A colleague will answer."],
                "pothole", "TKT-7F3K-92QD20"),
            [new RunSource(Id(13), 2, "Bulky waste", "knowledge/en/bulky.md")],
            [new RunTool("search_knowledge_base", ToolCaller.Model, """{"query":"sofa"}""", "[]", true, 12)],
            [new ModelAnswer("""[{"role":"assistant"}]""", 800, 40, 1_200)],
            new RunBasis("openai/gpt", "profile", "catalogue", "policy", "prompt", "00ff", "1.0", "openai/vectors"),
            At,
            At),
        new AgentFailed(new RunId(Id(14)), Channel.Whatsapp, "timeout", At),
        new ServiceDefined(new ServiceId(Id(12)), Definition, At),
        new ServiceChanged(Definition, At),
        new ServiceRetired(At),
        new ArticlePublished(new ArticleId(Id(13)), Content, At),
        new ArticleRevised(Content, At),
        new ArticleRetired(At),
        new AnswerProposed(
            new ArticleId(Id(13)), "When do you collect sofas?", "We collect sofas on Mondays.", "en", "bulky_waste", Conversation, At),
        new AnswerRepeated(Conversation, At),
        new AnswerApproved("member", Content, At),
        new AnswerRejected("member", "Too special.", At),
        new TenantConfigured(Profile, At),
        new SamplesReplaced([Sample], At),
        new AgentSwitched("main", false, At),
        new MemberJoined(Member, "Ana", ["roads"], ["es"], At),
        new MemberChanged("Ana Ruiz", ["roads"], ["es", "en"], At),
        new MemberLeft(At),
        new WentOnline(At),
        new WentOffline("own_choice", At),
        new TaskGiven(Work, At),
        new TaskOpened(
            Work, TaskKind.Handoff, Conversation, Ticket, "TKT-7F3K-92QD20", Channel.Whatsapp, Priority.High, "legal", "pothole",
            "es", At),
        new TaskAssigned(Member, [new Candidate(Member, At, CandidateFit.LacksLanguage)], At),
        new TaskReturned(Member, "not_claimed", At),
        new TaskClaimed(Member, At),
        new TaskCompleted(Member, "handed_back", At),
    ];

    private static Guid Id(int number) => new(number, 0, 7, [8, 0, 0, 0, 0, 0, 0, 1]);
}

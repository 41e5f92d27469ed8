using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Tickets;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>How events are written: camelCase, enumerations in snake_case, nothing for null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters =
    [
        typeof(WireEnumConverter<Channel>),
        typeof(WireEnumConverter<TicketStatus>),
        typeof(WireEnumConverter<Priority>),
        typeof(WireEnumConverter<Severity>),
        typeof(WireEnumConverter<MediaSource>),
        typeof(WireEnumConverter<MediaPurpose>),
        typeof(WireEnumConverter<NoteAuthor>),
        typeof(WireEnumConverter<RunDecision>),
        typeof(WireEnumConverter<ToolCaller>),
        typeof(WireEnumConverter<StepInput>),
        typeof(WireEnumConverter<IdentifierKind>),
        typeof(WireEnumConverter<Verification>),
        typeof(WireEnumConverter<OfferKind>),
        typeof(WireEnumConverter<DeliveryWay>),
        typeof(WireEnumConverter<ReplyAuthor>),
        typeof(WireEnumConverter<ServiceKind>),
        typeof(WireEnumConverter<StepInput>),
        typeof(WireEnumConverter<QuestionRule>),
        typeof(WireEnumConverter<Tone>),
        typeof(WireEnumConverter<DayOfWeek>),
        typeof(WireEnumConverter<TaskKind>),
        typeof(WireEnumConverter<CandidateFit>),
    ])]
[JsonSerializable(typeof(TicketCreated))]
[JsonSerializable(typeof(MediaReferenced))]
[JsonSerializable(typeof(MediaAttached))]
[JsonSerializable(typeof(MediaRefused))]
[JsonSerializable(typeof(TicketCategorised))]
[JsonSerializable(typeof(PriorityRaised))]
[JsonSerializable(typeof(TicketEscalated))]
[JsonSerializable(typeof(TicketAssigned))]
[JsonSerializable(typeof(NoteAdded))]
[JsonSerializable(typeof(PlaceSet))]
[JsonSerializable(typeof(PublicTextPublished))]
[JsonSerializable(typeof(StatusChanged))]
[JsonSerializable(typeof(UpdatePosted))]
[JsonSerializable(typeof(TicketResolved))]
[JsonSerializable(typeof(TicketReopened))]
[JsonSerializable(typeof(FeedbackGiven))]
[JsonSerializable(typeof(ReporterErased))]
[JsonSerializable(typeof(CustomerRegistered))]
[JsonSerializable(typeof(IdentifierLinked))]
[JsonSerializable(typeof(IdentifierUnlinked))]
[JsonSerializable(typeof(ConsentChanged))]
[JsonSerializable(typeof(RoleGranted))]
[JsonSerializable(typeof(CustomersMerged))]
[JsonSerializable(typeof(MergeUndone))]
[JsonSerializable(typeof(CustomerBlocked))]
[JsonSerializable(typeof(CustomerUnblocked))]
[JsonSerializable(typeof(VerificationSent))]
[JsonSerializable(typeof(VerificationFailed))]
[JsonSerializable(typeof(CustomerErased))]
[JsonSerializable(typeof(RoleRevoked))]
[JsonSerializable(typeof(ConversationOpened))]
[JsonSerializable(typeof(MessageReceived))]
[JsonSerializable(typeof(MessageEdited))]
[JsonSerializable(typeof(MessageRevoked))]
[JsonSerializable(typeof(MessageReacted))]
[JsonSerializable(typeof(ReplyAddressChanged))]
[JsonSerializable(typeof(MessageAssessed))]
[JsonSerializable(typeof(SessionOpened))]
[JsonSerializable(typeof(SessionAdvanced))]
[JsonSerializable(typeof(SessionEnded))]
[JsonSerializable(typeof(ReplyDecided))]
[JsonSerializable(typeof(ReplyWithheld))]
[JsonSerializable(typeof(DeliveryPlanned))]
[JsonSerializable(typeof(ReplySent))]
[JsonSerializable(typeof(ReplyDelivered))]
[JsonSerializable(typeof(ReplyRead))]
[JsonSerializable(typeof(ReplyFailed))]
[JsonSerializable(typeof(ReplyUncertain))]
[JsonSerializable(typeof(ReplyResent))]
[JsonSerializable(typeof(HandedOver))]
[JsonSerializable(typeof(AgentResumed))]
[JsonSerializable(typeof(ConversationClosed))]
[JsonSerializable(typeof(CitizenErased))]
[JsonSerializable(typeof(AgentRan))]
[JsonSerializable(typeof(AgentFailed))]
[JsonSerializable(typeof(ServiceDefined))]
[JsonSerializable(typeof(ServiceChanged))]
[JsonSerializable(typeof(ServiceRetired))]
[JsonSerializable(typeof(ArticlePublished))]
[JsonSerializable(typeof(ArticleRevised))]
[JsonSerializable(typeof(ArticleRetired))]
[JsonSerializable(typeof(AnswerProposed))]
[JsonSerializable(typeof(AnswerRepeated))]
[JsonSerializable(typeof(AnswerApproved))]
[JsonSerializable(typeof(AnswerRejected))]
[JsonSerializable(typeof(TenantConfigured))]
[JsonSerializable(typeof(SamplesReplaced))]
[JsonSerializable(typeof(MemberJoined))]
[JsonSerializable(typeof(MemberChanged))]
[JsonSerializable(typeof(MemberLeft))]
[JsonSerializable(typeof(WentOnline))]
[JsonSerializable(typeof(WentOffline))]
[JsonSerializable(typeof(TaskGiven))]
[JsonSerializable(typeof(TaskOpened))]
[JsonSerializable(typeof(TaskAssigned))]
[JsonSerializable(typeof(TaskReturned))]
[JsonSerializable(typeof(TaskClaimed))]
[JsonSerializable(typeof(TaskCompleted))]
[JsonSerializable(typeof(AgentSwitched))]
internal sealed partial class EventJson : JsonSerializerContext;

internal sealed class WireEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, false)
    where T : struct, Enum;

using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CleanFte.Domain;

namespace CleanFte.Infrastructure.EventStore;

/// <summary>
/// The one table of stored event names. A name never changes, whatever becomes of its class: renaming a class is not a
/// data migration.
/// </summary>
internal static class EventTypes
{
    private static readonly EventType[] All =
    [
        Of("ticket_created", EventJson.Default.TicketCreated),
        Of("media_referenced", EventJson.Default.MediaReferenced),
        Of("media_attached", EventJson.Default.MediaAttached),
        Of("media_refused", EventJson.Default.MediaRefused),
        Of("ticket_categorised", EventJson.Default.TicketCategorised),
        Of("priority_raised", EventJson.Default.PriorityRaised),
        Of("ticket_escalated", EventJson.Default.TicketEscalated),
        Of("ticket_assigned", EventJson.Default.TicketAssigned),
        Of("note_added", EventJson.Default.NoteAdded),
        Of("place_set", EventJson.Default.PlaceSet),
        Of("public_text_published", EventJson.Default.PublicTextPublished),
        Of("status_changed", EventJson.Default.StatusChanged),
        Of("update_posted", EventJson.Default.UpdatePosted),
        Of("ticket_resolved", EventJson.Default.TicketResolved),
        Of("ticket_reopened", EventJson.Default.TicketReopened),
        Of("feedback_given", EventJson.Default.FeedbackGiven),
        Of("reporter_erased", EventJson.Default.ReporterErased),
        Of("customer_registered", EventJson.Default.CustomerRegistered),
        Of("identifier_linked", EventJson.Default.IdentifierLinked),
        Of("identifier_unlinked", EventJson.Default.IdentifierUnlinked),
        Of("consent_changed", EventJson.Default.ConsentChanged),
        Of("role_granted", EventJson.Default.RoleGranted),
        Of("role_revoked", EventJson.Default.RoleRevoked),
        Of("customers_merged", EventJson.Default.CustomersMerged),
        Of("merge_undone", EventJson.Default.MergeUndone),
        Of("customer_blocked", EventJson.Default.CustomerBlocked),
        Of("customer_unblocked", EventJson.Default.CustomerUnblocked),
        Of("verification_sent", EventJson.Default.VerificationSent),
        Of("verification_failed", EventJson.Default.VerificationFailed),
        Of("customer_erased", EventJson.Default.CustomerErased),
        Of("conversation_opened", EventJson.Default.ConversationOpened),
        Of("message_received", EventJson.Default.MessageReceived),
        Of("message_edited", EventJson.Default.MessageEdited),
        Of("message_revoked", EventJson.Default.MessageRevoked),
        Of("message_reacted", EventJson.Default.MessageReacted),
        Of("reply_address_changed", EventJson.Default.ReplyAddressChanged),
        Of("message_assessed", EventJson.Default.MessageAssessed),
        Of("session_opened", EventJson.Default.SessionOpened),
        Of("session_advanced", EventJson.Default.SessionAdvanced),
        Of("session_ended", EventJson.Default.SessionEnded),
        Of("reply_decided", EventJson.Default.ReplyDecided),
        Of("reply_withheld", EventJson.Default.ReplyWithheld),
        Of("delivery_planned", EventJson.Default.DeliveryPlanned),
        Of("reply_sent", EventJson.Default.ReplySent),
        Of("reply_delivered", EventJson.Default.ReplyDelivered),
        Of("reply_read", EventJson.Default.ReplyRead),
        Of("reply_failed", EventJson.Default.ReplyFailed),
        Of("reply_uncertain", EventJson.Default.ReplyUncertain),
        Of("reply_resent", EventJson.Default.ReplyResent),
        Of("handed_over", EventJson.Default.HandedOver),
        Of("agent_resumed", EventJson.Default.AgentResumed),
        Of("conversation_closed", EventJson.Default.ConversationClosed),
        Of("citizen_erased", EventJson.Default.CitizenErased),
        Of("agent_ran", EventJson.Default.AgentRan),
        Of("agent_failed", EventJson.Default.AgentFailed),
        Of("service_defined", EventJson.Default.ServiceDefined),
        Of("service_changed", EventJson.Default.ServiceChanged),
        Of("service_retired", EventJson.Default.ServiceRetired),
        Of("article_published", EventJson.Default.ArticlePublished),
        Of("article_revised", EventJson.Default.ArticleRevised),
        Of("article_retired", EventJson.Default.ArticleRetired),
        Of("answer_proposed", EventJson.Default.AnswerProposed),
        Of("answer_repeated", EventJson.Default.AnswerRepeated),
        Of("answer_approved", EventJson.Default.AnswerApproved),
        Of("answer_rejected", EventJson.Default.AnswerRejected),
        Of("tenant_configured", EventJson.Default.TenantConfigured),
        Of("samples_replaced", EventJson.Default.SamplesReplaced),
        Of("member_joined", EventJson.Default.MemberJoined),
        Of("member_changed", EventJson.Default.MemberChanged),
        Of("member_left", EventJson.Default.MemberLeft),
        Of("went_online", EventJson.Default.WentOnline),
        Of("went_offline", EventJson.Default.WentOffline),
        Of("task_given", EventJson.Default.TaskGiven),
        Of("task_opened", EventJson.Default.TaskOpened),
        Of("task_assigned", EventJson.Default.TaskAssigned),
        Of("task_returned", EventJson.Default.TaskReturned),
        Of("task_claimed", EventJson.Default.TaskClaimed),
        Of("task_completed", EventJson.Default.TaskCompleted),
        Of("agent_switched", EventJson.Default.AgentSwitched),
    ];

    private static readonly FrozenDictionary<Type, EventType> ByClass = All.ToFrozenDictionary(t => t.Json.Type);

    private static readonly FrozenDictionary<string, EventType> ByName = All.ToFrozenDictionary(t => t.Name);

    public static IEnumerable<string> Names => All.Select(t => t.Name);

    /// <summary>The class of a stored event.</summary>
    public static Type ClassOf(string name) => ByName[name].Json.Type;

    public static string NameOf(IEvent e) => ByClass[e.GetType()].Name;

    public static string NameOf(Type type) => ByClass[type].Name;

    public static string NameOf<TEvent>()
        where TEvent : IEvent =>
        ByClass[typeof(TEvent)].Name;

    public static string Write(IEvent e) => JsonSerializer.Serialize(e, ByClass[e.GetType()].Json);

    /// <summary>Whether this version can read it; a later one may have written it.</summary>
    public static bool IsKnown(string name) => ByName.ContainsKey(name);

    /// <summary>
    /// Reads a stored event. A name this version does not know is an error: it must not decide on half a history.
    /// </summary>
    public static IEvent Read(string name, ReadOnlySpan<byte> json) =>
        ByName.TryGetValue(name, out var type)
            ? (IEvent)JsonSerializer.Deserialize(json, type.Json)!
            : throw new InvalidOperationException(
                $"The event store holds an event of type '{name}', which this version does not know. Run the version that wrote it.");

    private static EventType Of(string name, JsonTypeInfo json) => new(name, json);

    private sealed record EventType(string Name, JsonTypeInfo Json);
}

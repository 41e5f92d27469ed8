using System.Collections.Frozen;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Integrators;

/// <summary>
/// The contract with other systems: which events they are told, and what of each. Fields may be added; whatever else
/// changes makes a new version. An event that is not here stays with us.
/// </summary>
public static class PublicEvents
{
    public const int Version = 1;

    /// <summary>Public types, each with the event it is made from.</summary>
    public static readonly IReadOnlyDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["ticket.created"] = typeof(TicketCreated),
        ["ticket.categorised"] = typeof(TicketCategorised),
        ["ticket.priority_raised"] = typeof(PriorityRaised),
        ["ticket.status_changed"] = typeof(StatusChanged),
        ["ticket.escalated"] = typeof(TicketEscalated),
        ["ticket.assigned"] = typeof(TicketAssigned),
        ["ticket.note_added"] = typeof(NoteAdded),
        ["ticket.place_set"] = typeof(PlaceSet),
        ["ticket.public_text_published"] = typeof(PublicTextPublished),
        ["ticket.update_posted"] = typeof(UpdatePosted),
        ["ticket.media_attached"] = typeof(MediaAttached),
        ["ticket.media_refused"] = typeof(MediaRefused),
        ["ticket.resolved"] = typeof(TicketResolved),
        ["ticket.reopened"] = typeof(TicketReopened),
        ["ticket.rated"] = typeof(FeedbackGiven),
        ["conversation.opened"] = typeof(ConversationOpened),
        ["conversation.handed_over"] = typeof(HandedOver),
        ["conversation.handed_back"] = typeof(AgentResumed),
        ["conversation.closed"] = typeof(ConversationClosed),
        ["message.received"] = typeof(MessageReceived),
        ["message.edited"] = typeof(MessageEdited),
        ["message.revoked"] = typeof(MessageRevoked),
        ["message.reacted"] = typeof(MessageReacted),
        ["message.written"] = typeof(ReplyDecided),
        ["message.withheld"] = typeof(ReplyWithheld),
        ["message.sent"] = typeof(ReplySent),
        ["message.delivered"] = typeof(ReplyDelivered),
        ["message.read"] = typeof(ReplyRead),
        ["message.failed"] = typeof(ReplyFailed),
        ["customer.registered"] = typeof(CustomerRegistered),
        ["customer.identified"] = typeof(IdentifierLinked),
        ["customer.identifier_removed"] = typeof(IdentifierUnlinked),
        ["customer.consent_changed"] = typeof(ConsentChanged),
        ["customer.role_granted"] = typeof(RoleGranted),
        ["customer.merged"] = typeof(CustomersMerged),
        ["customer.unmerged"] = typeof(MergeUndone),
        ["customer.blocked"] = typeof(CustomerBlocked),
        ["customer.unblocked"] = typeof(CustomerUnblocked),
        ["customer.role_revoked"] = typeof(RoleRevoked),
        ["customer.erased"] = typeof(CustomerErased),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Names = Types.ToFrozenDictionary(t => t.Value, t => t.Key);

    /// <summary>What is told of an event; null where nothing is.</summary>
    public static PublicEvent? Of(IEvent e) =>
        Names.TryGetValue(e.GetType(), out var name) ? new PublicEvent(name, FieldsOf(e)) : null;

    private static PublicField[] FieldsOf(IEvent e) => e switch
    {
        TicketCreated t =>
        [
            new("channel", WireName.Of(t.Channel)), new("serviceCode", t.ServiceCode), new("language", t.Language),
            new("priority", WireName.Of(t.Priority)), new("severity", WireName.Of(t.Severity)),
            Personal("subject", t.Subject), Personal("description", t.Description), Where(t.Place),
            new("answers", t.Answers?.Select(a => new[] { new("question", a.Question), Personal("value", a.Value) })),
        ],
        TicketCategorised t => [new("serviceCode", t.ServiceCode)],
        PriorityRaised t => [new("priority", WireName.Of(t.Priority)), Reason(t.Reason)],
        StatusChanged t => [new("from", WireName.Of(t.From)), new("to", WireName.Of(t.To))],
        TicketEscalated t =>
            [new("channel", WireName.Of(t.Channel)), new("reason", t.Reason), Personal("evidence", t.Evidence)],
        TicketAssigned t => [new("memberId", t.Member)],
        NoteAdded t => [new("noteId", t.Note), new("author", WireName.Of(t.Author)), Personal("text", t.Text)],
        PlaceSet t => [Where(t.Place)],
        PublicTextPublished t => [Personal("text", t.Text)],
        UpdatePosted t =>
        [
            new("updateId", t.Update), new("status", t.Status is { } status ? WireName.Of(status) : null),
            new("word", t.Word), Personal("text", t.Text),
        ],
        MediaAttached t =>
        [
            new("mediaId", t.Media), new("contentType", t.ContentType), new("size", t.Size), Personal("sha256", t.Sha256),
            new("source", WireName.Of(t.Source)), new("purpose", WireName.Of(t.Purpose)), Personal("fileName", t.FileName),
        ],
        MediaRefused t =>
        [
            new("mediaId", t.Media), new("reason", t.Reason), new("source", WireName.Of(t.Source)),
            new("purpose", WireName.Of(t.Purpose)),
        ],
        TicketResolved t => [Personal("resolution", t.Resolution)],
        TicketReopened t => [Personal("reason", t.Reason)],
        FeedbackGiven t => [new("rating", t.Rating), Personal("comment", t.Comment)],
        ConversationEvent c => FieldsOf(c),
        CustomerEvent c => FieldsOf(c),
        _ => [],
    };

    private static PublicField[] FieldsOf(ConversationEvent e) => e switch
    {
        ConversationOpened c =>
        [
            new("channel", WireName.Of(c.Channel)), new("account", c.Account), Personal("address", c.ReplyAddress),
            Personal("subject", c.Subject),
        ],
        HandedOver c =>
        [
            new("channel", WireName.Of(c.Channel)), new("reason", c.Reason), new("taskId", c.Task?.Value),
            Personal("evidence", c.Evidence),
        ],
        ConversationClosed c =>
            [new("channel", WireName.Of(c.Channel)), new("reason", c.Reason), new("handedOver", c.HandedOver)],
        MessageReceived c =>
        [
            new("messageId", c.Message), new("channel", WireName.Of(c.Channel)), new("receivedAt", c.ReceivedAt),
            new("media", c.Media.Select(m => new PublicField[] { new("mediaId", m.Media), new("contentType", m.DeclaredType) })),
            Personal("text", c.Text), Where(c.Place),
        ],
        MessageEdited c => [new("messageId", c.Message), Personal("text", c.Text)],
        MessageRevoked c => [new("messageId", c.Message)],
        MessageReacted c => [new("messageId", c.Message), Personal("emoji", c.Emoji)],
        ReplyDecided c =>
        [
            new("author", WireName.Of(c.Author)), new("memberId", c.Member?.Value), new("inReplyTo", c.InReplyTo),
            new("ticketId", c.Ticket?.Value),
            new("messages", c.Parts.Select(p => new[] { new("messageId", p.Part), Personal("text", p.Text) })),
        ],
        ReplyWithheld c => [new("messageIds", c.Parts), new("reason", c.Reason)],
        ReplySent c => [new("messageId", c.Part), new("channel", WireName.Of(c.Channel)), new("account", c.Account)],
        ReplyDelivered c => [new("messageId", c.Part), new("account", c.Account)],
        ReplyRead c => [new("messageId", c.Part), new("account", c.Account)],
        ReplyFailed c =>
        [
            new("messageId", c.Part), new("channel", WireName.Of(c.Channel)), new("account", c.Account), new("code", c.Code),
        ],
        _ => [],
    };

    private static PublicField[] FieldsOf(CustomerEvent e) => e switch
    {
        CustomerRegistered c => [Personal("name", c.Name)],
        IdentifierLinked c =>
        [
            new("kind", WireName.Of(c.Kind)), new("verification", WireName.Of(c.Verification)), Personal("value", c.Value),
        ],
        IdentifierUnlinked c => [new("kind", WireName.Of(c.Kind)), Personal("value", c.Value)],
        ConsentChanged c => [new("allowed", c.Allowed)],
        RoleGranted c => [new("role", c.Role), Personal("reference", c.Reference)],
        CustomersMerged c => [new("customerId", c.Customer.Value), new("into", c.Into.Value)],
        MergeUndone c => [new("customerId", c.Customer.Value), new("into", c.Into.Value)],
        CustomerBlocked c => [new("blocked", true), Personal("reason", c.Reason)],
        CustomerUnblocked => [new("blocked", false)],
        RoleRevoked c => [new("role", c.Role)],
        CustomerErased c => [new("personId", c.Person.Value), new("namedBy", c.NamedBy.Select(n => n.Value))],
        _ => [],
    };

    private static PublicField Personal(string name, string? value) => new(name, value, true);

    /// <summary>A code is told to everybody, a colleague's own words are not.</summary>
    private static PublicField Reason(string reason) => new("reason", reason, !EscalateToHuman.IsReasonCode(reason));

    /// <summary>Where something is may be where somebody lives.</summary>
    private static PublicField Where(Place? place) => new(
        "place",
        place is null
            ? null
            : new PublicField[]
            {
                new("latitude", place.Latitude), new("longitude", place.Longitude), new("address", place.Address),
            },
        true);
}

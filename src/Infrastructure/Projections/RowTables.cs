using System.Collections.Frozen;
using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using static CleanFte.Infrastructure.Projections.RowColumns;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// Every inline read model, in the order in which they are written (always the same, so writers cannot deadlock).
/// </summary>
internal static class RowTables
{
    public static readonly IReadOnlyList<RowTable> All =
    [
        new RowTable<CustomerRow>(
            "customers",
            r => r.Id,
            "tenant_id, id",
            [
                Text<CustomerRow>("tenant_id", r => r.TenantId),
                Uuid<CustomerRow>("id", r => r.Id),
                Text<CustomerRow>("name", r => r.Name),
                Time<CustomerRow>("created_at", r => r.CreatedAt),
                Big<CustomerRow>("version", r => r.Version),
                Time<CustomerRow>("opted_out_at", r => r.OptedOutAt),
                Uuid<CustomerRow>("merged_into", r => r.MergedInto),
                Time<CustomerRow>("blocked_at", r => r.BlockedAt),
                Time<CustomerRow>("erased_at", r => r.ErasedAt),
            ]),
        new RowTable<IdentifierRow>(
            "customer_identifiers",
            r => (r.CustomerId, r.Kind, r.Value),
            "tenant_id, customer_id, kind, value",
            [
                Text<IdentifierRow>("tenant_id", r => r.TenantId),
                Uuid<IdentifierRow>("customer_id", r => r.CustomerId),
                Text<IdentifierRow>("kind", r => r.Kind),
                Text<IdentifierRow>("value", r => r.Value),
                Text<IdentifierRow>("verification", r => r.Verification),
                Flag<IdentifierRow>("linked", r => r.Linked),
                Time<IdentifierRow>("at", r => r.At),
            ]),
        new RowTable<ConversationRow>(
            "conversations",
            r => r.Id,
            "tenant_id, id",
            [
                Text<ConversationRow>("tenant_id", r => r.TenantId),
                Uuid<ConversationRow>("id", r => r.Id),
                Uuid<ConversationRow>("customer_id", r => r.CustomerId),
                Text<ConversationRow>("channel", r => r.Channel),
                Text<ConversationRow>("account", r => r.Account),
                Text<ConversationRow>("reply_address", r => r.ReplyAddress),
                Flag<ConversationRow>("closed", r => r.Closed),
                Flag<ConversationRow>("agent_on", r => r.AgentOn),
                Int<ConversationRow>("agent_epoch", r => r.AgentEpoch),
                Flag<ConversationRow>("ever_handed_over", r => r.EverHandedOver),
                Text<ConversationRow>("language", r => r.Language),
                Uuid<ConversationRow>("ticket_id", r => r.TicketId),
                Time<ConversationRow>("opened_at", r => r.OpenedAt),
                Time<ConversationRow>("last_message_at", r => r.LastMessageAt),
                Uuid<ConversationRow>("session_id", r => r.SessionId),
                Uuid<ConversationRow>("task_id", r => r.TaskId),
                Flag<ConversationRow>("begun_by_us", r => r.BegunByUs),
                Time<ConversationRow>("erased_at", r => r.ErasedAt),
            ]),
        new RowTable<SessionRow>(
            "sessions",
            r => r.Id,
            "tenant_id, id",
            [
                Text<SessionRow>("tenant_id", r => r.TenantId),
                Uuid<SessionRow>("id", r => r.Id),
                Uuid<SessionRow>("conversation_id", r => r.ConversationId),
            ]),
        new RowTable<MessageRow>(
            "messages",
            r => r.Id,
            "tenant_id, id",
            [
                Text<MessageRow>("tenant_id", r => r.TenantId),
                Uuid<MessageRow>("id", r => r.Id),
                Uuid<MessageRow>("conversation_id", r => r.ConversationId),
                Uuid<MessageRow>("customer_id", r => r.CustomerId),
                Uuid<MessageRow>("ticket_id", r => r.TicketId),
                Text<MessageRow>("channel", r => r.Channel),
                Text<MessageRow>("account", r => r.Account),
                Text<MessageRow>("direction", r => r.Direction),
                Text<MessageRow>("author", r => r.Author),
                Text<MessageRow>("text", r => r.Text),
                Int<MessageRow>("media_count", r => r.MediaCount),
                Text<MessageRow>("provider_message_id", r => r.ProviderMessageId),
                Time<MessageRow>("at", r => r.At),
                Big<MessageRow>("version", r => r.Version),
                Int<MessageRow>("position", r => r.Position),
                Uuid<MessageRow>("member_id", r => r.MemberId),
                Json<MessageRow>("files", r => r.Files),
            ]),
        new RowTable<MessageChangeRow>(
            "message_changes",
            r => (r.MessageId, r.Kind),
            "tenant_id, message_id, kind",
            [
                Text<MessageChangeRow>("tenant_id", r => r.TenantId),
                Uuid<MessageChangeRow>("message_id", r => r.MessageId),
                Text<MessageChangeRow>("kind", r => r.Kind),
                Uuid<MessageChangeRow>("conversation_id", r => r.ConversationId),
                Text<MessageChangeRow>("value", r => r.Value),
                Time<MessageChangeRow>("at", r => r.At),
            ]),
        new RowTable<DeliveryRow>(
            "deliveries",
            r => r.PartId,
            "tenant_id, part_id",
            [
                Text<DeliveryRow>("tenant_id", r => r.TenantId),
                Uuid<DeliveryRow>("part_id", r => r.PartId),
                Uuid<DeliveryRow>("conversation_id", r => r.ConversationId),
                Text<DeliveryRow>("account", r => r.Account),
                Text<DeliveryRow>("provider_message_id", r => r.ProviderMessageId),
                Text<DeliveryRow>("status", r => r.Status),
                Int<DeliveryRow>("rank", r => r.Rank),
                Text<DeliveryRow>("error_code", r => r.ErrorCode),
                Time<DeliveryRow>("at", r => r.At),
            ],
            "rank",
            r => r.Rank),
        new RowTable<TicketRow>(
            "tickets",
            r => r.Id,
            "tenant_id, id",
            [
                Text<TicketRow>("tenant_id", r => r.TenantId),
                Uuid<TicketRow>("id", r => r.Id),
                Text<TicketRow>("tracking_number", r => r.TrackingNumber),
                Uuid<TicketRow>("customer_id", r => r.CustomerId),
                Uuid<TicketRow>("conversation_id", r => r.ConversationId),
                Text<TicketRow>("channel", r => r.Channel),
                Text<TicketRow>("service_code", r => r.ServiceCode),
                Text<TicketRow>("language", r => r.Language),
                Text<TicketRow>("status", r => r.Status),
                Text<TicketRow>("priority", r => r.Priority),
                Text<TicketRow>("severity", r => r.Severity),
                Text<TicketRow>("subject", r => r.Subject),
                Double<TicketRow>("latitude", r => r.Latitude),
                Double<TicketRow>("longitude", r => r.Longitude),
                Text<TicketRow>("address", r => r.Address),
                Text<TicketRow>("public_text", r => r.PublicText),
                Text<TicketRow>("escalation_reason", r => r.EscalationReason),
                Text<TicketRow>("access_code_hash", r => r.AccessCodeHash),
                Int<TicketRow>("rating", r => r.Rating),
                Time<TicketRow>("created_at", r => r.CreatedAt),
                Time<TicketRow>("updated_at", r => r.UpdatedAt),
                Time<TicketRow>("resolved_at", r => r.ResolvedAt),
                Big<TicketRow>("version", r => r.Version),
                Text<TicketRow>("published", r => r.Published),
                Json<TicketRow>("answers", r => r.Answers),
            ]),
        new RowTable<TicketUpdateRow>(
            "ticket_updates",
            r => (r.TicketId, r.Version),
            "tenant_id, ticket_id, version",
            [
                Text<TicketUpdateRow>("tenant_id", r => r.TenantId),
                Uuid<TicketUpdateRow>("ticket_id", r => r.TicketId),
                Big<TicketUpdateRow>("version", r => r.Version),
                Uuid<TicketUpdateRow>("update_id", r => r.UpdateId),
                Flag<TicketUpdateRow>("over", r => r.Over),
                Text<TicketUpdateRow>("status", r => r.Status),
                Text<TicketUpdateRow>("text", r => r.Text),
                Time<TicketUpdateRow>("at", r => r.At),
                Text<TicketUpdateRow>("word", r => r.Word),
            ]),
        new RowTable<MediaRow>(
            "media",
            r => r.Id,
            "tenant_id, id",
            [
                Text<MediaRow>("tenant_id", r => r.TenantId),
                Uuid<MediaRow>("id", r => r.Id),
                Uuid<MediaRow>("ticket_id", r => r.TicketId),
                Text<MediaRow>("status", r => r.Status),
                Text<MediaRow>("reason", r => r.Reason),
                Text<MediaRow>("key", r => r.Key),
                Text<MediaRow>("public_key", r => r.PublicKey),
                Text<MediaRow>("content_type", r => r.ContentType),
                Text<MediaRow>("declared_type", r => r.DeclaredType),
                Big<MediaRow>("size", r => r.Size),
                Text<MediaRow>("sha256", r => r.Sha256),
                Text<MediaRow>("file_name", r => r.FileName),
                Text<MediaRow>("source", r => r.Source),
                Text<MediaRow>("purpose", r => r.Purpose),
                Time<MediaRow>("at", r => r.At),
            ]),
        new RowTable<ServiceRow>(
            "services",
            r => r.Id,
            "tenant_id, id",
            [
                Text<ServiceRow>("tenant_id", r => r.TenantId),
                Uuid<ServiceRow>("id", r => r.Id),
                Text<ServiceRow>("code", r => r.Code),
                Json<ServiceRow>("definition", r => r.Definition),
                Flag<ServiceRow>("retired", r => r.Retired),
                Big<ServiceRow>("version", r => r.Version),
            ]),
        .. KnowledgeTables.All,
        .. TeamTables.All,
        new RowTable<AgentSwitchRow>(
            "agent_switches",
            r => r.Account,
            "tenant_id, account",
            [
                Text<AgentSwitchRow>("tenant_id", r => r.TenantId),
                Text<AgentSwitchRow>("account", r => r.Account),
                Flag<AgentSwitchRow>("agent_on", r => r.AgentOn),
            ]),
        new RowTable<TenantProfileRow>(
            "tenant_profiles",
            r => r.Id,
            "tenant_id, id",
            [
                Text<TenantProfileRow>("tenant_id", r => r.TenantId),
                Uuid<TenantProfileRow>("id", r => r.Id),
                Json<TenantProfileRow>("definition", r => r.Definition),
                Json<TenantProfileRow>("samples", r => r.Samples),
                Big<TenantProfileRow>("version", r => r.Version),
            ]),
    ];

    public static readonly FrozenDictionary<Type, int> IndexOf =
        All.Select((table, i) => (table.RowType, i)).ToFrozenDictionary(t => t.RowType, t => t.i);
}

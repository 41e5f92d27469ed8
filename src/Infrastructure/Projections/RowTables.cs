using System.Collections.Frozen;
using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Services;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using NpgsqlTypes;

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
        new RowTable<ArticleRow>(
            "articles",
            r => r.Id,
            "tenant_id, id",
            [
                Text<ArticleRow>("tenant_id", r => r.TenantId),
                Uuid<ArticleRow>("id", r => r.Id),
                Text<ArticleRow>("language", r => r.Language),
                Text<ArticleRow>("title", r => r.Title),
                Text<ArticleRow>("body", r => r.Body),
                Text<ArticleRow>("service_code", r => r.ServiceCode),
                Time<ArticleRow>("valid_from", r => r.ValidFrom),
                Time<ArticleRow>("valid_to", r => r.ValidTo),
                Text<ArticleRow>("source", r => r.Source),
                Flag<ArticleRow>("retired", r => r.Retired),
                Time<ArticleRow>("published_at", r => r.PublishedAt),
                Time<ArticleRow>("updated_at", r => r.UpdatedAt),
                Big<ArticleRow>("version", r => r.Version),
            ]),
        new RowTable<PassageRow>(
            "passages",
            r => (r.ArticleId, r.Position),
            "tenant_id, article_id, position",
            [
                Text<PassageRow>("tenant_id", r => r.TenantId),
                Uuid<PassageRow>("article_id", r => r.ArticleId),
                Int<PassageRow>("position", r => r.Position),
                Big<PassageRow>("version", r => r.Version),
                Text<PassageRow>("language", r => r.Language),
                Text<PassageRow>("title", r => r.Title),
                Text<PassageRow>("heading", r => r.Heading),
                Text<PassageRow>("text", r => r.Text),
                Text<PassageRow>("names", r => r.Names),
                Time<PassageRow>("valid_from", r => r.ValidFrom),
                Time<PassageRow>("valid_to", r => r.ValidTo),
                Flag<PassageRow>("live", r => r.Live),
                Text<PassageRow>("service_code", r => r.ServiceCode),
            ]),
        new RowTable<ProposalRow>(
            "answer_proposals",
            r => r.Id,
            "tenant_id, id",
            [
                Text<ProposalRow>("tenant_id", r => r.TenantId),
                Uuid<ProposalRow>("id", r => r.Id),
                Text<ProposalRow>("state", r => r.State),
                Text<ProposalRow>("question", r => r.Question),
                Text<ProposalRow>("answer", r => r.Answer),
                Text<ProposalRow>("language", r => r.Language),
                Text<ProposalRow>("service_code", r => r.ServiceCode),
                Int<ProposalRow>("asked", r => r.Asked),
                Time<ProposalRow>("proposed_at", r => r.ProposedAt),
                Time<ProposalRow>("decided_at", r => r.DecidedAt),
                Text<ProposalRow>("decided_by", r => r.DecidedBy),
                Text<ProposalRow>("reason", r => r.Reason),
                Big<ProposalRow>("version", r => r.Version),
            ]),
        new RowTable<ProposalSourceRow>(
            "answer_sources",
            r => r.ConversationId,
            "tenant_id, conversation_id",
            [
                Text<ProposalSourceRow>("tenant_id", r => r.TenantId),
                Uuid<ProposalSourceRow>("conversation_id", r => r.ConversationId),
                Uuid<ProposalSourceRow>("proposal_id", r => r.ProposalId),
                Time<ProposalSourceRow>("at", r => r.At),
            ]),
        new RowTable<ArticleUseRow>(
            "article_uses",
            r => (r.RunId, r.ArticleId),
            "tenant_id, run_id, article_id",
            [
                Text<ArticleUseRow>("tenant_id", r => r.TenantId),
                Uuid<ArticleUseRow>("run_id", r => r.RunId),
                Uuid<ArticleUseRow>("article_id", r => r.ArticleId),
                Big<ArticleUseRow>("version", r => r.Version),
                Uuid<ArticleUseRow>("conversation_id", r => r.ConversationId),
                Text<ArticleUseRow>("decision", r => r.Decision),
                Time<ArticleUseRow>("at", r => r.At),
            ]),
        new RowTable<TeamMemberRow>(
            "team_members",
            r => r.Id,
            "tenant_id, id",
            [
                Text<TeamMemberRow>("tenant_id", r => r.TenantId),
                Uuid<TeamMemberRow>("id", r => r.Id),
                Text<TeamMemberRow>("name", r => r.Name),
                Json<TeamMemberRow>("skills", r => r.Skills),
                Json<TeamMemberRow>("languages", r => r.Languages),
                Flag<TeamMemberRow>("online", r => r.Online),
                Flag<TeamMemberRow>("has_left", r => r.HasLeft),
                Time<TeamMemberRow>("last_given_at", r => r.LastGivenAt),
                Big<TeamMemberRow>("version", r => r.Version),
            ]),
        new RowTable<HumanTaskRow>(
            "human_tasks",
            r => r.Id,
            "tenant_id, id",
            [
                Text<HumanTaskRow>("tenant_id", r => r.TenantId),
                Uuid<HumanTaskRow>("id", r => r.Id),
                Text<HumanTaskRow>("kind", r => r.Kind),
                Text<HumanTaskRow>("state", r => r.State),
                Uuid<HumanTaskRow>("conversation_id", r => r.ConversationId),
                Uuid<HumanTaskRow>("ticket_id", r => r.TicketId),
                Text<HumanTaskRow>("tracking_number", r => r.TrackingNumber),
                Text<HumanTaskRow>("channel", r => r.Channel),
                Text<HumanTaskRow>("language", r => r.Language),
                Text<HumanTaskRow>("service_code", r => r.ServiceCode),
                Text<HumanTaskRow>("priority", r => r.Priority),
                Int<HumanTaskRow>("rank", r => r.Rank),
                Text<HumanTaskRow>("reason", r => r.Reason),
                Uuid<HumanTaskRow>("member_id", r => r.MemberId),
                Time<HumanTaskRow>("opened_at", r => r.OpenedAt),
                Time<HumanTaskRow>("assigned_at", r => r.AssignedAt),
                Time<HumanTaskRow>("completed_at", r => r.CompletedAt),
                Text<HumanTaskRow>("outcome", r => r.Outcome),
                Big<HumanTaskRow>("version", r => r.Version),
            ]),
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

    private static Column<T, string?> Text<T>(string name, Func<T, string?> value) =>
        new(name, "varchar", NpgsqlDbType.Varchar, value);

    private static Column<T, string?> Json<T>(string name, Func<T, string?> value) =>
        new(name, "jsonb", NpgsqlDbType.Jsonb, value);

    private static Column<T, Guid> Uuid<T>(string name, Func<T, Guid> value) =>
        new(name, "uuid", NpgsqlDbType.Uuid, value);

    private static Column<T, Guid?> Uuid<T>(string name, Func<T, Guid?> value) =>
        new(name, "uuid", NpgsqlDbType.Uuid, value);

    private static Column<T, DateTimeOffset> Time<T>(string name, Func<T, DateTimeOffset> value) =>
        new(name, "timestamptz", NpgsqlDbType.TimestampTz, value);

    private static Column<T, DateTimeOffset?> Time<T>(string name, Func<T, DateTimeOffset?> value) =>
        new(name, "timestamptz", NpgsqlDbType.TimestampTz, value);

    private static Column<T, bool> Flag<T>(string name, Func<T, bool> value) =>
        new(name, "boolean", NpgsqlDbType.Boolean, value);

    private static Column<T, int> Int<T>(string name, Func<T, int> value) =>
        new(name, "integer", NpgsqlDbType.Integer, value);

    private static Column<T, int?> Int<T>(string name, Func<T, int?> value) =>
        new(name, "integer", NpgsqlDbType.Integer, value);

    private static Column<T, long> Big<T>(string name, Func<T, long> value) =>
        new(name, "bigint", NpgsqlDbType.Bigint, value);

    private static Column<T, long?> Big<T>(string name, Func<T, long?> value) =>
        new(name, "bigint", NpgsqlDbType.Bigint, value);

    private static Column<T, double?> Double<T>(string name, Func<T, double?> value) =>
        new(name, "double precision", NpgsqlDbType.Double, value);
}

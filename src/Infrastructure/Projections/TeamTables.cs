using CleanFte.Application.Team;
using static CleanFte.Infrastructure.Projections.RowColumns;

namespace CleanFte.Infrastructure.Projections;

/// <summary>The inline read models of colleagues and their work.</summary>
internal static class TeamTables
{
    public static readonly IReadOnlyList<RowTable> All =
    [
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
    ];
}

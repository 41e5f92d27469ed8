using System.Text.Json;
using CleanFte.Domain;
using CleanFte.Domain.Team;

namespace CleanFte.Application.Team;

/// <param name="Skills">As a JSON list, as are <paramref name="Languages"/>.</param>
public sealed record TeamMemberRow(
    string TenantId, Guid Id, string Name, string Skills, string Languages, bool Online, bool HasLeft,
    DateTimeOffset? LastGivenAt, long Version);

/// <param name="Rank">The priority as a number: the higher, the more urgent.</param>
public sealed record HumanTaskRow(
    string TenantId, Guid Id, string Kind, string State, Guid? ConversationId, Guid TicketId, string TrackingNumber,
    string Channel, string Language, string ServiceCode, string Priority, int Rank, string Reason, Guid? MemberId,
    DateTimeOffset OpenedAt, DateTimeOffset? AssignedAt, DateTimeOffset? CompletedAt, string? Outcome, long Version);

public abstract class TeamMemberProjection : IProjection<TeamMember>
{
    public static void Project(in ProjectedStream<TeamMember> stream, IRowSink rows)
    {
        var member = stream.State!;
        rows.Put(new TeamMemberRow(
            stream.Tenant,
            stream.Id,
            member.Name,
            JsonSerializer.Serialize(member.Skills),
            JsonSerializer.Serialize(member.Languages),
            member.Online,
            member.Left,
            member.LastGivenAt,
            stream.Version));
    }
}

public abstract class HumanTaskProjection : IProjection<HumanTask>
{
    public static void Project(in ProjectedStream<HumanTask> stream, IRowSink rows)
    {
        var task = stream.State!;
        var opened = task.Opened;
        rows.Put(new HumanTaskRow(
            stream.Tenant,
            stream.Id,
            WireName.Of(opened.Kind),
            WireName.Of(task.State),
            opened.Conversation?.Value,
            opened.Ticket,
            opened.TrackingNumber,
            WireName.Of(opened.Channel),
            opened.Language,
            opened.ServiceCode,
            WireName.Of(opened.Priority),
            (int)opened.Priority,
            opened.Reason,
            task.Member?.Value,
            opened.At,
            task.AssignedAt,
            task.CompletedAt,
            task.Outcome,
            stream.Version));
    }
}

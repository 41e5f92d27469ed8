using System.Text;
using System.Text.Json;
using CleanFte.Application.Team;
using CleanFte.Domain;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;
using Npgsql;

namespace CleanFte.Infrastructure.Team;

/// <inheritdoc cref="ITeam"/>
internal sealed class TeamQueries(NpgsqlDataSource database) : ITeam
{
    private const string OnlineSql = """
        select id, name, skills::text, languages::text, last_given_at
        from team_members where tenant_id = $1 and online order by last_given_at nulls first, id limit $2
        """;

    private const string MembersSql = """
        select m.id, m.name, m.skills::text, m.languages::text, m.online, m.last_given_at,
            (select count(*) from human_tasks t
                where t.tenant_id = m.tenant_id and t.member_id = m.id and t.state in ('assigned', 'claimed'))::integer,
            m.version
        from team_members m where m.tenant_id = $1 and not m.has_left
        """;

    private const string TasksOfSql = """
        select id from human_tasks where tenant_id = $1 and member_id = $2 and state in ('assigned', 'claimed')
        order by opened_at, id limit $3
        """;

    private const string WaitingSql = """
        select id, service_code, language from human_tasks where tenant_id = $1 and state = 'waiting' order by -rank, opened_at, id limit $2
        """;

    private const string TasksAboutSql = """
        select id from human_tasks where tenant_id = $1 and ticket_id = $2 and state <> 'done' order by opened_at, id limit $3
        """;

    private const string SelectTasks = """
        select id, kind, state, conversation_id, ticket_id, tracking_number, channel, language, service_code, priority, reason,
            member_id, opened_at, assigned_at, completed_at, outcome, version
        from human_tasks where tenant_id = $1
        """;

    public async Task<IReadOnlyList<TeamMember>> Online(string tenant, int limit, CancellationToken ct) =>
        await database.Statement(OnlineSql, tenant, limit).Rows(
            r => new TeamMember(MemberId.Of(r.GetGuid(0)), r.GetString(1), Words(r.GetString(2)), Words(r.GetString(3)))
            {
                Online = true,
                LastGivenAt = r.ValueOrNull<DateTimeOffset>(4),
            },
            ct);

    public async Task<IReadOnlyList<MemberView>> Members(string tenant, CancellationToken ct) =>
        await database.Statement($"{MembersSql} order by m.name, m.id", tenant).Rows(MemberOf, ct);

    public async Task<MemberView?> Find(string tenant, Guid member, CancellationToken ct) =>
        (await database.Statement($"{MembersSql} and m.id = $2", tenant, member).Rows(MemberOf, ct)).SingleOrDefault();

    public Task<IReadOnlyList<TaskId>> TasksOf(string tenant, MemberId member, int limit, CancellationToken ct) =>
        Ids(database.Statement(TasksOfSql, tenant, member.Value, limit), ct);

    public async Task<IReadOnlyList<WaitingTask>> Waiting(string tenant, int limit, CancellationToken ct) =>
        await database.Statement(WaitingSql, tenant, limit).Rows(
            r => new WaitingTask(TaskId.Of(r.GetGuid(0)), r.GetString(1), r.GetString(2)), ct);

    public Task<IReadOnlyList<TaskId>> TasksAbout(string tenant, TicketId ticket, int limit, CancellationToken ct) =>
        Ids(database.Statement(TasksAboutSql, tenant, ticket.Value, limit), ct);

    public async Task<TaskPage> Tasks(string tenant, TaskFilter filter, CancellationToken ct)
    {
        var tasks = await TasksStatement(tenant, filter).Rows(TaskOf, ct);
        if (tasks.Count <= filter.Limit)
        {
            return new TaskPage(tasks, null);
        }

        var page = tasks[..filter.Limit];
        return new TaskPage(page, new TaskCursor(page[^1].OpenedAt, page[^1].Id));
    }

    internal NpgsqlCommand TasksStatement(string tenant, TaskFilter filter)
    {
        var sql = new StringBuilder(SelectTasks);
        var values = new List<object?> { tenant };
        Narrow("state = ", filter.State is { } state ? WireName.Of(state) : null);
        Narrow("member_id = ", filter.Member);
        if (filter.After is { } after)
        {
            values.AddRange([after.OpenedAt.ToUniversalTime(), after.Id]);
            sql.Append(FormattableString.Invariant(
                $" and (opened_at, id) < (${values.Count - 1}, ${values.Count})"));
        }

        values.Add(filter.Limit + 1);
        sql.Append(FormattableString.Invariant($" order by opened_at desc, id desc limit ${values.Count}"));
        return database.Statement(sql.ToString(), [.. values]);

        void Narrow(string condition, object? value)
        {
            if (value is not null)
            {
                values.Add(value);
                sql.Append(FormattableString.Invariant($" and {condition}${values.Count}"));
            }
        }
    }

    private static async Task<IReadOnlyList<TaskId>> Ids(NpgsqlCommand command, CancellationToken ct) =>
        await command.Rows(r => TaskId.Of(r.GetGuid(0)), ct);

    private static List<string> Words(string json) => JsonSerializer.Deserialize<List<string>>(json)!;

    private static MemberView MemberOf(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), Words(r.GetString(2)), Words(r.GetString(3)), r.GetBoolean(4),
        r.ValueOrNull<DateTimeOffset>(5), r.GetInt32(6), r.GetInt64(7));

    private static TaskView TaskOf(NpgsqlDataReader r) => new(
        r.GetGuid(0), WireName.Parse<TaskKind>(r.GetString(1)), WireName.Parse<TaskState>(r.GetString(2)),
        r.ValueOrNull<Guid>(3), r.GetGuid(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetString(8),
        WireName.Parse<Priority>(r.GetString(9)), r.GetString(10), r.ValueOrNull<Guid>(11), r.Time(12),
        r.ValueOrNull<DateTimeOffset>(13), r.ValueOrNull<DateTimeOffset>(14), r.TextOrNull(15), r.GetInt64(16));
}

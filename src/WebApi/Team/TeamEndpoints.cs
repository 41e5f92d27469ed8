using CleanFte.Application;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Team;
using MediatR;

namespace CleanFte.WebApi.Team;

/// <summary>Colleagues, their presence and what they have to do.</summary>
internal static class TeamEndpoints
{
    public static void MapTeam(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin/team").WithTags("Administration").ForRoles(ApiRole.Admin);
        admin.MapGet("", List).Produces<MemberList>().WithSummary("Lists the team");
        admin.MapPost("", Add).Produces<AddedMemberView>(StatusCodes.Status201Created)
            .WithSummary("Takes a colleague into the team; POST /admin/api-keys with memberId gives him a key");
        admin.MapPut("/{id:guid}", Change).WithSummary("Changes a colleague's name, skills or languages; who had left has come back");
        admin.MapDelete("/{id:guid}", Remove).WithSummary("A colleague leaves; what he has not done goes to others");

        var team = routes.MapGroup("/team").WithTags("Team").ForRoles(ApiRole.Staff, ApiRole.Admin);
        team.MapGet("", List).Produces<MemberList>().WithSummary("Lists the team with presence and open tasks");
        team.MapGet("/me", Me).Produces<MemberView>().WithSummary("Shows the colleague whose key this is");
        team.MapPut("/me/online", SetPresence).Produces<MemberView>().WithSummary("Comes or goes");

        var tasks = routes.MapGroup("/tasks").WithTags("Team").ForRoles(ApiRole.Staff, ApiRole.Admin);
        tasks.MapGet("", Tasks).Produces<TaskList>().WithSummary("Lists what people have to do, the newest first");
        tasks.MapPost("/{id:guid}/assign", Assign).WithSummary("Gives a task to a colleague by name");
    }

    private static async Task<IResult> List(ISender sender, CancellationToken ct) =>
        (await sender.Send(new ListMembers(), ct)).ToResult(members => new MemberList(members));

    private static async Task<IResult> Add(MemberRequest body, ISender sender, CancellationToken ct)
    {
        var added = await sender.Send(new AddMember(body.Name ?? "", body.Skills, body.Languages), ct);
        return added.Value is { } member
            ? Results.Created($"/api/v1/admin/team/{member.Id}", new AddedMemberView(member.Id))
            : Problems.Of(added.Refusal!);
    }

    private static async Task<IResult> Change(Guid id, MemberRequest body, ISender sender, CancellationToken ct) =>
        (await sender.Send(new ChangeMember(MemberId.Of(id), body.Name ?? "", body.Skills, body.Languages), ct)).ToResult();

    private static async Task<IResult> Remove(Guid id, ISender sender, CancellationToken ct) =>
        (await sender.Send(new RemoveMember(MemberId.Of(id)), ct)).ToResult();

    private static async Task<IResult> Me(Caller caller, ITeam team, CancellationToken ct) =>
        caller.Member is { } id && await team.Find(caller.Tenant, id, ct) is { } me
            ? Results.Ok(me)
            : Problems.Of(NoMember);

    private static async Task<IResult> SetPresence(
        PresenceRequest body, Caller caller, ITeam team, ISender sender, CancellationToken ct)
    {
        if (caller.Member is not { } id)
        {
            return Problems.Of(NoMember);
        }

        if (body.Online is not { } online)
        {
            return Problems.Of(Refusal.Malformed(
                new Dictionary<string, string[]> { ["online"] = ["Send true or false."] }));
        }

        var outcome = await sender.Send(new Application.Team.SetPresence(MemberId.Of(id), online), ct);
        return outcome.Refusal is { } refusal ? Problems.Of(refusal) : await Me(caller, team, ct);
    }

    private static async Task<IResult> Tasks([AsParameters] TaskListRequest request, ISender sender, CancellationToken ct)
    {
        if (request.State is { } state && !WireName.TryParse<TaskState>(state, out _))
        {
            return Problems.MustBeOneOf<TaskState>("state");
        }

        TaskCursor? after = null;
        if (request.Cursor is { } cursor && !Cursors.TryRead(cursor, out after))
        {
            return Problems.Of(Cursors.Unreadable);
        }

        var filter = new TaskFilter(
            request.State is { } given ? WireName.Parse<TaskState>(given) : null, request.Member, request.Limit ?? 50, after);
        return (await sender.Send(new ListTasks(filter), ct)).ToResult(page =>
            new TaskList(page.Tasks, Cursors.Write(page.Next)));
    }

    private static async Task<IResult> Assign(Guid id, AssignRequest body, ISender sender, CancellationToken ct) =>
        body.MemberId is { } member
            ? (await sender.Send(new AssignTask(TaskId.Of(id), MemberId.Of(member)), ct)).ToResult()
            : Problems.Of(Refusal.Malformed(
                new Dictionary<string, string[]> { ["memberId"] = ["Name a colleague: GET /team lists them."] }));

    private static readonly Refusal NoMember = new(
        "member.required", "Use a key that belongs to a team member: POST /admin/api-keys with memberId.",
        RefusalKind.Forbidden);
}

internal sealed record MemberRequest(
    string? Name = null, IReadOnlyList<string>? Skills = null, IReadOnlyList<string>? Languages = null);

internal sealed record AddedMemberView(Guid Id);

internal sealed record MemberList(IReadOnlyList<MemberView> Items);

internal sealed record PresenceRequest(bool? Online = null);

internal sealed record AssignRequest(Guid? MemberId = null);

internal sealed record TaskList(IReadOnlyList<TaskView> Items, string? Cursor);

internal sealed record TaskListRequest(string? State, Guid? Member, int? Limit, string? Cursor);

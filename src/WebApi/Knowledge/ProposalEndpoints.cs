using CleanFte.Application;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Knowledge;
using CleanFte.WebApi.Tickets;
using MediatR;

namespace CleanFte.WebApi.Knowledge;

/// <summary>What was learned from colleagues, for staff to decide on.</summary>
internal static class ProposalEndpoints
{
    private const int DefaultPage = 50;

    public static void MapProposals(this IEndpointRouteBuilder routes)
    {
        var proposals = routes.MapGroup("/knowledge/proposals").WithTags("Knowledge").ForRoles(ApiRole.Staff, ApiRole.Admin);
        proposals.MapGet("", List).Produces<ProposalList>()
            .WithSummary("Lists answers of colleagues that may become articles, the newest first");
        proposals.MapGet("/{id:guid}", Show).Produces<ProposalView>().WithSummary("Shows a proposal and where it comes from");
        proposals.MapPost("/{id:guid}/approve", Approve).Produces<ProposalView>()
            .WithSummary("Makes a proposal an article of the same id, with changes or without; once");
        proposals.MapPost("/{id:guid}/reject", Reject).Produces<ProposalView>()
            .WithSummary("Says that a proposal will be no article, and why; once");
    }

    private static async Task<IResult> List(
        string? state, int? limit, string? cursor, ISender sender, CancellationToken ct)
    {
        if (state is not null && !WireName.TryParse<ProposalState>(state, out _))
        {
            return Problems.MustBeOneOf<ProposalState>("state");
        }

        ProposalState? only = state is null ? null : WireName.Parse<ProposalState>(state);
        ProposalCursor? after = null;
        return cursor is not null && !Cursors.TryRead(cursor, out after)
            ? Problems.Of(Cursors.Unreadable)
            : (await sender.Send(new ListProposals(only, limit ?? DefaultPage, after), ct))
                .ToResult(page => new ProposalList(page.Proposals, Cursors.Write(page.Next)));
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, ISender sender, CancellationToken ct)
    {
        var outcome = await sender.Send(new ShowProposal(id), ct);
        if (outcome.Value is { } proposal)
        {
            http.Response.Headers.ETag = ETags.Of(proposal.Version);
        }

        return outcome.ToResult(shown => shown);
    }

    private static async Task<IResult> Approve(
        Guid id, ApproveRequest? body, HttpContext http, ISender sender, CancellationToken ct)
    {
        var given = http.Request.Headers.IfMatch.ToString();
        if (given.Length == 0)
        {
            return Problems.Of(428, "version.required", "Send If-Match with the ETag of the proposal you read.");
        }

        return ETags.TryRead(given, out var version)
            ? await Shown(
                await sender.Send(new ApproveAnswer(ArticleId.Of(id), (body ?? new()).ToEdits(), version), ct), id, http, sender, ct)
            : Stale();
    }

    private static async Task<IResult> Reject(
        Guid id, RejectRequest? body, HttpContext http, ISender sender, CancellationToken ct)
    {
        long? expected = null;
        if (http.Request.Headers.IfMatch.ToString() is { Length: > 0 } given)
        {
            if (!ETags.TryRead(given, out var version))
            {
                return Stale();
            }

            expected = version;
        }

        return await Shown(
            await sender.Send(new RejectAnswer(ArticleId.Of(id), body?.Reason ?? "", expected), ct), id, http, sender, ct);
    }

    private static async Task<IResult> Shown(
        Outcome outcome, Guid id, HttpContext http, ISender sender, CancellationToken ct) =>
        outcome.Refusal is { } refusal ? Problems.Of(refusal) : await Show(id, http, sender, ct);

    private static IResult Stale() =>
        Problems.Of(412, "version.stale", "If-Match is no ETag of this proposal. Read it again.");
}

/// <inheritdoc cref="ProposalEdits"/>
internal sealed record ApproveRequest(
    string? Title = null,
    string? Question = null,
    string? Body = null,
    string? ServiceCode = null,
    string? Language = null,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidTo = null)
{
    public ProposalEdits ToEdits() => new(Title, Question, Body, ServiceCode, Language, ValidFrom, ValidTo);
}

internal sealed record RejectRequest(string? Reason = null);

internal sealed record ProposalList(IReadOnlyList<ProposalView> Items, string? Cursor);

using CleanFte.Application.Knowledge;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Knowledge;
using Npgsql;

namespace CleanFte.Infrastructure.Knowledge;

/// <inheritdoc cref="IProposals"/>
internal sealed class ProposalQueries(NpgsqlDataSource database) : IProposals
{
    private const string Select = """
        select id, state, question, answer, language, service_code, asked, proposed_at, decided_at, decided_by, reason, version
        from answer_proposals where tenant_id = $1
        """;

    private const string Newest = "order by proposed_at desc, id desc limit $2";

    private const string SourcesSql = """
        select conversation_id from answer_sources where tenant_id = $1 and proposal_id = $2 order by at, conversation_id limit $3
        """;

    private const string UsesSql = """
        select run_id, conversation_id, version, at, decision from article_uses
        where tenant_id = $1 and article_id = $2 and (at, run_id) < ($4, $5)
        order by at desc, run_id desc limit $3
        """;

    public Task<bool> HasLearnedFrom(string tenant, Guid conversation, CancellationToken ct) => database.Statement(
        "select exists (select from answer_sources where tenant_id = $1 and conversation_id = $2)", tenant, conversation).IsTrue(ct);

    public async Task<IReadOnlyList<OpenQuestion>> Open(string tenant, int limit, CancellationToken ct) =>
        await database.Statement(
            $"select id, language, service_code, question from answer_proposals where tenant_id = $1 and state = 'open' {Newest}",
            tenant, limit)
            .Rows(r => new OpenQuestion(r.GetGuid(0), r.GetString(1), r.TextOrNull(2), r.GetString(3)), ct);

    public async Task<ProposalView?> Find(string tenant, Guid proposal, CancellationToken ct) =>
        (await database.Statement($"{Select} and id = $2", tenant, proposal).Rows(View, ct)).SingleOrDefault() is { } view
            ? view with
            {
                Conversations = await database.Statement(SourcesSql, tenant, proposal, AnswerProposal.MaxListed)
                    .Rows(r => r.GetGuid(0), ct),
            }
            : null;

    public async Task<IReadOnlyList<ProposalView>> List(
        string tenant, ProposalState? state, int limit, ProposalCursor? after, CancellationToken ct)
    {
        var last = after ?? new ProposalCursor(DateTimeOffset.MaxValue, Guid.AllBitsSet);
        var page = $"{Select} and (proposed_at, id) < ($3, $4)";
        return state is { } only
            ? await database.Statement($"{page} and state = $5 {Newest}", tenant, limit, Moment(last.At), last.Id, WireName.Of(only))
                .Rows(View, ct)
            : await database.Statement($"{page} {Newest}", tenant, limit, Moment(last.At), last.Id).Rows(View, ct);
    }

    public async Task<IReadOnlyList<ArticleUse>> UsesOf(
        string tenant, Guid article, int limit, ArticleUseCursor? after, CancellationToken ct)
    {
        var last = after ?? new ArticleUseCursor(DateTimeOffset.MaxValue, Guid.AllBitsSet);
        return await database.Statement(UsesSql, tenant, article, limit, Moment(last.At), last.Run).Rows(
            r => new ArticleUse(
                r.GetGuid(0), r.GetGuid(1), r.GetInt64(2), r.Time(3), WireName.Parse<RunDecision>(r.GetString(4))),
            ct);
    }

    private static DateTimeOffset Moment(DateTimeOffset at) => at.ToUniversalTime();

    private static ProposalView View(NpgsqlDataReader r) => new(
        r.GetGuid(0), WireName.Parse<ProposalState>(r.GetString(1)), r.GetString(2), r.GetString(3), r.GetString(4),
        r.TextOrNull(5), r.GetInt32(6), r.Time(7), r.ValueOrNull<DateTimeOffset>(8), r.TextOrNull(9), r.TextOrNull(10),
        r.GetInt64(11));
}

using System.Text.Json.Nodes;
using CleanFte.Application.Knowledge;
using CleanFte.Application.Ports;
using CleanFte.Domain.Agent;

namespace CleanFte.Application.Agent.Replay;

/// <summary>
/// What a run has found where vectors took part, which are not kept for ever; by the words of then what it did not look for.
/// </summary>
internal sealed class RecordedSearch : IKnowledge
{
    private readonly IPastKnowledge _articles;
    private readonly IKnowledge _byWords;
    private readonly Dictionary<string, string> _found = [];

    private RecordedSearch(IPastKnowledge articles, IKnowledge byWords, IEnumerable<RunTool> searches)
    {
        (_articles, _byWords) = (articles, byWords);
        foreach (var search in searches)
        {
            _found.TryAdd(search.Arguments, search.Result);
        }
    }

    /// <summary>What a run searched: the knowledge of its time, or its record.</summary>
    public static async Task<IKnowledge> Of(AgentRan run, IPastKnowledge articles, long position, CancellationToken ct)
    {
        var byWords = await articles.At(position, ct);
        return run.Basis.Search is null or RunBasis.ByWords ? byWords
            : new RecordedSearch(
                articles, byWords, run.Tools.Where(t => t.Name == AgentTools.SearchKnowledgeBase && !t.Failed));
    }

    public async Task<IReadOnlyList<FoundPassage>> Search(string tenant, KnowledgeQuestion question, CancellationToken ct)
    {
        if (!_found.TryGetValue(AgentDesk.Written(AgentDesk.Asked(question.Text, question.Service)), out var recorded))
        {
            return await _byWords.Search(tenant, question, ct);
        }

        var passages = new List<FoundPassage>();
        foreach (var found in JsonNode.Parse(recorded) as JsonArray ?? throw Unread())
        {
            var (article, version) = (found!["article"]!.GetValue<Guid>(), found["version"]!.GetValue<long>());
            if (found["position"] is not { } position
                || await _articles.Find(article, version, position.GetValue<int>(), ct) is not { } passage)
            {
                throw Unread();
            }

            passages.Add(passage with { Score = found["score"]!.GetValue<double>() });
        }

        return passages;
    }

    /// <summary>What was found is known; whether there was more does not matter.</summary>
    public ValueTask<bool> IsEmpty(string tenant, CancellationToken ct) => new(false);

    public void Changed(string tenant)
    {
    }

    public Task<ArticleView?> Find(string tenant, Guid article, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<ArticleView>> List(
        string tenant, string? language, Guid? after, int limit, CancellationToken ct) =>
        throw new NotSupportedException();

    private static NotReplayableException Unread() => new(
        NotReplayable.OlderVersion,
        "What its search by meaning found is not recorded passage by passage, or an article's version is not in the log.");
}

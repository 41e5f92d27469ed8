using CleanFte.Application.Knowledge;
using CleanFte.Domain.Knowledge;

namespace CleanFte.Infrastructure.Knowledge;

/// <summary>An article at one version.</summary>
internal sealed record PastArticle(ArticleWords Words, ArticleContent Content, IReadOnlyList<Passage> Passages);

/// <summary>
/// A tenant's articles of one moment, searched by their words as <see cref="KnowledgeSearch"/> searches today's.
/// </summary>
internal sealed class KnowledgeShelf : IKnowledge
{
    private readonly Dictionary<Guid, PastArticle> _byId;
    private readonly Dictionary<string, Lazy<WordIndex>> _indexes;
    private readonly WordStems _stems;

    public KnowledgeShelf(IReadOnlyList<PastArticle> articles, WordStems stems)
    {
        (Articles, _stems) = (articles, stems);
        _byId = articles.ToDictionary(a => a.Words.Id);
        _indexes = articles.GroupBy(a => a.Content.Language).ToDictionary(
            language => language.Key,
            language => new Lazy<WordIndex>(() => new WordIndex(
                default, WordIndexes.Newest(language.Select(a => a.Words).OrderBy(w => w.Id), out _))));
    }

    public IReadOnlyList<PastArticle> Articles { get; }

    public async Task<IReadOnlyList<FoundPassage>> Search(string tenant, KnowledgeQuestion question, CancellationToken ct)
    {
        var terms = AskedTerms.Of(question.Text, question.Language);
        if (terms.Count == 0 || !_indexes.TryGetValue(question.Language, out var index))
        {
            return [];
        }

        var stems = await _stems.Of(KnowledgeSearch.WordsOf(terms), question.Language, ct);
        var ranked = QuestionHits.Rank(index.Value, terms, stems, question);
        var fact = AskedFacts.Of(question.Text);
        return KnowledgeSearch.Choose(
            KnowledgeSearch.Wanted(ranked, fact).Select(w => (w.Ranked, Found(w.Ranked, w.Position))), fact);
    }

    public ValueTask<bool> IsEmpty(string tenant, CancellationToken ct) => new(Articles.Count == 0);

    public void Changed(string tenant)
    {
    }

    public Task<ArticleView?> Find(string tenant, Guid article, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<ArticleView>> List(
        string tenant, string? language, Guid? after, int limit, CancellationToken ct) =>
        throw new NotSupportedException();

    private FoundPassage Found(RankedPassage ranked, int position)
    {
        var article = _byId[ranked.Article];
        return new FoundPassage(
            ranked.Article, ranked.Version, article.Content.Title, article.Passages[position].Text, ranked.Score,
            article.Content.Source, position);
    }
}

using CleanFte.Domain.Conversations;

namespace CleanFte.Domain.Knowledge;

/// <summary>A colleague's answer that may become an article. It names nobody: what was personal was taken out before.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What a colleague answered, as plain text.</param>
/// <param name="Language">en, es or fr.</param>
/// <param name="ServiceCode">The service that the talk was about, if it was about one.</param>
/// <param name="Conversation">Where it was said.</param>
public sealed record AnswerProposed(
    ArticleId Article, string Question, string Answer, string Language, string? ServiceCode, ConversationId Conversation,
    DateTimeOffset At) : ArticleEvent;

/// <summary>The same was asked again while the proposal was open.</summary>
public sealed record AnswerRepeated(ConversationId Conversation, DateTimeOffset At) : ArticleEvent;

/// <summary>The proposal is an article from now on.</summary>
/// <param name="By">The colleague's id, or the key's where it is nobody's.</param>
/// <param name="Content">What the article says, with the changes that were made to what was proposed.</param>
public sealed record AnswerApproved(string By, ArticleContent Content, DateTimeOffset At) : ArticleEvent;

/// <param name="By">The colleague's id, or the key's where it is nobody's.</param>
public sealed record AnswerRejected(string By, [property: PersonalData] string Reason, DateTimeOffset At) : ArticleEvent;

public enum ProposalState
{
    Open,
    Approved,
    Rejected,
}

/// <summary>What an article was before it was one.</summary>
/// <param name="Asked">Conversations it was asked in, the first <see cref="MaxListed"/> of which are listed.</param>
public sealed record AnswerProposal(
    string Question, string Answer, string Language, string? ServiceCode, int Asked,
    IReadOnlyList<ConversationId> Conversations, DateTimeOffset ProposedAt)
{
    /// <summary>Conversations that are listed; the others are counted.</summary>
    public const int MaxListed = 100;

    /// <summary>Characters of a reason for rejecting one.</summary>
    public const int MaxReason = 1_000;

    public ProposalState State { get; init; }

    /// <summary>What it was approved as; null unless it was.</summary>
    public ArticleContent? Approved { get; init; }

    public string? DecidedBy { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The one stream of the n-th proposal for a question, so that two who propose it at once meet in it.</summary>
    public static ArticleId IdOf(string tenant, string language, string? service, string question, int number) =>
        new(NamedGuid.Of(
            "answer", tenant, language, service ?? "", SameQuestion.Normalised(question),
            number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The article as it is without any change.</summary>
    public ArticleContent Draft => AsArticle(new ProposalEdits());

    /// <summary>The article with a colleague's changes; the question stays in it, so that it is found by those words.</summary>
    public ArticleContent AsArticle(ProposalEdits edits)
    {
        var question = edits.Question ?? Question;
        var title = edits.Title ?? Shortened(question);
        var body = edits.Body ?? Answer;
        return new ArticleContent(
            edits.Language ?? Language,
            title,
            title == Shortened(question) ? body : $"## {question.ReplaceLineEndings(" ")}\n\n{body}",
            edits.ServiceCode is { } code ? code.Length == 0 ? null : code : ServiceCode,
            edits.ValidFrom,
            edits.ValidTo);
    }

    private static string Shortened(string question) =>
        SentenceSplitter.First(question.ReplaceLineEndings(" "), ArticleContent.MaxTitle);
}

/// <summary>What a colleague changes when approving; null leaves it as it was proposed.</summary>
/// <param name="ServiceCode">Empty for no service.</param>
public sealed record ProposalEdits(
    string? Title = null, string? Question = null, string? Body = null, string? ServiceCode = null, string? Language = null,
    DateTimeOffset? ValidFrom = null, DateTimeOffset? ValidTo = null)
{
    public bool IsNone => this == new ProposalEdits();
}

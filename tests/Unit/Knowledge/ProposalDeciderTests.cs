using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Knowledge;

namespace CleanFte.Unit.Knowledge;

public sealed class ProposalDeciderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static readonly ArticleId Id = new(Guid.CreateVersion7(Now));

    private static readonly ConversationId Talk = ConversationId.New(Now);

    private static readonly Article Open = Article.Evolve(
        null, new AnswerProposed(Id, "When do you collect sofas?", "On Mondays.", "en", "bulky_waste", Talk, Now))!;

    [Fact]
    public void A_proposal_is_no_article()
    {
        Open.IsPublished.ShouldBeFalse();
        ArticleDecider.Revise(Open, Open.Content, Now).Refusal.ShouldBe(ArticleRefusals.Proposed);
        ArticleDecider.Publish(Open, Id, Open.Content, Now).Refusal.ShouldBe(ArticleRefusals.Proposed);
        ArticleDecider.Retire(Open, Now).Refusal.ShouldBe(ArticleRefusals.Proposed);
    }

    [Fact]
    public void An_approved_one_is_an_article_that_can_be_revised_and_retired()
    {
        var article = After(Open, ProposalDecider.Approve(Open.Proposal!, new ProposalEdits(), "ana", Now));

        article.IsPublished.ShouldBeTrue();
        article.Content.ShouldBe(new ArticleContent("en", "When do you collect sofas?", "On Mondays.", "bulky_waste"));
        article.Positions.ShouldBe(1);
        var revised = After(article, ArticleDecider.Revise(article, article.Content with { Body = "On Tuesdays." }, Now));
        revised.Content.Body.ShouldBe("On Tuesdays.");
        revised = After(revised, ArticleDecider.Retire(revised, Now));
        revised.Retired.ShouldBeTrue();
        After(revised, ArticleDecider.Publish(revised, Id, revised.Content, Now)).Proposal.ShouldNotBeNull();
    }

    [Fact]
    public void Another_title_keeps_the_question_in_the_article()
    {
        var article = Open.Proposal!.AsArticle(new ProposalEdits(Title: "Bulky waste", ServiceCode: ""));

        article.ShouldBe(new ArticleContent("en", "Bulky waste", "## When do you collect sofas?\n\nOn Mondays."));
    }

    [Fact]
    public void Approving_twice_is_once_and_other_words_are_refused()
    {
        var edits = new ProposalEdits(Body: "On Tuesdays.");
        var article = After(Open, ProposalDecider.Approve(Open.Proposal!, edits, "ana", Now));

        ProposalDecider.Approve(article.Proposal!, edits, "ben", Now).Events.ShouldBeEmpty();
        ProposalDecider.Approve(article.Proposal!, new ProposalEdits(), "ben", Now).Events.ShouldBeEmpty();
        ProposalDecider.Approve(article.Proposal!, new ProposalEdits(Body: "Never."), "ben", Now)
            .Refusal.ShouldBe(ProposalRefusals.Approved);
        ProposalDecider.Reject(article.Proposal!, "ben", "No.", Now).Refusal.ShouldBe(ProposalRefusals.Approved);
    }

    [Fact]
    public void A_rejected_one_stays_rejected_and_is_no_article()
    {
        var article = After(Open, ProposalDecider.Reject(Open.Proposal!, "ana", "Too special.", Now));

        article.IsPublished.ShouldBeFalse();
        ProposalDecider.Approve(article.Proposal!, new ProposalEdits(), "ben", Now).Refusal.ShouldBe(ProposalRefusals.Rejected);
        ProposalDecider.Reject(article.Proposal!, "ben", "No.", Now).Events.ShouldBeEmpty();
        ProposalDecider.Repeat(article.Proposal!, ConversationId.New(Now), Now).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_conversation_counts_once()
    {
        ProposalDecider.Repeat(Open.Proposal!, Talk, Now).Events.ShouldBeEmpty();

        var article = After(Open, ProposalDecider.Repeat(Open.Proposal!, ConversationId.New(Now), Now));

        article.Proposal!.Asked.ShouldBe(2);
        article.Proposal.Conversations.Count.ShouldBe(2);
    }

    [Fact]
    public void No_more_conversations_are_listed_than_anybody_reads()
    {
        var article = Open;
        for (var i = 0; i < AnswerProposal.MaxListed + 5; i++)
        {
            article = After(article, ProposalDecider.Repeat(article.Proposal!, ConversationId.Of(Guid.NewGuid()), Now));
        }

        article.Proposal!.Asked.ShouldBe(AnswerProposal.MaxListed + 6);
        article.Proposal.Conversations.Count.ShouldBe(AnswerProposal.MaxListed);
    }

    [Fact]
    public void An_article_that_would_say_nothing_is_refused() =>
        ProposalDecider.Approve(Open.Proposal!, new ProposalEdits(Body: "# Only a heading"), "ana", Now)
            .Refusal.ShouldBe(ArticleRefusals.SaysNothing);

    [Theory]
    [InlineData("When do you collect sofas?", "when do you collect  SOFAS", true)]
    [InlineData("¿Cuándo recogen los sofás?", "cuando recogen los sofas", true)]
    [InlineData("How do I renew the parking permit for residents?", "how can I renew a residents parking permit", true)]
    [InlineData("How do I renew my parking permit?", "How do I cancel my parking permit?", false)]
    [InlineData("Is bus 148 running today?", "Is bus 149 running today?", false)]
    [InlineData("", "?", true)]
    [InlineData("Why?", "How?", false)]
    public void The_same_is_asked_in_nearly_the_same_words(string one, string other, bool same) =>
        SameQuestion.Is(one, other).ShouldBe(same);

    private static Article After(Article article, Decision<ArticleEvent> decision)
    {
        decision.Refusal.ShouldBeNull();
        return decision.Events.Cast<ArticleEvent>().Aggregate(article, (state, e) => Article.Evolve(state, e)!);
    }
}

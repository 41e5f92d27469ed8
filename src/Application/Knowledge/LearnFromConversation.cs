using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using CleanFte.Domain.Team;
using MediatR;

namespace CleanFte.Application.Knowledge;

/// <summary>
/// After a colleague's work on a conversation is done: what he answered is proposed for the knowledge base, unless it is known,
/// or counted onto the proposal that says the same. Once for each conversation.
/// </summary>
public sealed record LearnFromConversation(LedgerRow Row, ConversationId Conversation) : IRequest<Outcome>
{
    public const string TimerKind = "learn";

    /// <summary>Messages of a talk that are read, the last ones.</summary>
    private const int MaxMessages = 200;

    /// <summary>Proposals that wait in a tenant; what comes then is not proposed until some are decided.</summary>
    public const int MaxOpen = 1_000;

    /// <summary>Proposals for one question, one after the other; nobody rejects the same so often and wants it again.</summary>
    private const int MaxOfOneQuestion = 20;

    /// <summary>Passages that are taken for the organisation's own words.</summary>
    private const int MaxOwn = 10;

    public static TimerRow Timer(ConversationId conversation, DateTimeOffset now) => new(conversation, TimerKind, now, default);

    internal sealed class Handler(
        IEventSession session, IConversationQueries conversations, IProposals proposals, IKnowledge knowledge,
        ITenantProfiles profiles, ITeam team, TimeProvider clock)
        : IRequestHandler<LearnFromConversation, Outcome>
    {
        public async Task<Outcome> Handle(LearnFromConversation command, CancellationToken ct)
        {
            if (await session.LoadFresh<Conversation>(command.Conversation, ct) is { EverHandedOver: true } talk
                && !await proposals.HasLearnedFrom(session.Tenant, talk.Id, ct)
                && await LessonOf(talk, ct) is { } lesson)
            {
                await Propose(talk, lesson, ct);
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }

        private async Task<Lesson?> LessonOf(Conversation talk, CancellationToken ct)
        {
            var messages = await conversations.Messages(session.Tenant, talk.Id, MaxMessages, ct);
            var lines = messages.Select(m => new SaidLine(SpeakerOf(m.Author), m.Text)).ToList();
            if (!lines.Exists(l => l.By == Speaker.Colleague))
            {
                return null;
            }

            var names = new List<string?>((await team.Members(session.Tenant, ct)).Select(m => m.Name));
            names.Add((await session.Load<Customer>(talk.Customer, ct))?.Name);
            foreach (var member in messages.Select(m => m.Member).OfType<Guid>().Distinct())
            {
                names.Add((await session.Load<TeamMember>(member, ct))?.Name);
            }

            return Lesson.Of(
                lines,
                new Acquaintances(
                    [.. names.OfType<string>()],
                    await OwnWords(talk, lines, ct),
                    [.. lines.Where(l => l.By == Speaker.Citizen).Select(l => l.Text), talk.ReplyAddress],
                    messages[^1].At.Year));
        }

        /// <summary>The tenant's name, its contacts, and what its knowledge says about what was said.</summary>
        private async Task<List<string>> OwnWords(Conversation talk, List<SaidLine> lines, CancellationToken ct)
        {
            var profile = await profiles.Of(session.Tenant, ct);
            var own = new List<string>([profile.Name, .. profile.Contacts]);
            foreach (var by in new[] { Speaker.Citizen, Speaker.Colleague })
            {
                var said = string.Join('\n', lines.Where(l => l.By == by).Select(l => l.Text));
                own.AddRange((await Search(said, LanguageOf(talk, said), ct)).Select(f => $"{f.Title}\n{f.Passage}"));
            }

            return own;
        }

        private async Task Propose(Conversation talk, Lesson lesson, CancellationToken ct)
        {
            var language = LanguageOf(talk, lesson.Question);
            var service = (talk.Session ?? talk.LastSession?.Session)?.ServiceCode is { } code && code != TownHall.General ? code : null;
            var open = await proposals.Open(session.Tenant, MaxOpen, ct);
            if (await IsKnown(lesson, language, ct))
            {
                return;
            }

            var same = open.FirstOrDefault(o =>
                o.Language == language && o.ServiceCode == service && SameQuestion.Is(o.Question, lesson.Question));
            if (same is not null && await session.LoadFresh<Article>(same.Id, ct) is { Proposal: { State: ProposalState.Open } known })
            {
                session.Append<Article>(same.Id, ProposalDecider.Repeat(known, talk.Id, clock.GetUtcNow()));
            }
            else if (open.Count < MaxOpen)
            {
                await Begin(talk, lesson, language, service, ct);
            }
        }

        /// <summary>Two talks that are read at once meet in the stream of their question.</summary>
        private async Task Begin(Conversation talk, Lesson lesson, string language, string? service, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            for (var number = 0; number < MaxOfOneQuestion; number++)
            {
                var id = AnswerProposal.IdOf(session.Tenant, language, service, lesson.Question, number);
                switch ((await session.LoadFresh<Article>(id, ct))?.Proposal)
                {
                    case null:
                        session.Append<Article>(id, ProposalDecider.Propose(null, new AnswerProposed(
                            id, lesson.Question, lesson.Answer, language, service, talk.Id, now)));
                        return;
                    case { State: ProposalState.Open } open:
                        session.Append<Article>(id, ProposalDecider.Repeat(open, talk.Id, now));
                        return;
                    case { State: ProposalState.Rejected } rejected
                        when SameQuestion.Normalised(rejected.Answer) == SameQuestion.Normalised(lesson.Answer):
                        return;
                }
            }
        }

        /// <summary>Whether the next who asks would be told the same by the knowledge.</summary>
        private async Task<bool> IsKnown(Lesson lesson, string language, CancellationToken ct)
        {
            if (FoundPassage.Clear(await Search(lesson.Question, language, ct)) is not { } found
                || await knowledge.Find(session.Tenant, found.ArticleId, ct) is not { } article)
            {
                return false;
            }

            var said = Passages.Of(article.Body).Select(p => $"{article.Title}. {p.Heading}. {p.Text}");
            return GroundedWords.AreMostly(
                lesson.Answer, new GroundedOn([.. said], lesson.Question, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)));
        }

        private Task<IReadOnlyList<FoundPassage>> Search(string text, string language, CancellationToken ct) => knowledge.Search(
            session.Tenant,
            new KnowledgeQuestion(
                text.Length <= QuestionWords.MaxCharacters ? text : text[..QuestionWords.MaxCharacters], language,
                clock.GetUtcNow(), MaxOwn),
            ct);

        /// <summary>What the citizen writes, because whoever asks next writes it, too.</summary>
        private static string LanguageOf(Conversation talk, string text) =>
            ArticleContent.Languages.Contains(talk.Language) ? talk.Language!
            : LanguageGuess.Of(text) is var guess && ArticleContent.Languages.Contains(guess) ? guess
            : ArticleContent.Languages[0];

        private static Speaker SpeakerOf(string author) => author switch
        {
            "citizen" => Speaker.Citizen,
            "human" => Speaker.Colleague,
            _ => Speaker.Agent,
        };
    }
}

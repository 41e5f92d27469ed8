using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using MediatR;

namespace CleanFte.Application.Agent;

/// <summary>
/// What the agent would answer to what the citizen wrote last, for the colleague who has the conversation. Nothing is saved
/// and nothing is sent.
/// </summary>
public sealed record SuggestReply(ConversationId Conversation) : IRequest<Outcome<SuggestedReply>>
{
    /// <summary>Messages that are answered together.</summary>
    private const int MaxMessages = 5;

    internal sealed class Handler(
        IEventSession session, IChannels channels, IConversationQueries conversations, Assistant assistant,
        TimeProvider clock)
        : IRequestHandler<SuggestReply, Outcome<SuggestedReply>>
    {
        private static readonly SuggestedReply Nothing = new([], []);

        public async Task<Outcome<SuggestedReply>> Handle(SuggestReply query, CancellationToken ct)
        {
            if (await session.LoadFresh<Conversation>(query.Conversation, ct) is not { } talk)
            {
                return Refusal.NotFound("conversation");
            }

            var messages = await conversations.Unanswered(session.Tenant, talk.Id, MaxMessages, ct);
            if (talk.Closed || messages.Count == 0 || channels.Find(talk.Account, session.Tenant) is not { } account)
            {
                return Nothing;
            }

            if (!talk.AgentOn)
            {
                talk = session.Append<Conversation>(talk.Id, ConversationDecider.Resume(talk, clock.GetUtcNow()));
            }

            var result = await assistant.Answer(
                talk, account, [.. messages.Select(m => new IncomingMessage(m, Known: true))], RunPurpose.Suggestion, ct);
            return result is { Outcome.Decision: not RunDecision.Escalate }
                ? new SuggestedReply(
                    result.Outcome.Replies, [.. result.Sources.Select(s => new AnswerSource(s.Article, s.Title))])
                : Nothing;
        }
    }
}

/// <param name="Replies">In the channel's form; empty where nothing is known.</param>
public sealed record SuggestedReply(IReadOnlyList<string> Replies, IReadOnlyList<AnswerSource> Sources);

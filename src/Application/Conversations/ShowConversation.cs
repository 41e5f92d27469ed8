using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>Shows a conversation with its last messages.</summary>
public sealed record ShowConversation(ConversationId Conversation) : IRequest<Outcome<ConversationView>>
{
    internal sealed class Handler(IEventSession session, IConversationQueries conversations)
        : IRequestHandler<ShowConversation, Outcome<ConversationView>>
    {
        /// <summary>Messages that are shown with it; the customer's history has them all.</summary>
        private const int MaxMessages = 100;

        public async Task<Outcome<ConversationView>> Handle(ShowConversation query, CancellationToken ct)
        {
            // The messages come last: the version must not count any that are not shown.
            var finding = conversations.Find(session.Tenant, query.Conversation, ct);
            var talk = await session.LoadFresh<Conversation>(query.Conversation, ct);
            if (await finding is not { } view || talk is null)
            {
                return Refusal.NotFound("conversation");
            }

            return view with
            {
                Version = talk.Talk,
                Sentiment = talk.Sentiment,
                SentimentTrend = talk.Sentiment is null ? null : talk.SentimentTrend,
                Messages = await conversations.Messages(session.Tenant, query.Conversation, MaxMessages, ct),
            };
        }
    }
}

/// <summary>Lists what colleagues have to do or might look at.</summary>
public sealed record ListInbox(InboxFilter Filter) : IRequest<Outcome<InboxPage>>
{
    internal sealed class Validator : AbstractValidator<ListInbox>
    {
        public Validator() => RuleFor(c => c.Filter.Limit).InclusiveBetween(1, Shape.MaxPage)
            .WithMessage($"Ask for 1 to {Shape.MaxPage}.").OverridePropertyName("limit");
    }

    internal sealed class Handler(IEventSession session, Caller caller, IConversationQueries conversations)
        : IRequestHandler<ListInbox, Outcome<InboxPage>>
    {
        private static readonly Refusal WhoseInbox = new(
            "member.required", "Your own inbox needs a key that belongs to a team member.", RefusalKind.Forbidden);

        public async Task<Outcome<InboxPage>> Handle(ListInbox query, CancellationToken ct) =>
            query.Filter.List == InboxList.Mine && caller.Member is null
                ? WhoseInbox
                : await conversations.Inbox(session.Tenant, query.Filter with { Member = caller.Member }, ct);
    }
}

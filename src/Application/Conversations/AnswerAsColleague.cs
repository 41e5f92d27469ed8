using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Formats;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>A colleague answers. He must have read what he answers to; what was handed over and nobody has is his then.</summary>
/// <param name="Text">May be empty where there are files.</param>
/// <param name="Files">Ids of files of the citizen's tickets that go with it.</param>
/// <param name="ExpectedTalk">The conversation's <see cref="Conversation.Talk"/> that he read.</param>
public sealed record AnswerAsColleague(
    ConversationId Conversation, string Text, IReadOnlyList<Guid> Files, int ExpectedTalk,
    Func<AnsweredByColleague, IdempotentAnswer>? Answer = null)
    : IRequest<Outcome<AnsweredByColleague>>
{
    /// <summary>Characters of one reply; longer is sent in parts, and nobody reads more.</summary>
    public const int MaxText = 10_000;

    internal sealed class Validator : AbstractValidator<AnswerAsColleague>
    {
        public Validator()
        {
            RuleFor(c => c.Text).Must((c, t) => Shape.IsText(t, MaxText) || (t.Length == 0 && c.Files.Count > 0))
                .WithMessage($"Write 1 to {MaxText} characters, or send files.");
            RuleFor(c => c.Files).Must(f => f.Count <= ReplyFile.MaxFiles && f.Distinct().Count() == f.Count)
                .WithMessage($"Send at most {ReplyFile.MaxFiles} files, each once.");
        }
    }

    internal sealed class Handler(
        IEventSession session, Colleagues colleagues, IChannels channels, IConversationQueries conversations,
        AnswerFiles attached, TimeProvider clock)
        : IRequestHandler<AnswerAsColleague, Outcome<AnsweredByColleague>>
    {
        private static readonly Refusal AccountRemoved = new(
            "account.removed", "The channel account of this conversation is no longer configured, so nothing can be sent.",
            RefusalKind.State);

        private static readonly Refusal OptedOut = new(
            "customer.opted_out", "The citizen asked not to be written to. Answer when he writes again.", RefusalKind.State);

        public async Task<Outcome<AnsweredByColleague>> Handle(AnswerAsColleague command, CancellationToken ct)
        {
            var acting = await colleagues.On(command.Conversation, ct);
            if (acting.Refusal is { } refusal)
            {
                return refusal;
            }

            var (member, talk) = acting.Value!;
            if (talk.Talk != command.ExpectedTalk)
            {
                return await conversations.Changed(session.Tenant, talk, command.ExpectedTalk, ct);
            }

            if (await channels.FindNow(talk.Account, session.Tenant, ct) is not { } account)
            {
                return AccountRemoved;
            }

            if (await session.Load<Customer>(talk.Customer, ct) is { OptedOutAt: { } since } && since >= talk.LastMessageAt)
            {
                return OptedOut;
            }

            var gateway = channels.GatewayOf(account);
            var files = await attached.Find(talk, command.Files, gateway.Files, ct);
            if (files.Refusal is { } unfit)
            {
                return unfit;
            }

            if (await colleagues.Claim(talk, member, ct) is { } taken)
            {
                return taken;
            }

            var now = clock.GetUtcNow();
            talk = (await session.Load<Conversation>(talk.Id, ct))!;
            var texts = SentenceSplitter.Split(StorableText.Clean(command.Text.Trim()), gateway.MaxTextLength);
            var parts = gateway.Files.Distribute(texts, files.Value!);
            var reply = new ReplyDecided(
                Guid.CreateVersion7(now), ReplyAuthor.Human, [],
                [
                    .. parts.Select(part => new ReplyPart(
                        Guid.CreateVersion7(now), part.Text, Files: part.Files.Count > 0 ? part.Files : null)),
                ],
                talk.AgentEpoch, null, talk.Session?.Ticket, now, member);
            session.Reply(talk, reply, talk.LastMessageAt);
            var answered = new AnsweredByColleague(
                reply.Reply, (await session.Load<Conversation>(talk.Id, ct))!.Talk);
            if (command.Answer is { } remember)
            {
                session.Remember(remember(answered));
            }

            await session.Save(ct);
            return answered;
        }
    }
}

/// <param name="Version">The talk's version now.</param>
public sealed record AnsweredByColleague(Guid Id, int Version);

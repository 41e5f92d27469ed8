using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Records that a citizen corrected or took back a message, or reacted to one. An answer that was given stays given. What
/// is about a message that is not known yet is postponed, for a quarter of an hour at most.
/// </summary>
/// <param name="Amendments">Of one lane, in recorded order.</param>
public sealed record RecordAmendment(ChannelAccount Account, IReadOnlyList<ReceivedAmendment> Amendments) : IRequest<Outcome>
{
    /// <summary>Characters of an emoji; a reaction with more is none.</summary>
    private const int MaxEmoji = 32;

    /// <summary>Why a change waits.</summary>
    public const string UnknownCode = "message.unknown";

    private static readonly Refusal Unknown = new(
        UnknownCode, "The message that this is about is not known yet.", RefusalKind.State);

    internal sealed class Handler(
        IEventSession session, Reception reception, Persons persons, IReceivedMessages received, IDeliveries deliveries,
        TimeProvider clock)
        : IRequestHandler<RecordAmendment, Outcome>
    {
        public async Task<Outcome> Handle(RecordAmendment command, CancellationToken ct)
        {
            foreach (var (row, amendment) in command.Amendments)
            {
                if (!amendment.IsFor(command.Account))
                {
                    session.Finish(row, LedgerEnd.Ignored, "wrong_address");
                    continue;
                }

                var customer = await reception.KnownBy(command.Account, amendment.Sender, ct);
                if (customer is not null && await persons.IsBlocked(customer, ct))
                {
                    session.Finish(row, LedgerEnd.Ignored, "blocked");
                }
                else if (customer is not null && await Find(command.Account, customer, amendment, ct) is { } message)
                {
                    session.AppendUnchecked<Conversation>(message.Conversation, EventOf(amendment, message.Id));
                    session.Finish(row, LedgerEnd.Processed);
                }
                else if (clock.GetUtcNow() - row.ReceivedAt > RecordDelivery.UnknownLimit)
                {
                    session.Finish(row, LedgerEnd.Ignored, LedgerRow.UnknownMessage);
                }
                else
                {
                    return Unknown;
                }
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }

        /// <summary>A person may change what he wrote himself, and react to that and to what we wrote to him.</summary>
        private async Task<KnownMessage?> Find(
            ChannelAccount account, Customer customer, Inbound.Amendment amendment, CancellationToken ct)
        {
            var target = StorableText.Clean(amendment.Target);
            if (await received.Find(session.Tenant, customer.Id, account.Name, target, ct) is { } own)
            {
                return own;
            }

            return amendment.Kind == AmendmentKind.Reacted
                && await deliveries.Find(session.Tenant, account.Name, null, target, ct) is { } ours
                && await session.Load<Conversation>(ours.Conversation, ct) is { } talk && talk.Customer == customer.Id
                ? new KnownMessage(ours.Part, ours.Conversation)
                : null;
        }

        private ConversationEvent EventOf(Inbound.Amendment amendment, Guid message) => amendment.Kind switch
        {
            AmendmentKind.Edited => new MessageEdited(message, StorableText.Clean(amendment.Text ?? ""), clock.GetUtcNow()),
            AmendmentKind.Revoked => new MessageRevoked(message, clock.GetUtcNow()),
            _ => new MessageReacted(
                message, amendment.Text is { Length: > 0 and <= MaxEmoji } emoji ? StorableText.Clean(emoji) : null,
                clock.GetUtcNow()),
        };
    }
}

public sealed record ReceivedAmendment(LedgerRow Row, Inbound.Amendment Amendment);

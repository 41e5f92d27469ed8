using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// A colleague has answered from the provider's own app: that is a takeover. The provider reports what we sent ourselves by
/// the same way, which is told by its id.
/// </summary>
/// <param name="Messages">Messages of one lane, in recorded order.</param>
public sealed record RecordOwnMessage(ChannelAccount Account, IReadOnlyList<ReportedMessage> Messages) : IRequest<Outcome>
{
    public const string Reason = "answered_elsewhere";

    private static readonly Refusal UnderWay = new(
        "delivery.under_way", "A message of ours is being sent, and this may be it.", RefusalKind.State);

    internal sealed class Handler(
        IEventSession session, Reception reception, IDeliveries deliveries, Colleagues colleagues, Handover handover,
        TimeProvider clock)
        : IRequestHandler<RecordOwnMessage, Outcome>
    {
        public async Task<Outcome> Handle(RecordOwnMessage command, CancellationToken ct)
        {
            foreach (var (row, message) in command.Messages)
            {
                if (await Ignored(command.Account, message, ct) is { } reason)
                {
                    session.Finish(row, LedgerEnd.Ignored, reason);
                    continue;
                }

                var talk = (await reception.Known(command.Account, message.Recipient, ct))!;
                if (await deliveries.IsUnderWay(
                    session.Tenant, talk.Id, talk.Account, await AddressesOf(talk, command.Account, ct), ct))
                {
                    return UnderWay;
                }

                await Record(talk, message, ct);
                session.Finish(row, LedgerEnd.Processed);
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }

        private async Task<string?> Ignored(ChannelAccount account, Inbound.OwnMessage message, CancellationToken ct) =>
            !message.IsFor(account) ? "wrong_address"
            : await deliveries.Find(session.Tenant, account.Name, null, message.ProviderMessageId, ct) is not null ? "own_message"
            : await reception.Known(account, message.Recipient, ct) is null ? "no_conversation"
            : null;

        /// <summary>
        /// Where what we send reaches him. A one-time code for his number is sent in the conversation of whoever claims it, and
        /// comes back to us as written to him.
        /// </summary>
        private async Task<IReadOnlyList<string>> AddressesOf(Conversation talk, ChannelAccount account, CancellationToken ct) =>
        [
            talk.ReplyAddress,
            .. (await session.Load<Customer>(talk.Customer, ct))!.Identifiers
                .Where(i => i.Kind == IdentifierKind.Phone).Select(i => $"{account.Channel}:{i.Value}"),
        ];

        private async Task Record(Conversation talk, Inbound.OwnMessage message, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            if (talk.AgentOn)
            {
                await handover.Leave(talk, await colleagues.TicketOf(talk, ct), new HandoverCause(Reason, null), ct);
                talk = (await session.Load<Conversation>(talk.Id, ct))!;
            }

            var part = new ReplyPart(Guid.CreateVersion7(now), StorableText.Clean(message.Text));
            session.Append<Conversation>(talk.Id, (Decision<ConversationEvent>)new ConversationEvent[]
            {
                new ReplyDecided(
                    Guid.CreateVersion7(now), ReplyAuthor.Human, [], [part], talk.AgentEpoch, null, talk.Session?.Ticket, now),
                new ReplySent(
                    part.Part, talk.Channel, talk.Account, StorableText.Clean(message.ProviderMessageId), null, now),
            });
        }
    }
}

public sealed record ReportedMessage(LedgerRow Row, Inbound.OwnMessage Message);

using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Records what a provider says became of one message of ours. A status may overtake the record of its own message;
/// then it is postponed, for a quarter of an hour at most.
/// </summary>
/// <param name="Statuses">Statuses of one outgoing message, in recorded order.</param>
public sealed record RecordDelivery(ChannelAccount Account, IReadOnlyList<ReceivedStatus> Statuses) : IRequest<Outcome>
{
    /// <summary>How long a status of an unknown message is kept before it is ignored.</summary>
    public static readonly TimeSpan UnknownLimit = TimeSpan.FromMinutes(15);

    /// <summary>Why a status waits.</summary>
    public const string UnknownCode = "delivery.unknown_message";

    private static readonly Refusal Unknown = new(
        UnknownCode, "The message that this status is about is not known yet.", RefusalKind.State);

    internal sealed class Handler(IEventSession session, IDeliveries deliveries, TimeProvider clock)
        : IRequestHandler<RecordDelivery, Outcome>
    {
        public async Task<Outcome> Handle(RecordDelivery command, CancellationToken ct)
        {
            var events = new Dictionary<Guid, List<IEvent>>();
            foreach (var (row, status) in command.Statuses)
            {
                if (!status.IsFor(command.Account))
                {
                    session.Finish(row, LedgerEnd.Ignored, "wrong_address");
                    continue;
                }

                var delivery = await deliveries.Find(
                    session.Tenant, command.Account.Name, status.ReplyPartId, status.ProviderMessageId, ct);
                if (delivery is { Erased: true })
                {
                    session.Finish(row, LedgerEnd.Ignored, LedgerRow.Erased);
                }
                else if (delivery is not null)
                {
                    Record(command.Account, status, delivery, events);
                    session.Finish(row, LedgerEnd.Processed);
                }
                else if (clock.GetUtcNow() - row.ReceivedAt > UnknownLimit)
                {
                    session.Finish(row, LedgerEnd.Ignored, LedgerRow.UnknownMessage);
                }
                else
                {
                    return Unknown;
                }
            }

            foreach (var (conversation, facts) in events)
            {
                session.AppendUnchecked<Conversation>(conversation, facts);
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }

        private void Record(
            ChannelAccount account, Inbound.Status status, KnownDelivery delivery,
            Dictionary<Guid, List<IEvent>> events)
        {
            if (EventOf(account, status, delivery, clock.GetUtcNow()) is not { } e)
            {
                return;
            }

            if (!events.TryGetValue(delivery.Conversation, out var facts))
            {
                events[delivery.Conversation] = facts = [];
            }

            facts.Add(e);
        }

        /// <summary>Queued tells nothing; sent only what the answer to the send had not told already.</summary>
        private static ConversationEvent? EventOf(
            ChannelAccount account, Inbound.Status status, KnownDelivery delivery, DateTimeOffset now)
        {
            var channel = WireName.Parse<Channel>(account.Channel);
            var id = StorableText.Clean(status.ProviderMessageId);
            return status.State switch
            {
                DeliveryState.Sent when delivery.ProviderMessageId is null =>
                    new ReplySent(delivery.Part, channel, account.Name, id, null, now),
                DeliveryState.Delivered => new ReplyDelivered(delivery.Part, account.Name, id, now),
                DeliveryState.Read => new ReplyRead(delivery.Part, account.Name, id, now),
                DeliveryState.Failed => new ReplyFailed(
                    delivery.Part, channel, account.Name, id, StorableText.Clean(status.ErrorCode ?? "failed"), now),
                _ => null,
            };
        }
    }
}

/// <summary>A status and the ledger row it is in.</summary>
public sealed record ReceivedStatus(LedgerRow Row, Inbound.Status Status);

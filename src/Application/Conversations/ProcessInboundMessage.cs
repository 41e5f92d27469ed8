using CleanFte.Application.Agent;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Takes in what one person sent: recognises him, records his messages, opens or extends his ticket, and answers once,
/// all in one save that also ends the ledger rows.
/// </summary>
/// <param name="Messages">Messages of one lane, in recorded order.</param>
public sealed record ProcessInboundMessage(ChannelAccount Account, IReadOnlyList<ReceivedMessage> Messages)
    : IRequest<Outcome>
{
    internal sealed class Handler(
        IEventSession session, Reception reception, IReceivedMessages earlier, Assistant assistant, IReadReceipts receipts,
        TimeProvider clock)
        : IRequestHandler<ProcessInboundMessage, Outcome>
    {
        public async Task<Outcome> Handle(ProcessInboundMessage command, CancellationToken ct)
        {
            var own = command.Messages.Where(m => m.Message.IsFor(command.Account)).ToArray();
            foreach (var foreign in command.Messages.Except(own))
            {
                session.Finish(foreign.Row, LedgerEnd.Ignored, "wrong_address");
            }

            if (own.Length > 0)
            {
                await Take(command.Account, own, ct);
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }

        private async Task Take(ChannelAccount account, ReceivedMessage[] messages, CancellationToken ct)
        {
            if (await reception.Receive(account, messages[0].Message, ct) is not { } conversation)
            {
                foreach (var message in messages)
                {
                    session.Finish(message.Row, LedgerEnd.Ignored, "blocked");
                }

                return;
            }

            if (conversation.Held)
            {
                session.ReleaseHeld(conversation.Customer, account.Name);
            }

            receipts.Show(account, messages[^1].Message.ProviderMessageId);
            var incoming = new List<IncomingMessage>(messages.Length);
            foreach (var message in messages)
            {
                var e = message.Message.Received(conversation.Channel, message.Row.ReceivedAt, clock.GetUtcNow());

                if (e.ButtonPayload is null && ReplyOffer.Numbered(conversation.Offered, e.Text) is { } choice)
                {
                    e = e with { ButtonPayload = choice.Payload };
                }

                // Parked once and replayed, it is in the log, and the provider's id may be there once only.
                var known = await earlier.Find(message, conversation, ct);
                incoming.Add(new IncomingMessage(e with { Message = known ?? e.Message }, known is not null));
                session.Finish(message.Row, LedgerEnd.Processed);
            }

            if (await assistant.Answer(conversation, account, incoming, RunPurpose.Answer, ct) is { } result)
            {
                session.Reply(
                    (await session.Load<Conversation>(conversation.Id, ct))!, result.Reply, incoming[0].Message.ReceivedAt);
            }
        }
    }
}

/// <summary>A message and the ledger row it is in.</summary>
public sealed record ReceivedMessage(LedgerRow Row, Inbound.Message Message);

internal static class InboundExtensions
{
    /// <summary>The event, with everything from outside made storable.</summary>
    public static MessageReceived Received(
        this Inbound.Message message, Channel channel, DateTimeOffset receivedAt, DateTimeOffset now) => new(
        Guid.CreateVersion7(now),
        StorableText.Clean(message.ProviderMessageId),
        channel,
        StorableText.Clean(message.Text).Trim(),
        message.ButtonPayload is { } payload ? StorableText.Clean(payload) : null,
        [.. message.Media.Take(Inbound.Message.MaxMedia).Select(m => new ReceivedMedia(
            Guid.CreateVersion7(now), StorableText.Clean(m.Reference), StorableText.Clean(m.DeclaredType)))],
        message.Location is { } place
            ? new Place(place.Latitude, place.Longitude,
                (place.Address ?? place.Label) is { } address ? StorableText.Clean(address) : null)
            : null,
        receivedAt,
        now,
        message.Thread is { } thread ? StorableText.Clean(thread) : null);
}

internal static class ReplyExtensions
{
    /// <summary>Decides a reply and puts its parts into the outbox, unless it is withheld.</summary>
    public static void Reply(
        this IEventSession session, Conversation conversation, ReplyDecided reply, DateTimeOffset? answeredReceivedAt)
    {
        var decision = ConversationDecider.Reply(conversation, reply);
        session.Append<Conversation>(conversation.Id, decision);
        if (decision.Events is not [ReplyDecided decided])
        {
            return;
        }

        for (var i = 0; i < decided.Parts.Count; i++)
        {
            session.Send(new OutboxMessage(
                decided.Parts[i].Part,
                conversation.Id,
                conversation.Account,
                WireName.Of(conversation.Channel),
                conversation.ReplyAddress,
                decided.Parts[i].Text,
                WireName.Of(decided.Author),
                decided.AgentEpoch,
                i == 0 ? answeredReceivedAt : null,
                decided.Parts[i].Offer,
                conversation.Thread,
                Subject: conversation.Subject,
                Files: decided.Parts[i].Files));
        }
    }
}

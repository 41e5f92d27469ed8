using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Takes rows out of the way that cannot be processed. What a citizen wrote is still put into his conversation, he gets
/// an apology, and staff get an escalated ticket; an administrator can replay the row.
/// </summary>
public sealed record ParkInbound(IReadOnlyList<LedgerRow> Rows, string Reason) : IRequest<Outcome>
{
    /// <summary>Handled failures before a row is parked.</summary>
    public const int MaxTries = 8;

    /// <summary>Worker deaths during its processing before a row is parked.</summary>
    public const int MaxCrashes = 3;

    private const string EscalationReason = "processing_failed";

    internal sealed class Handler(
        IEventSession session, Reception reception, IReceivedMessages earlier, IChannels channels, Handover handover,
        TimeProvider clock)
        : IRequestHandler<ParkInbound, Outcome>
    {
        public async Task<Outcome> Handle(ParkInbound command, CancellationToken ct)
        {
            foreach (var row in command.Rows)
            {
                // One more crash than allowed: parking itself crashed, so the payload is not even looked at again.
                if (row.Crashes <= MaxCrashes && channels.Find(row.Account, row.Tenant) is { } account
                    && channels.GatewayOf(account).Decode(row.Payload) is Inbound.Message message
                    && message.IsFor(account))
                {
                    await Apologise(account, new ReceivedMessage(row, message), ct);
                }

                session.Finish(row, LedgerEnd.Parked, command.Reason);
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }

        private async Task Apologise(ChannelAccount account, ReceivedMessage received, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            if (await reception.Receive(account, received.Message, ct) is not { } conversation)
            {
                // Nothing of him is taken, so nothing is owed to him.
                return;
            }

            if (await earlier.Find(received, conversation, ct) is not null)
            {
                // Replayed in vain: he had the apology, and staff the ticket, when it was parked for the first time.
                return;
            }

            var message = received.Message.Received(conversation.Channel, received.Row.ReceivedAt, now);
            var language = conversation.Language ?? "other";
            conversation = session.Append<Conversation>(
                conversation.Id,
                ConversationDecider.Receive(
                    message, new MessageAssessed(message.Message, message.Channel, language, null, [], now)));
            var ticket = await TicketOf(conversation, message, language, ct);
            await handover.Begin(
                (await session.Load<Conversation>(conversation.Id, ct))!, ticket,
                new HandoverCause(EscalationReason, null, AgentGoesOn: true), ct);
            var apology = ReplyFormatter.Shape(
                ReplyFormat.DefaultFor(conversation.Channel),
                IntakeTexts.Apology(Manner.Usual(language, conversation.Channel), ticket.TrackingNumber),
                language, null, ticket.TrackingNumber);
            session.Reply(
                (await session.Load<Conversation>(conversation.Id, ct))!,
                new ReplyDecided(
                    Guid.CreateVersion7(now),
                    ReplyAuthor.System,
                    [message.Message],
                    [new ReplyPart(Guid.CreateVersion7(now), apology)],
                    conversation.AgentEpoch,
                    null,
                    ticket.Id,
                    now),
                message.ReceivedAt);
        }

        private async Task<Ticket> TicketOf(
            Conversation conversation, MessageReceived message, string language, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var ticket = conversation.Session?.Ticket is { } id ? await session.Load<Ticket>(id, ct) : null;
            if (ticket is null or { IsOver: true })
            {
                var created = TicketOpening.From(conversation, message.Text, language, null, Severity.Moderate,
                    message.Place, now);
                ticket = session.Start<Ticket>(created.Ticket, TicketDecider.Create(null, created));
                session.Append<Conversation>(
                    conversation.Id,
                    ConversationDecider.OpenSession(new SessionOpened(
                        Guid.CreateVersion7(now), created.ServiceCode, created.Ticket, created.TrackingNumber, now)));
            }

            return ticket;
        }
    }
}

using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Hands one outgoing message to its provider and records what came of it. An interrupted attempt is uncertain: the
/// provider is asked, and only when it twice does not have the message is it sent again, once.
/// </summary>
public sealed record SendReply(OutboxRow Row) : IRequest<Outcome>
{
    /// <summary>
    /// Attempts that the provider turned away before the message becomes a dead letter: with growing pauses more than two
    /// hours, longer than providers are usually away.
    /// </summary>
    public const int MaxTries = 36;

    /// <summary>Look-ups that must find nothing before an uncertain message is sent again.</summary>
    public const int AbsentLookups = 2;

    internal sealed class Handler(
        IEventSession session, IChannels channels, IDeliveries deliveries, IRetryPauses pauses, Colleagues colleagues,
        Handover handover, SystemReplies replies, DeliveryPlanning planning, TimeProvider clock)
        : IRequestHandler<SendReply, Outcome>
    {
        public async Task<Outcome> Handle(SendReply command, CancellationToken ct)
        {
            var row = command.Row;
            var mayHaveLeft = false;
            if (await channels.FindNow(row.Message.Account, row.Tenant, ct) is not { } account)
            {
                Fail(row, "account_removed");
            }
            else if (row.Uncertain)
            {
                await LookUp(row, account, ct);
            }
            else if (row.Silenced)
            {
                await Withhold(row, ct);
            }
            else if (!planning.IsFree(row, account))
            {
                await planning.Divert(row, account, null, ct);
            }
            else
            {
                mayHaveLeft = await Send(row, account, ct);
            }

            try
            {
                // Recorded even while stopping: what was sent must not become uncertain without need.
                await session.Save(CancellationToken.None);
            }
            catch (LostRaceException e) when (mayHaveLeft)
            {
                // As a lost race it would be handled again, and sent again at once.
                throw new InvalidOperationException("A message was handed over, and that could not be recorded.", e);
            }

            return new Outcome(0, null);
        }

        /// <summary>Whether the provider has it or may have it.</summary>
        private async Task<bool> Send(OutboxRow row, ChannelAccount account, CancellationToken ct)
        {
            var result = await channels.GatewayOf(account).Send(account, MessageOf(row), ct);
            switch (result)
            {
                case SendResult.Accepted accepted:
                    Sent(row, accepted.ProviderMessageId);
                    break;
                case SendResult.Refused refused when refused.Cause != RefusalCause.Message || row.Message.Template is not null:
                    await planning.Divert(row, account, refused.Cause, ct);
                    break;
                case SendResult.Refused refused:
                    Fail(row, refused.Code);
                    break;
                case SendResult.TryLater { CountsAsTry: true } later when row.Tries + 1 >= MaxTries:
                    Fail(row, later.Code);
                    break;
                case SendResult.TryLater later:
                    var pause = later.After ?? pauses.After(row.Tries + 1);
                    session.Finish(row, new OutboxEnd.Later(pause, false, 0, row.Resent, later.CountsAsTry));
                    break;
                case SendResult.Uncertain uncertain:
                    Record(row, new ReplyUncertain(row.Message.Part, row.Message.Account, uncertain.Code,
                        clock.GetUtcNow()));
                    session.Finish(
                        row, new OutboxEnd.Later(pauses.Lookup, true, 0, row.Resent, false, uncertain.Answered));
                    break;
            }

            return result is SendResult.Accepted or SendResult.Uncertain;
        }

        private async Task LookUp(OutboxRow row, ChannelAccount account, CancellationToken ct)
        {
            // The provider's callback carries our id, and may have told already.
            var known = await deliveries.Find(row.Tenant, account.Name, row.Message.Part, "", ct);
            if (known?.ProviderMessageId is not null)
            {
                session.Finish(row, new OutboxEnd.Done());
                return;
            }

            var others = await deliveries.Others(row.Tenant, row.Message.Conversation, row.Message.Part, ct);
            switch (await channels.GatewayOf(account)
                .LookUp(account, MessageOf(row), row.AttemptedAt ?? clock.GetUtcNow(), others, ct))
            {
                case LookupResult.Found found:
                    Sent(row, found.ProviderMessageId);
                    break;
                case LookupResult.Absent when row.Lookups + 1 < AbsentLookups:
                    session.Finish(row, new OutboxEnd.Later(
                        pauses.Lookup, true, row.Lookups + 1, row.Resent, false, row.Answered));
                    break;
                case LookupResult.Absent when row.Silenced:
                    await Withhold(row, ct);
                    break;
                case LookupResult.Absent when row.Answered && row.Tries + 1 < MaxTries:
                    Record(row, new ReplyResent(row.Message.Part, row.Message.Account, clock.GetUtcNow()));
                    session.Finish(
                        row, new OutboxEnd.Later(pauses.After(row.Tries + 1), false, 0, row.Resent, true));
                    break;
                case LookupResult.Absent when row.Resent || row.Answered:
                    Fail(row, "uncertain");
                    break;
                case LookupResult.Absent:
                    Record(row, new ReplyResent(row.Message.Part, row.Message.Account, clock.GetUtcNow()));
                    session.Finish(row, new OutboxEnd.Later(TimeSpan.Zero, false, 0, true, false));
                    break;
                case LookupResult.Unanswered when row.Tries + 1 >= MaxTries:
                    Fail(row, "uncertain");
                    break;
                case LookupResult.Unanswered:
                    session.Finish(
                        row, new OutboxEnd.Later(
                            pauses.After(row.Tries + 1), true, row.Lookups, row.Resent, true, row.Answered));
                    break;
            }
        }

        private void Sent(OutboxRow row, string providerMessageId)
        {
            Record(row, new ReplySent(
                row.Message.Part, ChannelOf(row), row.Message.Account, StorableText.Clean(providerMessageId),
                row.Message.AnsweredReceivedAt, clock.GetUtcNow()));
            session.Finish(row, new OutboxEnd.Done());
        }

        /// <summary>
        /// What the agent may not say any more. Where it still has the conversation, it was switched off after it had decided
        /// the reply, and people answer now.
        /// </summary>
        private async Task Withhold(OutboxRow row, CancellationToken ct)
        {
            session.Finish(row, new OutboxEnd.Done());
            var talk = (await session.LoadFresh<Conversation>(row.Message.Conversation, ct))!;
            var switchedOff = talk is { AgentOn: true, Closed: false } && talk.AgentEpoch == row.Message.AgentEpoch;
            talk = session.Append<Conversation>(
                talk.Id,
                (Decision<ConversationEvent>)new ReplyWithheld(
                    [row.Message.Part], switchedOff ? AgentOff.Reason : "human_took_over", clock.GetUtcNow()));
            if (!switchedOff)
            {
                return;
            }

            var ticket = await colleagues.TicketOf(talk, ct);
            if (await handover.Begin(talk, ticket, new HandoverCause(AgentOff.Reason, null), ct) is { } handed)
            {
                await replies.TellHandedOver(talk.Id, ticket, handed, ct);
            }
        }

        private void Fail(OutboxRow row, string code)
        {
            Record(row, new ReplyFailed(
                row.Message.Part, ChannelOf(row), row.Message.Account, null, StorableText.Clean(code),
                clock.GetUtcNow()));
            session.Finish(row, new OutboxEnd.Dead(StorableText.Clean(code)));
        }

        private void Record(OutboxRow row, ConversationEvent e) =>
            session.AppendUnchecked<Conversation>(row.Message.Conversation, e);

        private static OutgoingMessage MessageOf(OutboxRow row) =>
            new(row.Message.Part, row.Message.Recipient, row.Message.Text)
            {
                Offer = row.Message.Offer,
                Thread = row.Message.Thread,
                Template = row.Message.Template,
                Subject = row.Message.Subject,
                Files = [.. (row.Message.Files ?? []).Select(file => new OutgoingFile(file, default))],
                IsByPerson = row.Message.Author == WireName.Of(ReplyAuthor.Human),
            };

        private static Channel ChannelOf(OutboxRow row) => WireName.Parse<Channel>(row.Message.Channel);
    }
}

/// <summary>How long to wait before trying again.</summary>
public interface IRetryPauses
{
    /// <summary>The pause before an uncertain message is looked up.</summary>
    TimeSpan Lookup { get; }

    /// <param name="failures">Failures so far, the present one included.</param>
    TimeSpan After(int failures);
}

using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>
/// Tells a reporter, in the conversation about his ticket, that others changed how it stands. Several changes within a moment
/// are told as one: how it stands then. An address that is only claimed is told nothing but what everybody may read.
/// </summary>
public sealed record TellReporter(LedgerRow Row, TicketId Ticket) : IRequest<Outcome>
{
    public const string TimerKind = "tell_reporter";

    /// <summary>What was published no longer ago belongs to the change; older words he has read.</summary>
    private static readonly TimeSpan TextIsNews = TimeSpan.FromDays(1);

    /// <summary>Plans it with a change that comes about, if the ticket has a conversation; saved with the change.</summary>
    internal static Decision<TicketEvent> Plan(
        IEventSession session, Ticket ticket, Decision<TicketEvent> change, DateTimeOffset now)
    {
        if (ticket.Conversation is not null && change.Events.Count > 0)
        {
            session.Schedule(new TimerRow(ticket.Id, TimerKind, now, default));
        }

        return change;
    }

    /// <summary>
    /// The same for what a colleague changes as he ends or hands back a conversation. Who reported there has heard it from
    /// him; who reported by another system has not.
    /// </summary>
    internal static Decision<TicketEvent> PlanAfterTalk(
        IEventSession session, Ticket ticket, Decision<TicketEvent> change, DateTimeOffset now) =>
        ticket.Channel == Channel.Open311 ? Plan(session, ticket, change, now) : change;

    internal sealed class Handler(
        IEventSession session, IChannels channels, ISenders senders, Reception reception, Persons persons,
        ITenantProfiles profiles, TimeProvider clock)
        : IRequestHandler<TellReporter, Outcome>
    {
        public async Task<Outcome> Handle(TellReporter command, CancellationToken ct)
        {
            if (await session.LoadFresh<Ticket>(command.Ticket, ct) is { Conversation: { } begun } ticket
                && await session.LoadFresh<Conversation>(begun, ct) is { ErasedAt: null } talk
                && channels.Find(talk.Account, session.Tenant) is { IsEnabled: true } account
                && await session.LoadFresh<Customer>(talk.Customer, ct) is { OptedOutAt: null, Erased: null } customer
                && !await persons.IsBlocked(customer, ct))
            {
                talk = await GoOn(talk, account, customer, ticket, ct);
                if (!await IsColleagues(talk, ticket, ct))
                {
                    await Tell(talk, account, customer, ticket, ct);
                }
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }

        /// <summary>
        /// The conversation that is open with him by now. Without one, mail begins another, so that an answer leads to the
        /// ticket; elsewhere it is said in the one that is over, where it is known when he wrote last.
        /// </summary>
        private async Task<Conversation> GoOn(
            Conversation talk, ChannelAccount account, Customer customer, Ticket ticket, CancellationToken ct)
        {
            if (!talk.Closed)
            {
                return talk;
            }

            // His own alone: others may claim the address too, and their conversations are none of his.
            return await senders.Open(session.Tenant, account.Name, talk.Customer, ct) is { } open
                && await session.LoadFresh<Conversation>(open, ct) is { Closed: false } other ? other
                : talk.Channel == Channel.Email ? reception.Open(account, talk.ReplyAddress, customer, ticket.TrackingNumber)
                : talk;
        }

        /// <summary>
        /// Whether a colleague has the conversation, whom nobody talks over: he tells what he wants. Not once the ticket that
        /// he has it for is over.
        /// </summary>
        private async Task<bool> IsColleagues(Conversation talk, Ticket ticket, CancellationToken ct) =>
            talk.Task is { } id
            && await session.LoadFresh<HumanTask>(id, ct) is { State: TaskState.Claimed } task
            && !(ticket.IsOver && task.Opened.Ticket == ticket.Id);

        private async Task Tell(
            Conversation talk, ChannelAccount account, Customer customer, Ticket ticket, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var profile = await profiles.Of(session.Tenant, ct);
            var language = talk.Language is { } spoken && spoken != LanguageGuess.Other ? spoken
                : ticket.Language != LanguageGuess.Other ? ticket.Language
                : profile.Languages[0];
            var form = (profile.Channels.GetValueOrDefault(WireName.Of(talk.Channel)) ?? ChannelFormat.Usual(talk.Channel))
                .In(language, talk.Channel);
            var body = IntakeTexts.StatusChanged(
                new Manner(language, form.Tone), ticket.TrackingNumber, ticket.Status,
                ticket.PublicNews is { } news && now - news.At < TextIsNews ? news.Text : null);
            var text = ReplyFormatter.Shape(
                form with { PreferredCharacters = Math.Max(form.PreferredCharacters, body.Length) }, body, language,
                customer.Name, ticket.TrackingNumber, profile.Name);
            if (talk.Channel == Channel.Email && talk.Session?.Ticket != ticket.Id)
            {
                talk = session.Append<Conversation>(talk.Id, ConversationDecider.OpenSession(new SessionOpened(
                    Guid.CreateVersion7(now), ticket.ServiceCode, ticket.Id, ticket.TrackingNumber, now)));
            }

            session.Reply(
                talk,
                new ReplyDecided(
                    Guid.CreateVersion7(now), ReplyAuthor.System, [],
                    [
                        .. SentenceSplitter.Split(text, channels.GatewayOf(account).MaxTextLength)
                            .Select(part => new ReplyPart(Guid.CreateVersion7(now), part)),
                    ],
                    talk.AgentEpoch, null, ticket.Id, now),
                null);
        }
    }
}

using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Tickets;

/// <summary>
/// Where the tenant has mail, whoever fills in the form is answered by it: the ticket's number at once, and what colleagues
/// write later. The address is only claimed: nothing is told there but what is about this form.
/// </summary>
internal sealed class FormMail(
    IEventSession session, IChannels channels, ISenders senders, Reception reception, ITenantProfiles profiles,
    TimeProvider clock)
{
    /// <summary>
    /// Forms a day that are answered at one mailbox, however its address is spelt: nobody's is filled by a stranger.
    /// </summary>
    public const int MaxADay = 5;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Begins the conversation by mail; null where there is none.</summary>
    public async Task<Conversation?> Begin(Customer customer, string trackingNumber, CancellationToken ct)
    {
        var account = channels.Accounts.FirstOrDefault(
            a => a.Tenant == session.Tenant && a.IsEnabled && a.Channel == WireName.Of(Channel.Email));
        return account is not null
            && customer.Identifiers.FirstOrDefault(i => i.Kind == IdentifierKind.Email) is { Value: { } address } email
            && await senders.Claims(session.Tenant, email, clock.GetUtcNow() - Day, ct) < MaxADay
            ? reception.Open(account, address, customer, trackingNumber)
            : null;
    }

    /// <summary>Ties the ticket to the conversation, and tells its number there.</summary>
    public Task Acknowledge(Conversation talk, Ticket ticket, ServiceDefinition? service, CancellationToken ct) => Say(
        talk, ticket,
        manner => IntakeTexts.Acknowledge(
            manner, ticket.TrackingNumber, service is null ? null : Catalogue.NameOf(service, manner.Language), false, false),
        ct);

    private async Task Say(Conversation talk, Ticket ticket, Func<Manner, string> text, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var profile = await profiles.Of(session.Tenant, ct);
        var language = ticket.Language == LanguageGuess.Other ? profile.Languages[0] : ticket.Language;
        var form = (profile.Channels.GetValueOrDefault(WireName.Of(Channel.Email)) ?? ChannelFormat.Usual(Channel.Email))
            .In(language, Channel.Email);
        var body = text(new Manner(language, form.Tone));
        var customer = await session.Load<Customer>(talk.Customer, ct);
        if (talk.Session?.Ticket != ticket.Id)
        {
            talk = session.Append<Conversation>(talk.Id, ConversationDecider.OpenSession(new SessionOpened(
                Guid.CreateVersion7(now), ticket.ServiceCode, ticket.Id, ticket.TrackingNumber, now)));
        }

        session.Reply(
            talk,
            new ReplyDecided(
                Guid.CreateVersion7(now), ReplyAuthor.System, [],
                [
                    new ReplyPart(
                        Guid.CreateVersion7(now),
                        ReplyFormatter.Shape(form, body, language, customer?.Name, ticket.TrackingNumber, profile.Name)),
                ],
                talk.AgentEpoch, null, ticket.Id, now),
            null);
    }
}

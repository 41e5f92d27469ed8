using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Conversations;

/// <summary>What the system says in a conversation without having been asked by a message.</summary>
internal sealed class SystemReplies(
    IEventSession session, Handover handover, IChannels channels, ITenantProfiles profiles, TimeProvider clock)
{
    /// <summary>Appends and sends what somebody is told who is handed over.</summary>
    public async Task TellHandedOver(ConversationId talk, Ticket ticket, HandedOverTask handed, CancellationToken ct)
    {
        var conversation = (await session.Load<Conversation>(talk, ct))!;
        if (channels.Find(conversation.Account, session.Tenant) is not { } account)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var profile = await profiles.Of(session.Tenant, ct);
        var language = conversation.Language is { } known && known != LanguageGuess.Other ? known : profile.Languages[0];
        var form = (profile.Channels.GetValueOrDefault(WireName.Of(conversation.Channel))
            ?? ChannelFormat.Usual(conversation.Channel)).In(language, conversation.Channel);
        var body = await handover.Tell(handed, ticket.TrackingNumber, false, new Manner(language, form.Tone), ct);
        var text = ReplyFormatter.Shape(
            form with { PreferredCharacters = Math.Max(form.PreferredCharacters, body.Length) }, body, language, null,
            ticket.TrackingNumber, profile.Name);
        var parts = SentenceSplitter.Split(text, channels.GatewayOf(account).MaxTextLength);
        session.Reply(
            conversation,
            new ReplyDecided(
                Guid.CreateVersion7(now), ReplyAuthor.System, [],
                [.. parts.Select(part => new ReplyPart(Guid.CreateVersion7(now), part))],
                conversation.AgentEpoch, null, ticket.Id, now),
            null);
    }
}

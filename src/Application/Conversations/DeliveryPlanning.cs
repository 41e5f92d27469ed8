using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Texts;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Finds another way for a message that may not go out as it is, and follows it. Nothing is sent here: whatever is decided is
/// saved first.
/// </summary>
internal sealed class DeliveryPlanning(
    IEventSession session, IChannels channels, Reception reception, ITenantProfiles profiles, TimeProvider clock)
{
    private const string WindowClosed = "window_closed";

    private const string Undeliverable = "undeliverable";

    private const string ReminderRefused = Conversation.ReminderRefusal;

    /// <summary>Whether it may go out as it is.</summary>
    public bool IsFree(OutboxRow row, ChannelAccount account) =>
        !IsUnwanted(row, row.OptedOutAt)
        && (row.Message.Template is not null
            || DeliveryPlanner.MayWriteFreely(account.Window, row.LastMessageAt, clock.GetUtcNow()));

    /// <summary>Whether it was decided before he said that he wants no more.</summary>
    private static bool IsUnwanted(OutboxRow row, DateTimeOffset? optedOutAt) =>
        optedOutAt is { } since && row.CreatedAt < since;

    /// <summary>Decides what becomes of it, and records that.</summary>
    /// <param name="cause">Why the provider refused it; null where it was not tried.</param>
    public async Task Divert(OutboxRow row, ChannelAccount account, RefusalCause? cause, CancellationToken ct)
    {
        var talk = (await session.LoadFresh<Conversation>(row.Message.Conversation, ct))!;
        var customer = (await session.LoadFresh<Customer>(talk.Customer, ct))!;
        if (cause is null && !IsUnwanted(row, customer.OptedOutAt)
            && DeliveryPlanner.MayWriteFreely(account.Window, talk.LastMessageAt, clock.GetUtcNow()))
        {
            // He has written since it was claimed.
            session.Finish(row, new OutboxEnd.Later(TimeSpan.Zero, false, 0, row.Resent, false));
            return;
        }

        if (row.Message.Template is not null)
        {
            Remindless(row, account, talk, customer, cause);
            return;
        }

        if (cause == RefusalCause.OptedOut)
        {
            customer = session.Append<Customer>(
                customer.Id, CustomerDecider.Consent(customer, false, account.Name, clock.GetUtcNow()));
        }

        var other = OtherChannel(row, account, customer);
        var plan = DeliveryPlanner.Plan(await Facts(row, account, talk, customer, other, cause, ct));
        await Follow(plan, row, account, talk, other, ct);
    }

    /// <summary>He could not be told to write: what waits for him is planned without that.</summary>
    private void Remindless(
        OutboxRow row, ChannelAccount account, Conversation talk, Customer customer, RefusalCause? cause)
    {
        if (cause == RefusalCause.OptedOut)
        {
            session.Append<Customer>(
                customer.Id, CustomerDecider.Consent(customer, false, account.Name, clock.GetUtcNow()));
        }

        GiveUp(row, account, talk, cause is null or RefusalCause.OptedOut ? "opted_out" : ReminderRefused);
        session.ReleaseHeld(talk.Customer, account.Name);
    }

    private void GiveUp(OutboxRow row, ChannelAccount account, Conversation talk, string reason)
    {
        Plan(row, DeliveryWay.GivenUp, reason);
        session.Append<Conversation>(
            talk.Id,
            (Decision<ConversationEvent>)new ReplyFailed(
                row.Message.Part, talk.Channel, account.Name, null, reason, clock.GetUtcNow()));
        session.Finish(row, new OutboxEnd.Dead(reason));
    }

    private async Task<DeliveryFacts> Facts(
        OutboxRow row, ChannelAccount account, Conversation talk, Customer customer, Reachable? other, RefusalCause? cause,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var profile = await profiles.Of(session.Tenant, ct);
        return new DeliveryFacts(
            now,
            now - row.CreatedAt,
            customer.OptedOutAt is { } since && (since >= talk.LastMessageAt || row.CreatedAt < since),
            cause != RefusalCause.Recipient && !talk.ReminderRefused
                && Reminders.Of(account.Setting(ChannelAccount.ReminderTemplate), LanguageOf(talk, profile.Languages), profile.Languages[0])
                    is not null,
            talk.Reminded,
            other is not null,
            QuietHours.TryParse(account.Setting(ChannelAccount.QuietHours), out var quiet)
                ? quiet.EndAfter(now, TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone))
                : null,
            cause == RefusalCause.Recipient ? Undeliverable : WindowClosed);
    }

    private async Task Follow(
        DeliveryPlan plan, OutboxRow row, ChannelAccount account, Conversation talk, Reachable? other, CancellationToken ct)
    {
        switch (plan)
        {
            case DeliveryPlan.Remind remind:
                Plan(row, DeliveryWay.Reminder, "waits_for_citizen");
                await Remind(account, talk, ct);
                session.Finish(row, new OutboxEnd.Held(remind.Wait));
                break;
            case DeliveryPlan.Hold hold:
                Plan(row, DeliveryWay.Held, hold.Reason);
                session.Finish(row, new OutboxEnd.Held(hold.Wait));
                break;
            case DeliveryPlan.Switch:
                Plan(row, DeliveryWay.OtherChannel, WindowClosed);
                await SendBy(other!, row, talk, ct);
                session.Finish(row, new OutboxEnd.Done());
                break;
            case DeliveryPlan.GiveUp given:
                GiveUp(row, account, talk, given.Reason);
                break;
        }
    }

    private void Plan(OutboxRow row, DeliveryWay way, string reason) => session.Append<Conversation>(
        row.Message.Conversation,
        (Decision<ConversationEvent>)new DeliveryPlanned(row.Message.Part, way, reason, clock.GetUtcNow()));

    /// <summary>The approved text, once: until he writes, what else comes waits with what is there.</summary>
    private async Task Remind(ChannelAccount account, Conversation talk, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var profile = await profiles.Of(session.Tenant, ct);
        var language = LanguageOf(talk, profile.Languages);
        var number = talk.Session?.TrackingNumber ?? talk.LastSession?.Session.TrackingNumber ?? profile.Name;
        var part = new ReplyPart(
            Guid.CreateVersion7(now), DeliveryTexts.Reminder(new Manner(language, Tone.Conversational), number));
        session.Append<Conversation>(
            talk.Id,
            (Decision<ConversationEvent>)new ReplyDecided(
                Guid.CreateVersion7(now), ReplyAuthor.System, [], [part], talk.AgentEpoch, null, talk.Session?.Ticket, now));
        session.Send(new OutboxMessage(
            part.Part, talk.Id, account.Name, WireName.Of(talk.Channel), talk.ReplyAddress, part.Text,
            WireName.Of(ReplyAuthor.System), talk.AgentEpoch, null,
            Template: Reminders.Of(account.Setting(ChannelAccount.ReminderTemplate), language, profile.Languages[0])! with
            {
                Values = [number],
            }));
    }

    /// <summary>The same words in the conversation of his other channel.</summary>
    private async Task SendBy(Reachable other, OutboxRow row, Conversation talk, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var there = await reception.TalkWith(other.Account, other.Customer, other.Address, ct);
        var part = new ReplyPart(Guid.CreateVersion7(now), row.Message.Text, row.Message.Offer, row.Message.Files);
        session.Reply(
            there,
            new ReplyDecided(
                Guid.CreateVersion7(now), WireName.Parse<ReplyAuthor>(row.Message.Author), [], [part], there.AgentEpoch, null,
                talk.Session?.Ticket, now),
            null);
    }

    /// <summary>Mail, where the tenant has it, the customer's address is verified and a mail carries the message's files.</summary>
    private Reachable? OtherChannel(OutboxRow row, ChannelAccount account, Customer customer) =>
        account.Channel != WireName.Of(Channel.Email)
        && customer.Identifiers.FirstOrDefault(
            i => i is { Kind: IdentifierKind.Email, Verification: Verification.Verified }).Value is { } address
        && channels.Accounts.FirstOrDefault(
            a => a.Tenant == session.Tenant && a.IsEnabled && a.Channel == WireName.Of(Channel.Email)) is { } mail
        && channels.GatewayOf(mail).Files.Carries(row.Message.Files ?? [])
            ? new Reachable(mail, customer, address)
            : null;

    private static string LanguageOf(Conversation talk, IReadOnlyList<string> languages) =>
        talk.Language is { } known && known != LanguageGuess.Other ? known : languages[0];

    private sealed record Reachable(ChannelAccount Account, Customer Customer, string Address);
}

using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Texts;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>Sends a one-time code to an address that a customer claims; <see cref="ConfirmAddress"/> takes it.</summary>
/// <param name="Address">An e-mail address or a phone number; null for the first he claims where a code can be sent.</param>
/// <param name="Language">The code's; null for the tenant's first.</param>
/// <param name="OnlyClaimed">Whether it must be one that he claims already: who asks is not known to be a colleague.</param>
public sealed record VerifyAddress(Guid Customer, string? Address, string? Language = null, bool OnlyClaimed = false)
    : IRequest<Outcome<SentVerification>>
{
    internal sealed class Validator : AbstractValidator<VerifyAddress>
    {
        public Validator() => RuleFor(c => c.Address).Must(v => v is null || AddressOf(v) is not null)
            .WithMessage("Give an e-mail address, or a phone number with its country code.");
    }

    internal static Identifier? AddressOf(string value) =>
        EmailAddress.TryParse(value, out var email)
            ? new Identifier(IdentifierKind.Email, StorableText.Clean(email.Value), Verification.Claimed)
            : PhoneNumber.TryParse(value, out var phone)
                ? new Identifier(IdentifierKind.Phone, phone.Value, Verification.Claimed)
                : null;

    internal sealed class Handler(
        IEventSession session, IVerifications verifications, IChannels channels, ISenders senders, Reception reception,
        ITenantProfiles profiles, Caller caller, TimeProvider clock)
        : IRequestHandler<VerifyAddress, Outcome<SentVerification>>
    {
        public async Task<Outcome<SentVerification>> Handle(VerifyAddress command, CancellationToken ct)
        {
            if (await session.LoadFresh<Customer>(command.Customer, ct) is not { } customer)
            {
                return Refusal.NotFound(Domain.Customers.Customer.StreamType);
            }

            if (Claim(customer, command) is not { } claim)
            {
                return command.Address is null ? VerificationRefusals.NothingClaimed : VerificationRefusals.NotNamed;
            }

            if (customer.Identifiers.Any(i =>
                i.Kind == claim.Kind && i.Value == claim.Value && i.Verification == Verification.Verified))
            {
                return VerificationRefusals.Verified;
            }

            if (AccountFor(claim.Kind) is not { } account)
            {
                return VerificationRefusals.NoWay;
            }

            var now = clock.GetUtcNow();
            var (id, code) = (Guid.CreateVersion7(now), OneTimeCode.Draw());
            if (await verifications.Keep(
                session.Tenant, id, customer.Id, claim, OneTimeCode.Hash(id, code), now, ct) is { } wait)
            {
                return VerificationRefusals.TooOften with { RetryAfter = wait };
            }

            session.Append<Customer>(customer.Id, CustomerDecider.Link(customer, claim, caller.UserName ?? "", now));
            session.Append<Customer>(
                customer.Id,
                (Decision<CustomerEvent>)new VerificationSent(id, claim.Kind, claim.Value, caller.UserName ?? "", now));
            await Send(customer, account, claim, code, command.Language, ct);
            try
            {
                await session.Save(ct);
            }
            catch (LostRaceException)
            {
                // It is decided anew, with another code.
                await verifications.Drop(session.Tenant, id, ct);
                throw;
            }

            return new SentVerification(id, now + OneTimeCode.Lifetime);
        }

        /// <summary>As he claims it, however it is spelt; else the first that a code can be sent to, or the first at all.</summary>
        private Identifier? Claim(Customer customer, VerifyAddress command)
        {
            var claims = customer.Identifiers
                .Where(i => i.Kind is IdentifierKind.Email or IdentifierKind.Phone)
                .OrderBy(i => i.Kind == IdentifierKind.Email ? 0 : 1).ToList();
            if (command.Address is { } named)
            {
                var address = AddressOf(named)!.Value;
                return !command.OnlyClaimed || claims.Any(c => c.Kind == address.Kind && c.Value == address.Value) ? address : null;
            }

            claims.RemoveAll(c => c.Verification != Verification.Claimed);
            return claims.Count == 0 ? null : claims.FirstOrDefault(c => AccountFor(c.Kind) is not null, claims[0]);
        }

        /// <summary>One that may write unasked; the sandbox, which reaches nobody, only where there is no other.</summary>
        private ChannelAccount? AccountFor(IdentifierKind kind) => channels.Accounts
            .Where(a => a.Tenant == session.Tenant && a is { IsEnabled: true, Window: null }
                && a.Channel == WireName.Of(kind == IdentifierKind.Email ? Channel.Email : Channel.Whatsapp))
            .OrderBy(a => a.IsSandbox)
            .FirstOrDefault();

        /// <summary>The history shows that a code was sent, not which.</summary>
        private async Task Send(
            Customer customer, ChannelAccount account, Identifier claim, string code, string? language, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var profile = await profiles.Of(session.Tenant, ct);
            var channel = WireName.Parse<Channel>(account.Channel);
            var manner = Manner.Usual(
                language is { } known && profile.Languages.Contains(known) ? known : profile.Languages[0], channel);
            var address = claim.Kind == IdentifierKind.Email ? claim.Value : $"{account.Channel}:{claim.Value}";
            var talk = await senders.Open(session.Tenant, account.Name, customer.Id, ct) is { } open
                && await session.LoadFresh<Conversation>(open, ct) is { Closed: false } going
                    ? going
                    : reception.Open(account, address, customer, VerificationTexts.Subject(manner));
            var part = new ReplyPart(
                Guid.CreateVersion7(now), VerificationTexts.Code(manner, profile.Name, OneTimeCode.Hidden));
            session.Append<Conversation>(
                talk.Id,
                (Decision<ConversationEvent>)new ReplyDecided(
                    Guid.CreateVersion7(now), ReplyAuthor.System, [], [part], talk.AgentEpoch, null, null, now));
            session.Send(new OutboxMessage(
                part.Part, talk.Id, account.Name, account.Channel, address,
                VerificationTexts.Code(manner, profile.Name, code), WireName.Of(ReplyAuthor.System), talk.AgentEpoch, null,
                Subject: VerificationTexts.Subject(manner)));
        }
    }
}

/// <param name="Id">What the code is entered with.</param>
public sealed record SentVerification(Guid Id, DateTimeOffset ExpiresAt);

internal static class VerificationRefusals
{
    public static readonly Refusal NothingClaimed = new(
        "verification.nothing_claimed", "Nobody has given an e-mail address or phone number that could be verified.",
        RefusalKind.State);

    public static readonly Refusal NotNamed = new(
        "verification.not_named", "The report does not name this address. Leave it out, or send one that it names.",
        RefusalKind.Rule, "address");

    public static readonly Refusal Verified = new(
        "verification.verified", "This address is verified already.", RefusalKind.State);

    public static readonly Refusal NoWay = new(
        "verification.no_way",
        "No enabled account can send a code there: it needs one for mail, or for WhatsApp without a 24-hour window.",
        RefusalKind.State);

    public static readonly Refusal TooOften = new(
        "verification.too_often",
        $"At most {OneTimeCode.MaxAnHour} codes an hour for a customer and {OneTimeCode.MaxADay} a day to an address. Try later.",
        RefusalKind.TooOften);

    public static readonly Refusal Over = new(
        "verification.over", "This code has ended, was used, or was entered wrongly too often. Ask for another.",
        RefusalKind.State);

    public static Refusal Wrong(int left) => new(
        "verification.wrong_code",
        left > 0 ? $"This is not the code. Tries left: {left}." : "This is not the code, and it is worth nothing now. Ask for another.",
        RefusalKind.Rule, "code");
}

using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Tenants;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tenants;

/// <summary>Gives the tenant a profile. A repeat changes nothing.</summary>
public sealed record ConfigureTenant(TenantProfile Profile) : IRequest<Outcome>
{
    internal sealed class Validator : AbstractValidator<ConfigureTenant>
    {
        private const int MaxName = 200;
        private const int MaxContact = 200;
        private const int MaxHolidays = 500;
        private const int MaxTimesADay = 10;
        private const int MaxCharacters = 10_000;
        private const int MaxFrame = 500;

        private static readonly string[] ChannelNames = ["whatsapp", "email", "web", "rest"];

        public Validator()
        {
            RuleFor(c => c.Profile.Name).Must(n => Shape.IsText(n, MaxName))
                .WithMessage($"Write 1 to {MaxName} characters.").OverridePropertyName("name");
            RuleFor(c => c.Profile.Languages)
                .Must(l => l is { Count: >= 1 } && l.All(Shape.IsLanguage) && l.Distinct().Count() == l.Count)
                .WithMessage("Give one or more of en, es, fr, each once.").OverridePropertyName("languages");
            RuleFor(c => c.Profile.TimeZone).Must(z => TimeZoneInfo.TryFindSystemTimeZoneById(z ?? "", out _))
                .WithMessage("Give a time zone's name, such as Europe/Madrid.").OverridePropertyName("timeZone");
            RuleFor(c => c.Profile.Voice).Must(v => v?.Length <= TenantProfile.MaxVoice)
                .WithMessage($"Write at most {TenantProfile.MaxVoice:N0} characters.").OverridePropertyName("voice");
            RuleFor(c => c.Profile.Escalation.Pricing).IsInEnum().OverridePropertyName("escalation.pricing");
            RuleFor(c => c.Profile.Escalation.Refund).IsInEnum().OverridePropertyName("escalation.refund");
            RuleFor(c => c.Profile.SessionIdleMinutes).InclusiveBetween(1, TenantProfile.MaxSessionIdleMinutes)
                .WithMessage($"Use 1 to {TenantProfile.MaxSessionIdleMinutes}.")
                .OverridePropertyName("sessionIdleMinutes");
            RuleFor(c => c.Profile.RetentionDays).InclusiveBetween(TenantProfile.MinRetentionDays, TenantProfile.MaxRetentionDays)
                .WithMessage($"Use {TenantProfile.MinRetentionDays} to {TenantProfile.MaxRetentionDays}, or leave it out.")
                .OverridePropertyName("retentionDays");
            RuleFor(c => c.Profile.Handover.ClaimMinutes).InclusiveBetween(1, HandoverRules.MaxClaimMinutes)
                .WithMessage($"Use 1 to {HandoverRules.MaxClaimMinutes}.").OverridePropertyName("handover.claimMinutes");
            RuleFor(c => c.Profile.Handover.Texts)
                .Must(t => t.All(x => Shape.IsLanguage(x.Key) && Shape.IsText(x.Value, HandoverRules.MaxText)
                    && x.Value.Contains(HandoverRules.Number, StringComparison.Ordinal)))
                .WithMessage(
                    $"Write 1 to {HandoverRules.MaxText} characters with {HandoverRules.Number} in them, by en, es or fr.")
                .OverridePropertyName("handover.text");
            RuleFor(c => c.Profile.Contacts)
                .Must(l => l is { Count: <= TenantProfile.MaxContacts } && l.All(x => Shape.IsText(x, MaxContact)))
                .WithMessage($"Give at most {TenantProfile.MaxContacts} of 1 to {MaxContact} characters.")
                .OverridePropertyName("contacts");
            RuleFor(c => c.Profile.Hours.Holidays)
                .Must(h => h is { Count: <= MaxHolidays } && h.Distinct().Count() == h.Count)
                .WithMessage($"Give at most {MaxHolidays} days, each once.").OverridePropertyName("holidays");
            RuleFor(c => c.Profile).Custom(CheckHours).Custom(CheckChannels);
        }

        private static void CheckHours(TenantProfile profile, ValidationContext<ConfigureTenant> context)
        {
            foreach (var (day, times) in profile.Hours.Days)
            {
                if (times.Count is 0 or > MaxTimesADay
                    || times.Any(t => t.From >= t.To)
                    || times.Zip(times.Skip(1)).Any(pair => pair.First.To >= pair.Second.From))
                {
                    context.AddFailure(
                        $"businessHours.{WireName.Of(day)}",
                        $"Give 1 to {MaxTimesADay} times in order, each from an earlier to a later minute.");
                }
            }
        }

        private static void CheckChannels(TenantProfile profile, ValidationContext<ConfigureTenant> context)
        {
            foreach (var (name, format) in profile.Channels)
            {
                Require(ChannelNames.Contains(name), $"Use one of {string.Join(", ", ChannelNames)}.");
                Require(Enum.IsDefined(format.Tone), $"Use one of {WireName.All<Tone>()}.", ".tone");
                var most = WireName.TryParse<Channel>(name, out var channel)
                    ? ReplyFormat.DefaultFor(channel).MaxWords : ReplyFormat.MostWords;
                Require(
                    format.MaxWords is not { } words || (words >= ReplyFormat.MinWords && words <= most),
                    $"Use {ReplyFormat.MinWords} to {most}.", ".maxWords");
                Require(
                    format.PreferredCharacters is null or >= 1 and <= MaxCharacters, $"Use 1 to {MaxCharacters:N0}.",
                    ".preferredCharacters");
                Require(IsFrame(format.Greeting), FrameMessage, ".greeting");
                Require(IsFrame(format.Signature), FrameMessage, ".signature");

                void Require(bool holds, string message, string field = "")
                {
                    if (!holds)
                    {
                        context.AddFailure($"channels.{name}{field}", message);
                    }
                }
            }
        }

        private static string FrameMessage => $"Write 1 to {MaxFrame} characters in one or more of en, es, fr.";

        private static bool IsFrame(IReadOnlyDictionary<string, string> texts) =>
            texts.Keys.All(Shape.IsLanguage) && texts.Values.All(t => Shape.IsText(t, MaxFrame));
    }

    internal sealed class Handler(IEventSession session, ITenantProfiles profiles, TimeProvider clock)
        : IRequestHandler<ConfigureTenant, Outcome>
    {
        public async Task<Outcome> Handle(ConfigureTenant command, CancellationToken ct)
        {
            var outcome = await session.DecideOnTenant(
                tenant => TenantDecider.Configure(tenant, command.Profile, clock.GetUtcNow()), ct);
            profiles.Invalidate(session.Tenant);
            if (outcome.Refusal is null && command.Profile.RetentionDays is not null)
            {
                session.Schedule(ForgetOldPersons.Timer(session.Tenant, clock.GetUtcNow() + ForgetOldPersons.Soon));
                await session.Save(ct);
            }

            return outcome;
        }
    }
}

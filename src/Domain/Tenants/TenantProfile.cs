using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;
using CleanFte.Domain.Services;

namespace CleanFte.Domain.Tenants;

/// <summary>What makes a tenant besides his catalogue and his knowledge.</summary>
/// <param name="Languages">Of en, es, fr; the first is used where a citizen's cannot be told.</param>
/// <param name="TimeZone">Its IANA name: <c>Europe/Madrid</c>.</param>
/// <param name="Voice">How the agent writes; part of a model's instructions.</param>
/// <param name="Hours">When people are there.</param>
/// <param name="Contacts">Links, numbers and addresses that an answer may always name.</param>
/// <param name="Channels">By channel: whatsapp, email, web, rest.</param>
public sealed record TenantProfile(
    string Name,
    IReadOnlyList<string> Languages,
    string TimeZone,
    string Voice,
    EscalationRules Escalation,
    int SessionIdleMinutes,
    BusinessHours Hours,
    IReadOnlyList<string> Contacts,
    IReadOnlyDictionary<string, ChannelFormat> Channels)
{
    public const int MaxVoice = 4_000;

    public const int DefaultSessionIdleMinutes = 30;

    public const int MaxSessionIdleMinutes = 24 * 60;

    public const int MaxContacts = 100;

    /// <summary>How people take over.</summary>
    /// <remarks>Profiles that were stored before there was a team have the usual rules.</remarks>
    public HandoverRules Handover { get; init => field = value ?? HandoverRules.Usual; } = HandoverRules.Usual;

    public const int MinRetentionDays = 30;

    public const int MaxRetentionDays = 36_500;

    /// <summary>
    /// Days after which a person is erased of whom nothing was heard and nothing is open any more; null keeps everybody.
    /// </summary>
    public int? RetentionDays { get; init; }

    /// <summary>What a tenant has who was given nothing else.</summary>
    public static TenantProfile Default(string name) => new(
        name,
        ["en", "es", "fr"],
        "Etc/UTC",
        "",
        new EscalationRules(QuestionRule.Escalate, QuestionRule.Escalate),
        DefaultSessionIdleMinutes,
        new BusinessHours(new Dictionary<DayOfWeek, IReadOnlyList<OpenHours>>(), []),
        [],
        new Dictionary<string, ChannelFormat>());

    /// <summary>Whether it says the same; equality of records does not look into lists.</summary>
    public bool SaysSameAs(TenantProfile other) =>
        this with
        {
            Languages = other.Languages,
            Hours = other.Hours,
            Handover = other.Handover,
            Contacts = other.Contacts,
            Channels = other.Channels,
        } == other
        && Languages.SequenceEqual(other.Languages)
        && Hours.SaysSameAs(other.Hours)
        && Handover.SaysSameAs(other.Handover)
        && Contacts.SequenceEqual(other.Contacts)
        && Channels.SaySame(other.Channels, (a, b) => a.SaysSameAs(b));
}

/// <summary>What becomes of questions about prices and refunds.</summary>
public sealed record EscalationRules(QuestionRule Pricing, QuestionRule Refund);

/// <param name="ClaimMinutes">How long whoever was given a task has to claim it.</param>
/// <param name="Texts">
/// By language, instead of our own words to somebody who is handed over; <c>{number}</c> stands for the tracking number.
/// </param>
public sealed record HandoverRules(int ClaimMinutes, IReadOnlyDictionary<string, string> Texts)
{
    public const int DefaultClaimMinutes = 10;

    public const int MaxClaimMinutes = 24 * 60;

    public const int MaxText = 300;

    public const string Number = "{number}";

    public static readonly HandoverRules Usual = new(DefaultClaimMinutes, new Dictionary<string, string>());

    public bool SaysSameAs(HandoverRules other) =>
        ClaimMinutes == other.ClaimMinutes && Texts.SaySame(other.Texts, (a, b) => a == b);
}

public enum QuestionRule
{
    /// <summary>A person answers.</summary>
    Escalate,

    /// <summary>Answered in the knowledge base's own words, or by a person where it has none.</summary>
    Knowledge,
}

/// <param name="Days">Local times by day; a day left out is closed.</param>
public sealed record BusinessHours(
    IReadOnlyDictionary<DayOfWeek, IReadOnlyList<OpenHours>> Days, IReadOnlyList<DateOnly> Holidays)
{
    /// <summary>Days ahead in which an opening is looked for: longer than any holiday.</summary>
    private const int MaxDays = 60;

    /// <summary>When people are there next; null while they are, or where no hours say so.</summary>
    /// <param name="now">In the tenant's zone.</param>
    /// <param name="zone">The tenant's zone.</param>
    public DateTimeOffset? NextOpening(DateTimeOffset now, TimeZoneInfo zone)
    {
        for (var ahead = 0; ahead <= MaxDays; ahead++)
        {
            var day = DateOnly.FromDateTime(now.DateTime).AddDays(ahead);
            foreach (var hours in HoursOn(day))
            {
                if (ahead == 0 && hours.To <= TimeOnly.FromDateTime(now.DateTime))
                {
                    continue;
                }

                return ahead == 0 && hours.From <= TimeOnly.FromDateTime(now.DateTime) ? null : At(day, hours.From, zone);
            }
        }

        return null;
    }

    private IEnumerable<OpenHours> HoursOn(DateOnly day) =>
        Holidays.Contains(day) || !Days.TryGetValue(day.DayOfWeek, out var hours) ? [] : hours.OrderBy(h => h.From);

    /// <summary>A time that the clocks skip is the one after.</summary>
    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        local = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    public bool SaysSameAs(BusinessHours other) =>
        Days.SaySame(other.Days, (a, b) => a.SequenceEqual(b)) && Holidays.SequenceEqual(other.Holidays);
}

public sealed record OpenHours(TimeOnly From, TimeOnly To);

/// <summary>How texts of one channel look.</summary>
/// <param name="Tone">Which parts a reply has, and how our own sentences are written.</param>
/// <param name="MaxWords">Of a whole text; null where only the channel's own limit counts.</param>
/// <param name="PreferredCharacters">What we aim at; null for none.</param>
/// <param name="Greeting">By language, with <c>{name}</c>; empty for the usual one of the tone.</param>
/// <param name="Signature">By language.</param>
public sealed record ChannelFormat(
    Tone Tone,
    int? MaxWords,
    int? PreferredCharacters,
    IReadOnlyDictionary<string, string> Greeting,
    IReadOnlyDictionary<string, string> Signature)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>What a channel has for which nothing was said.</summary>
    public static ChannelFormat Usual(Channel channel)
    {
        var usual = ReplyFormat.DefaultFor(channel);
        return new ChannelFormat(usual.Tone, usual.MaxWords, usual.PreferredCharacters, None, None);
    }

    /// <summary>The form in one language; what was not said is as usual on the channel.</summary>
    public ReplyFormat In(string language, Channel channel)
    {
        var usual = ReplyFormat.DefaultFor(channel);
        return new ReplyFormat(
            Tone,
            Math.Clamp(MaxWords ?? usual.MaxWords, ReplyFormat.MinWords, usual.MaxWords),
            PreferredCharacters ?? usual.PreferredCharacters,
            Greeting.GetValueOrDefault(language),
            Signature.GetValueOrDefault(language));
    }

    public bool SaysSameAs(ChannelFormat other) =>
        this with { Greeting = other.Greeting, Signature = other.Signature } == other
        && Greeting.SaySame(other.Greeting, (a, b) => a == b)
        && Signature.SaySame(other.Signature, (a, b) => a == b);
}

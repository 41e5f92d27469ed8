using CleanFte.Domain.Conversations;
using CleanFte.Domain.Formats;

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
}

/// <summary>What becomes of questions about prices and refunds.</summary>
public sealed record EscalationRules(QuestionRule Pricing, QuestionRule Refund);

public enum QuestionRule
{
    /// <summary>A person answers.</summary>
    Escalate,

    /// <summary>Answered in the knowledge base's own words, or by a person where it has none.</summary>
    Knowledge,
}

/// <param name="Days">Local times by day; a day left out is closed.</param>
public sealed record BusinessHours(
    IReadOnlyDictionary<DayOfWeek, IReadOnlyList<OpenHours>> Days, IReadOnlyList<DateOnly> Holidays);

public sealed record OpenHours(TimeOnly From, TimeOnly To);

/// <summary>How texts of one channel look.</summary>
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
            MaxWords ?? usual.MaxWords,
            PreferredCharacters ?? usual.PreferredCharacters,
            Greeting.GetValueOrDefault(language),
            Signature.GetValueOrDefault(language));
    }
}

/// <summary>A message, or several in turn, with what should come of them.</summary>
/// <param name="Channel">whatsapp, email, web, rest.</param>
/// <param name="Roles">The customer's.</param>
public sealed record SampleTicket(
    string Name, string Channel, IReadOnlyList<string> Roles, IReadOnlyList<SampleTurn> Turns);

public sealed record SampleTurn(string Text, Tickets.Place? Place, bool Photo, SampleOutcome? Expect);

/// <param name="Decision">answer, ask, acknowledge, escalate.</param>
/// <param name="Reason">Why it is escalated, or null where it does not matter.</param>
/// <param name="Service">The service's code, or null where it does not matter.</param>
/// <param name="Source">The article that is answered from, by its path in the tenant's folder.</param>
public sealed record SampleOutcome(
    string Decision, string? Reason, string? Service, string? Source, Tickets.Priority? Priority);

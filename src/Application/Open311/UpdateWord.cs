using System.Collections.Frozen;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Open311;

/// <summary>The words in which other systems tell how a request stands: GeoReport's own two, and FixMyStreet's.</summary>
internal static class UpdateWord
{
    /// <summary>Longer is none of them.</summary>
    private const int MaxLength = 40;

    private static readonly FrozenDictionary<string, TicketStatus> Words = new Dictionary<string, TicketStatus>
    {
        ["open"] = TicketStatus.Open,
        ["confirmed"] = TicketStatus.Open,
        ["reopened"] = TicketStatus.Open,
        ["reopen"] = TicketStatus.Open,
        ["for_triage"] = TicketStatus.Open,
        ["under_review"] = TicketStatus.InProgress,
        ["investigating"] = TicketStatus.InProgress,
        ["in_progress"] = TicketStatus.InProgress,
        ["planned"] = TicketStatus.InProgress,
        ["action_scheduled"] = TicketStatus.InProgress,
        ["internal_referral"] = TicketStatus.InProgress,
        ["closed"] = TicketStatus.Resolved,
        ["fixed"] = TicketStatus.Resolved,
        ["fixed_council"] = TicketStatus.Resolved,
        ["fixed_user"] = TicketStatus.Resolved,
        ["no_further_action"] = TicketStatus.Resolved,
        ["unable_to_fix"] = TicketStatus.Resolved,
        ["not_councils_responsibility"] = TicketStatus.Resolved,
        ["not_responsible"] = TicketStatus.Resolved,
        ["duplicate"] = TicketStatus.Resolved,
    }.ToFrozenDictionary();

    public static string All { get; } = string.Join(", ", Words.Keys.Order(StringComparer.Ordinal));

    /// <summary>What a word means, however it is spelt: <c>FIXED - COUNCIL</c>, <c>in progress</c>.</summary>
    /// <param name="word">As we spell it: <c>fixed_council</c>.</param>
    public static bool TryRead(string text, out string word, out TicketStatus status)
    {
        (word, status) = ("", default);
        if (text.Length > MaxLength)
        {
            return false;
        }

        var parts = text.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal)
            .Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries);
        word = string.Join('_', parts);
        return Words.TryGetValue(word, out status);
    }
}

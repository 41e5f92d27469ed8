using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Tickets;

/// <summary>What every new ticket has in common, whatever channel it came by.</summary>
internal static class TicketOpening
{
    /// <summary>Characters of a subject that was not given but taken from the text.</summary>
    private const int SubjectLength = 100;

    public static TicketCreated From(
        Conversation conversation, string text, string language, ServiceDefinition? service, Severity severity,
        Place? place,
        DateTimeOffset now,
        DrawnTicket? drawn = null) => new(
        drawn?.Id ?? TicketId.New(now),
        (drawn?.Number ?? TrackingNumber.Draw()).Value,
        conversation.Customer,
        conversation.Id,
        conversation.Channel,
        service?.Code ?? TownHall.General,
        language,
        PriorityOf(severity),
        severity,
        SubjectOf(text),
        text,
        place,
        null,
        now);

    public static Priority PriorityOf(Severity severity) => severity switch
    {
        Severity.Dangerous => Priority.Urgent,
        Severity.Serious => Priority.High,
        _ => Priority.Normal,
    };

    private static string SubjectOf(string text)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        if (line.Length <= SubjectLength)
        {
            return line.ToString();
        }

        var cut = char.IsHighSurrogate(line[SubjectLength - 1]) ? SubjectLength - 1 : SubjectLength;
        return $"{line[..cut].TrimEnd()}…";
    }
}

/// <summary>What was drawn for a ticket: its id and what the citizen calls it by.</summary>
internal sealed record DrawnTicket(TicketId Id, TrackingNumber Number);

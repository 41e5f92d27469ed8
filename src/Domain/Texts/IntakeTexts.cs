using System.Globalization;
using CleanFte.Domain.Tickets;

namespace CleanFte.Domain.Texts;

/// <summary>What is said about a report. Each text is at most <see cref="MaxLength"/> characters, so it fits any channel.</summary>
public static class IntakeTexts
{
    public const int MaxLength = 300;

    /// <summary>A longer service name is cut, because the tenant writes it and the reply must stay short.</summary>
    public const int MaxServiceName = 60;

    /// <summary>The first reply: names the tracking number and asks for what the service still needs.</summary>
    public static string Acknowledge(
        Manner manner, string trackingNumber, string? serviceName, bool askPlace, bool askPhoto)
    {
        var thanks = string.IsNullOrEmpty(serviceName)
            ? TextTable.Fill(manner, TextKey.Acknowledge, ("number", trackingNumber))
            : TextTable.Fill(
                manner, TextKey.AcknowledgeService, ("number", trackingNumber), ("service", Short(serviceName)));
        return (askPlace, askPhoto) switch
        {
            (false, false) => thanks,
            (true, false) => $"{thanks} {TextTable.Fill(manner, TextKey.AskPlace)}",
            (false, true) => $"{thanks} {TextTable.Fill(manner, TextKey.AskPhoto)}",
            _ => $"{thanks} {TextTable.Fill(manner, TextKey.AskPlaceAndPhoto)}",
        };
    }

    /// <summary>Further words were added to the open ticket.</summary>
    public static string Added(Manner manner, string trackingNumber) =>
        TextTable.Fill(manner, TextKey.MessageAdded, ("number", trackingNumber));

    /// <summary>The open ticket's place is known now.</summary>
    public static string PlaceSet(Manner manner, string trackingNumber) =>
        TextTable.Fill(manner, TextKey.PlaceAdded, ("number", trackingNumber));

    /// <summary>Files were added to the open ticket.</summary>
    public static string MediaAdded(Manner manner, string trackingNumber, int count) => count == 1
        ? TextTable.Fill(manner, TextKey.FileAdded, ("number", trackingNumber))
        : TextTable.Fill(
            manner, TextKey.FilesAdded, ("number", trackingNumber),
            ("count", count.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The answer to a status question.</summary>
    /// <param name="manner">How it is written.</param>
    /// <param name="trackingNumber">The ticket asked for.</param>
    /// <param name="status">How it stands.</param>
    /// <param name="updatedAt">When it last changed; written as the date of its own offset.</param>
    public static string StatusIs(
        Manner manner, string trackingNumber, TicketStatus status, DateTimeOffset updatedAt)
    {
        var standing = TextTable.Fill(manner, KeyOf(status), ("number", trackingNumber));
        return $"{standing} {TextTable.Fill(manner, TextKey.LastUpdate, ("date", SpokenDate.Of(manner, updatedAt)))}";
    }

    /// <summary>The reporter is told that others changed how his ticket stands; what is open again was reopened.</summary>
    /// <param name="news">Words that were published with it, or null.</param>
    public static string StatusChanged(Manner manner, string trackingNumber, TicketStatus status, string? news)
    {
        var key = status == TicketStatus.Open ? TextKey.StatusReopened : KeyOf(status);
        var standing = TextTable.Fill(manner, key, ("number", trackingNumber));
        return news is null ? standing : $"{standing}\n\n{news}";
    }

    /// <summary>Nobody can be told how a ticket goes on; the number is all there is to follow it by.</summary>
    public static string NotTold(Manner manner, string trackingNumber) =>
        TextTable.Fill(manner, TextKey.NotTold, ("number", trackingNumber));

    /// <summary>There is no ticket with the number asked for, or it cannot be read.</summary>
    public static string StatusUnknown(Manner manner) => TextTable.Fill(manner, TextKey.StatusUnknown);

    /// <summary>A message in which there is nothing to read.</summary>
    public static string EmptyMessage(Manner manner) => TextTable.Fill(manner, TextKey.EmptyMessage);

    /// <summary>Something went wrong on our side; the citizen need do nothing.</summary>
    public static string Apology(Manner manner, string? trackingNumber) => trackingNumber is null
        ? TextTable.Fill(manner, TextKey.Apology)
        : TextTable.Fill(manner, TextKey.ApologyNumber, ("number", trackingNumber));

    private static string Short(string serviceName) => serviceName.Length > MaxServiceName
        ? $"{serviceName.AsSpan(0, MaxServiceName - 1)}…"
        : serviceName;

    private static TextKey KeyOf(TicketStatus status) => status switch
    {
        TicketStatus.Open => TextKey.StatusOpen,
        TicketStatus.InProgress => TextKey.StatusInProgress,
        TicketStatus.Waiting => TextKey.StatusWaiting,
        TicketStatus.Escalated => TextKey.StatusEscalated,
        TicketStatus.Resolved => TextKey.StatusResolved,
        _ => TextKey.StatusClosed,
    };
}

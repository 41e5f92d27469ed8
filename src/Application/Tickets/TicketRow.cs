using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Tickets;

/// <summary>A ticket as it is looked up by tracking number and listed.</summary>
/// <param name="Published">The reporter's words, where he wrote them for everybody to read.</param>
/// <param name="Answers">What was answered to the service's questions, as JSON.</param>
public sealed record TicketRow(
    string TenantId,
    Guid Id,
    string TrackingNumber,
    Guid CustomerId,
    Guid? ConversationId,
    string Channel,
    string ServiceCode,
    string Language,
    string Status,
    string Priority,
    string Severity,
    string Subject,
    double? Latitude,
    double? Longitude,
    string? Address,
    string? PublicText,
    string? EscalationReason,
    string? AccessCodeHash,
    int? Rating,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ResolvedAt,
    long Version,
    string? Published,
    string? Answers);

/// <summary>A file of a ticket, kept, awaited or refused.</summary>
public sealed record MediaRow(
    string TenantId,
    Guid Id,
    Guid TicketId,
    string Status,
    string? Reason,
    string? Key,
    string? PublicKey,
    string? ContentType,
    string DeclaredType,
    long? Size,
    string? Sha256,
    string? FileName,
    string Source,
    string Purpose,
    DateTimeOffset At);

public abstract class TicketProjection : IProjection<Ticket>
{
    public static void Project(in ProjectedStream<Ticket> stream, IRowSink rows)
    {
        rows.Put(RowOf(stream.Tenant, stream.State!, stream.Version));
        for (var i = 0; i < stream.Events.Count; i++)
        {
            if (MediaOf(stream.Tenant, stream.Id, stream.Events[i]) is { } media)
            {
                rows.Put(media);
            }

            if (MessageOf(stream.Tenant, stream.State!, stream.Events[i], stream.VersionAt(i)) is { } message)
            {
                rows.Put(message);
            }
        }

        foreach (var update in TicketUpdates.Of(stream))
        {
            rows.Put(update);
        }
    }

    private static TicketRow RowOf(string tenant, Ticket ticket, long version) => new(
        tenant,
        ticket.Id,
        ticket.TrackingNumber,
        ticket.Customer,
        ticket.Conversation?.Value,
        WireName.Of(ticket.Channel),
        ticket.ServiceCode,
        ticket.Language,
        WireName.Of(ticket.Status),
        WireName.Of(ticket.Priority),
        WireName.Of(ticket.Severity),
        ticket.Subject,
        ticket.Place?.Latitude,
        ticket.Place?.Longitude,
        ticket.Place?.Address,
        ticket.PublicText,
        ticket.EscalationReason,
        ticket.AccessCodeHash,
        ticket.Rating,
        ticket.CreatedAt,
        ticket.UpdatedAt,
        ticket.ResolvedAt,
        version,
        ticket.Published,
        ticket.Answers is { } answers ? JsonSerializer.Serialize(answers, AnswersJson.Default.IReadOnlyListTicketAnswer) : null);

    /// <summary>
    /// What the reporter said to the ticket itself: whoever got an access code, or came by another system, had no channel of his own to
    /// say it on, and a comment is of no message. What another system reports is headed by us, with the service's name.
    /// </summary>
    private static MessageRow? MessageOf(string tenant, Ticket ticket, IEvent e, long version) => e switch
    {
        TicketCreated { Channel: Channel.Open311 } t => Said(tenant, ticket, ticket.Id, t.Description, t.At, version),
        TicketCreated { AccessCodeHash: not null } t =>
            Said(tenant, ticket, ticket.Id, $"{t.Subject}\n{t.Description}", t.At, version),
        NoteAdded { Author: NoteAuthor.Citizen, Message: null } n => Said(tenant, ticket, n.Note, n.Text, n.At, version),
        _ => null,
    };

    private static MessageRow Said(string tenant, Ticket ticket, Guid id, string text, DateTimeOffset at, long version)
    {
        var channel = WireName.Of(ticket.Channel);
        return new(
            tenant, id, null, ticket.Customer, ticket.Id, channel, ChannelAccount.Internal(tenant, channel).Name, "in", "citizen", null,
            text, 0, null, at, version, 0);
    }

    private static MediaRow? MediaOf(string tenant, Guid ticket, IEvent e) => e switch
    {
        MediaReferenced m => new(
            tenant, m.Media, ticket, "pending", null, null, null, null, m.DeclaredType, null, null, null,
            WireName.Of(m.Source), WireName.Of(m.Purpose), m.At),
        MediaAttached { Key: PersonalDataAttribute.Mask } m => new(
            tenant, m.Media, ticket, "erased", null, null, null, m.ContentType, m.DeclaredType, m.Size, null, null,
            WireName.Of(m.Source), WireName.Of(m.Purpose), m.At),
        MediaAttached m => new(
            tenant, m.Media, ticket, "attached", null, m.Key, m.PublicKey, m.ContentType, m.DeclaredType, m.Size,
            m.Sha256,
            m.FileName, WireName.Of(m.Source), WireName.Of(m.Purpose), m.At),
        MediaRefused m => new(
            tenant, m.Media, ticket, "refused", m.Reason, null, null, null, m.DeclaredType, null, null, null,
            WireName.Of(m.Source), WireName.Of(m.Purpose), m.At),
        _ => null,
    };
}

/// <summary>How answers are written in the read model.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<TicketAnswer>))]
public sealed partial class AnswersJson : JsonSerializerContext;

using CleanFte.Domain;
using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Conversations;

/// <summary>A conversation as workers and staff find it.</summary>
public sealed record ConversationRow(
    string TenantId,
    Guid Id,
    Guid CustomerId,
    string Channel,
    string Account,
    string ReplyAddress,
    bool Closed,
    bool AgentOn,
    int AgentEpoch,
    bool EverHandedOver,
    string? Language,
    Guid? TicketId,
    DateTimeOffset OpenedAt,
    DateTimeOffset LastMessageAt,
    Guid? SessionId,
    Guid? TaskId,
    bool BegunByUs,
    DateTimeOffset? ErasedAt);

/// <summary>In which conversation a session is, or was; the log has the rest.</summary>
public sealed record SessionRow(string TenantId, Guid Id, Guid ConversationId);

/// <summary>
/// One message, in or out: the line of a customer's history across channels. What was reported or added without a conversation, by
/// a form, the API or Open311, is one, too.
/// </summary>
/// <param name="ConversationId">Null where it was said to a ticket.</param>
/// <param name="MemberId">The colleague who wrote it.</param>
/// <param name="Position">Orders what one event holds: the parts of a reply.</param>
/// <param name="Files">On a reply with files: <c>[{id, contentType, size, name}]</c> as JSON, else null.</param>
public sealed record MessageRow(
    string TenantId,
    Guid Id,
    Guid? ConversationId,
    Guid CustomerId,
    Guid? TicketId,
    string Channel,
    string Account,
    string Direction,
    string Author,
    Guid? MemberId,
    string Text,
    int MediaCount,
    string? ProviderMessageId,
    DateTimeOffset At,
    long Version,
    int Position,
    string? Files = null);

/// <summary>What the citizen did to a message afterwards; the last of a kind counts.</summary>
/// <param name="Kind">edited, revoked, reacted.</param>
/// <param name="Value">The new text, or the emoji.</param>
public sealed record MessageChangeRow(
    string TenantId, Guid MessageId, string Kind, Guid ConversationId, string? Value, DateTimeOffset At);

/// <summary>What became of one outgoing message. A lower rank never replaces a higher one.</summary>
public sealed record DeliveryRow(
    string TenantId,
    Guid PartId,
    Guid ConversationId,
    string Account,
    string? ProviderMessageId,
    string Status,
    int Rank,
    string? ErrorCode,
    DateTimeOffset At);

public abstract class ConversationProjection : IProjection<Conversation>
{
    public static void Project(in ProjectedStream<Conversation> stream, IRowSink rows)
    {
        if (stream.State is { } state)
        {
            rows.Put(RowOf(stream.Tenant, state));
        }

        for (var i = 0; i < stream.Events.Count; i++)
        {
            switch (stream.Events[i])
            {
                case MessageReceived m:
                    rows.Put(Received(stream.Tenant, stream.State!, m, stream.VersionAt(i)));
                    break;
                case SessionOpened s:
                    rows.Put(new SessionRow(stream.Tenant, s.Session, stream.Id));
                    break;
                case ReplyDecided r:
                    PutParts(stream.Tenant, stream.State!, r, stream.VersionAt(i), rows);
                    break;
                case MessageEdited e:
                    rows.Put(new MessageChangeRow(stream.Tenant, e.Message, "edited", stream.Id, e.Text, e.At));
                    break;
                case MessageRevoked e:
                    rows.Put(new MessageChangeRow(stream.Tenant, e.Message, "revoked", stream.Id, null, e.At));
                    break;
                case MessageReacted e:
                    rows.Put(new MessageChangeRow(stream.Tenant, e.Message, "reacted", stream.Id, e.Emoji, e.At));
                    break;
                case var e when DeliveryOf(stream.Tenant, stream.Id, stream.State?.Account ?? "", e) is { } delivery:
                    rows.Put(delivery);
                    break;
            }
        }
    }

    private static ConversationRow RowOf(string tenant, Conversation c) => new(
        tenant,
        c.Id,
        c.Customer,
        WireName.Of(c.Channel),
        c.Account,
        c.ReplyAddress,
        c.Closed,
        c.AgentOn,
        c.AgentEpoch,
        c.EverHandedOver,
        c.Language,
        c.Session?.Ticket?.Value,
        c.OpenedAt,
        c.LastMessageAt,
        c.Session?.Id ?? c.LastSession?.Session.Id,
        c.Task?.Value,
        c.Subject is not null,
        c.ErasedAt);

    private static MessageRow Received(string tenant, Conversation c, MessageReceived m, long version) => new(
        tenant,
        m.Message,
        c.Id,
        c.Customer,
        null,
        WireName.Of(m.Channel),
        c.Account,
        "in",
        "citizen",
        null,
        m.Text,
        m.Media.Count,
        m.ProviderMessageId,
        m.ReceivedAt,
        version,
        0);

    private static void PutParts(string tenant, Conversation c, ReplyDecided r, long version, IRowSink rows)
    {
        for (var i = 0; i < r.Parts.Count; i++)
        {
            rows.Put(new MessageRow(
                tenant, r.Parts[i].Part, c.Id, c.Customer, r.Ticket?.Value, WireName.Of(c.Channel), c.Account, "out",
                WireName.Of(r.Author), r.Member?.Value, r.Parts[i].Text, r.Parts[i].Files?.Count ?? 0, null, r.At,
                version, i, SentFile.Write(r.Parts[i].Files)));
        }
    }

    private static DeliveryRow? DeliveryOf(string tenant, Guid conversation, string account, IEvent e) => e switch
    {
        DeliveryPlanned { Way: DeliveryWay.OtherChannel } d =>
            new(tenant, d.Part, conversation, account, null, "sent_elsewhere", 3, null, d.At),
        DeliveryPlanned { Way: not DeliveryWay.GivenUp } d =>
            new(tenant, d.Part, conversation, account, null, "held", 0, d.Reason, d.At),
        ReplyUncertain u => new(tenant, u.Part, conversation, u.Account, null, "uncertain", 1, u.Code, u.At),
        ReplyResent r => new(tenant, r.Part, conversation, r.Account, null, "resent", 2, null, r.At),

        // Given up by us, it may be replayed and then sent; failed at the provider, it is over.
        ReplyFailed { ProviderMessageId: null } f =>
            new(tenant, f.Part, conversation, f.Account, null, "failed", 3, f.Code, f.At),
        ReplySent s => new(tenant, s.Part, conversation, s.Account, s.ProviderMessageId, "sent", 4, null, s.At),
        ReplyDelivered d =>
            new(tenant, d.Part, conversation, d.Account, d.ProviderMessageId, "delivered", 5, null, d.At),
        ReplyRead r => new(tenant, r.Part, conversation, r.Account, r.ProviderMessageId, "read", 6, null, r.At),
        ReplyFailed f =>
            new(tenant, f.Part, conversation, f.Account, f.ProviderMessageId, "failed", 7, f.Code, f.At),
        _ => null,
    };
}

using System.Text.Json;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Privacy;

/// <summary>An event as it is stored.</summary>
internal sealed record StoredEvent(long Sequence, Guid Stream, string Type, byte[] Data)
{
    public IEvent Read() => EventTypes.Read(Type, Data);
}

/// <summary>A stream, locked until the transaction ends.</summary>
internal sealed record LockedStream(Guid Id, string Type, long Version, bool Archived);

/// <summary>The streams of a person with their events.</summary>
internal static class StoredEvents
{
    private const string LockSql = """
        select id, type, version, is_archived from mt_streams where tenant_id = $1 and id = any($2)
        order by tenant_id, id for no key update
        """;

    private const string ReadSql = """
        select seq_id, stream_id, type, data from mt_events where tenant_id = $1 and stream_id = any($2)
        order by stream_id, version
        """;

    /// <summary>In the order in which every save locks them.</summary>
    public static Task<List<LockedStream>> Lock(
        NpgsqlConnection connection, string tenant, IEnumerable<Guid> streams, CancellationToken ct) =>
        connection.Statement(LockSql, tenant, streams.ToArray()).Rows(
            r => new LockedStream(r.GetGuid(0), r.GetString(1), r.GetInt64(2), r.GetBoolean(3)), ct);

    /// <summary>Stream by stream, each in its order.</summary>
    public static Task<List<StoredEvent>> Read(
        NpgsqlConnection connection, string tenant, IEnumerable<Guid> streams, CancellationToken ct) =>
        connection.Statement(ReadSql, tenant, streams.ToArray()).Rows(Of, ct);

    /// <summary>By its number, stream, type and data, in this order.</summary>
    public static StoredEvent Of(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.GetFieldValue<byte[]>(3));

    /// <summary>By what the person is known and what he wrote, before it is masked.</summary>
    public static PersonTraces TracesIn(string tenant, IEnumerable<StoredEvent> events)
    {
        var traces = new PersonTraces([], [], [], [], [], [], [], []);
        foreach (var stored in events)
        {
            switch (stored.Type)
            {
                case "customer_registered" or "identifier_linked" or "identifier_unlinked" or "conversation_opened"
                    or "reply_address_changed" or "message_received" or "message_edited" or "ticket_created" or "note_added"
                    or "feedback_given" or "media_attached" or "verification_sent" or "reply_decided" or "ticket_resolved":
                    Note(tenant, stored.Read(), traces);
                    break;
            }
        }

        traces.Addresses.Remove(PersonalDataAttribute.Mask);
        traces.Files.Remove(PersonalDataAttribute.Mask);
        return traces;
    }

    private static void Note(string tenant, IEvent e, PersonTraces traces)
    {
        switch (e)
        {
            case CustomerRegistered { Name: { } name }:
                traces.Names.Add(name);
                break;
            case IdentifierLinked linked:
                (linked.Verification == Verification.Verified ? traces.Addresses : traces.Claimed).Add(linked.Value);
                break;
            case IdentifierUnlinked unlinked:
                traces.Claimed.Add(unlinked.Value);
                break;
            case VerificationSent sent:
                traces.Claimed.Add(sent.Value);
                break;
            case ConversationOpened opened:
                // One that we began goes to what a form claims.
                (opened.Subject is null ? traces.Addresses : traces.Claimed).Add(opened.ReplyAddress);
                traces.Accounts.Add(opened.Account);
                break;
            case ReplyDecided reply:
                traces.Told.AddRange(reply.Parts.Select(p => p.Text));
                break;
            case TicketResolved { Resolution: { } said }:
                traces.Told.Add(said);
                break;
            case NoteAdded { Author: not NoteAuthor.Citizen } note:
                traces.Told.Add(note.Text);
                break;
            case ReplyAddressChanged changed:
                traces.Addresses.Add(changed.ReplyAddress);
                break;
            case MessageReceived message:
                traces.Texts.Add(message.Text);
                traces.Files.UnionWith(
                    message.Media.Where(m => SandboxGateway.IsReference(m.Reference)).Select(m => SandboxGateway.KeyOf(tenant, m.Reference)));
                break;
            case MessageEdited edited:
                traces.Texts.Add(edited.Text);
                break;
            case TicketCreated ticket:
                traces.Numbers.Add(ticket.TrackingNumber);
                traces.Texts.Add(ticket.Subject);
                traces.Texts.Add(ticket.Description);
                break;
            case NoteAdded { Author: NoteAuthor.Citizen } note:
                traces.Texts.Add(note.Text);
                break;
            case FeedbackGiven { Comment: { } comment }:
                traces.Texts.Add(comment);
                break;
            case MediaAttached media:
                traces.Files.Add(media.Key);
                if (media.PublicKey is { } copy)
                {
                    traces.Files.Add(copy);
                }

                break;
        }
    }
}

/// <summary>By what a person can be found again.</summary>
/// <param name="Addresses">That are his.</param>
/// <param name="Claimed">That he merely named: they may be somebody else's.</param>
/// <param name="Told">What he was told, and what colleagues noted of him.</param>
/// <param name="Accounts">Channel accounts that he wrote to.</param>
/// <param name="Files">Keys of his files in the media store.</param>
/// <param name="Numbers">Tracking numbers of his tickets.</param>
internal sealed record PersonTraces(
    HashSet<string> Addresses, HashSet<string> Claimed, HashSet<string> Names, List<string> Texts, List<string> Told,
    HashSet<string> Accounts, HashSet<string> Files, List<string> Numbers)
{
    /// <summary>Digits of a phone number that are looked for; how its country is written differs.</summary>
    private const int PhoneDigits = 10;

    /// <summary>Characters of an id; what is shorter is in other texts, too.</summary>
    private const int ShortestId = 6;

    /// <summary>As the addresses are spelt in what providers send.</summary>
    public string[] Spellings() =>
    [
        .. Addresses.SelectMany(SpellingsOf).Where(s => s.Length >= ShortestId && s != PersonalDataAttribute.Mask).Distinct(),
    ];

    /// <summary>As the addresses may name a lane: providers spell a number in several ways, and so do integrators.</summary>
    public IEnumerable<string> Lanes(string tenant) => Addresses.SelectMany(address =>
    {
        var digits = string.Concat(address.Where(char.IsAsciiDigit));
        return (IEnumerable<string>)
        [
            address, address.ToLowerInvariant(), digits, $"+{digits}", $"whatsapp:+{digits}", $"{digits}@c.us",
            .. Enum.GetValues<IdentifierKind>().Select(kind => ChannelAccount.InternalLane(tenant, kind, address)),
        ];
    }).Distinct();

    private static IEnumerable<string> SpellingsOf(string address)
    {
        var digits = string.Concat(address.Where(char.IsAsciiDigit));
        if (address.Contains('@', StringComparison.Ordinal))
        {
            return
            [
                address, address.ToLowerInvariant(), Uri.EscapeDataString(address), Uri.EscapeDataString(address.ToLowerInvariant()),
                JsonEncodedText.Encode(address).ToString(),
            ];
        }

        return digits.Length >= PhoneDigits ? [address, digits[^PhoneDigits..]] : [address];
    }
}

using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace CleanFte.Integration.EventStore;

/// <summary>
/// Fills an empty event store with a made-up but valid log, fast: persons who write, get an answer, and have a ticket. The
/// same seed gives the same log. Read models are not filled; a rebuild does that.
/// </summary>
internal static class LogGenerator
{
    /// <summary>Cases whose events lie mixed in the log, as if they had happened at the same time.</summary>
    private const int Concurrent = 50;

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private static readonly Channel[] Channels = Enum.GetValues<Channel>();

    /// <summary>Writes about so many events, in whole cases; returns how many.</summary>
    public static async Task<long> Fill(NpgsqlDataSource database, int events, int seed = 1, int tenants = 3)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using (var off = new NpgsqlCommand("set session_replication_role = replica", connection))
        {
            // Checking a million foreign keys would take longer than all the rest.
            await off.ExecuteNonQueryAsync();
        }

        var random = new Random(seed);
        var written = 0L;
        var number = 0;
        while (written < events)
        {
            var streams = new List<Stream>();
            for (var end = number + 4_000; number < end && written + streams.Sum(s => s.Events.Count) < events; number++)
            {
                streams.AddRange(Case(random, number, $"tenant-{number % tenants}"));
            }

            await Task.Run(() => written = Copy(connection, streams, written));
        }

        await using var move = new NpgsqlCommand(
            $"select setval('mt_events_sequence', {written}); analyze mt_streams; analyze mt_events",
            connection);
        await move.ExecuteNonQueryAsync();
        return written;
    }

    private static long Copy(NpgsqlConnection connection, List<Stream> streams, long written)
    {
        using (var copy = connection.BeginBinaryImport(
            "copy mt_streams (tenant_id, id, type, version, timestamp, created) from stdin (format binary)"))
        {
            foreach (var stream in streams)
            {
                copy.StartRow();
                copy.Write(stream.Tenant, NpgsqlDbType.Varchar);
                copy.Write(stream.Id, NpgsqlDbType.Uuid);
                copy.Write(stream.Kind.Type, NpgsqlDbType.Varchar);
                copy.Write((long)stream.Events.Count, NpgsqlDbType.Bigint);
                copy.Write(Start, NpgsqlDbType.TimestampTz);
                copy.Write(Start, NpgsqlDbType.TimestampTz);
            }

            copy.Complete();
        }

        using var log = connection.BeginBinaryImport(
            "copy mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id) from stdin (format binary)");
        foreach (var group in streams.Chunk(Concurrent * 3))
        {
            for (var version = 1; group.Any(s => s.Events.Count >= version); version++)
            {
                foreach (var stream in group.Where(s => s.Events.Count >= version))
                {
                    var e = stream.Events[version - 1];
                    log.StartRow();
                    log.Write(++written, NpgsqlDbType.Bigint);
                    log.Write(Guid.CreateVersion7(Start), NpgsqlDbType.Uuid);
                    log.Write(stream.Id, NpgsqlDbType.Uuid);
                    log.Write((long)version, NpgsqlDbType.Bigint);
                    log.Write(EventTypes.Write(e), NpgsqlDbType.Jsonb);
                    log.Write(EventTypes.NameOf(e), NpgsqlDbType.Varchar);
                    log.Write(Start, NpgsqlDbType.TimestampTz);
                    log.Write(stream.Tenant, NpgsqlDbType.Varchar);
                }
            }
        }

        log.Complete();
        return written;
    }

    /// <summary>One person's concern: about 14 events in three streams.</summary>
    private static IEnumerable<Stream> Case(Random random, int number, string tenant)
    {
        var at = Start.AddSeconds(number * 7);
        var channel = Channels[random.Next(Channels.Length)];
        var customer = new CustomerId(Id(random, at));
        var conversation = new ConversationId(Id(random, at));
        var ticket = new TicketId(Id(random, at));
        var phone = $"+34{600_000_000 + number}";
        var tracking = $"TKT-{number:D4}-{number:D6}";
        var handedOver = random.Next(5) == 0;

        yield return new Stream(tenant, customer, StreamKind.Of<Customer>(),
        [
            new CustomerRegistered(customer, $"Person {number}", at),
            new IdentifierLinked(IdentifierKind.Phone, phone, Verification.Verified, "whatsapp-main", at),
        ]);

        List<IEvent> talk = [new ConversationOpened(conversation, customer, channel, "whatsapp-main", phone, at)];
        for (var turn = 0; turn <= random.Next(3); turn++)
        {
            at = at.AddSeconds(random.Next(1, 90));
            var message = Id(random, at);
            var part = Id(random, at);
            talk.Add(new MessageReceived(
                message, $"SM{message:N}", channel, "There is a deep hole in the road in front of the school, please mend it.",
                null, [], null, at, at.AddMilliseconds(20)));
            talk.Add(new MessageAssessed(message, channel, "en", Math.Round(random.NextDouble(), 3), [], at.AddMilliseconds(20)));
            talk.Add(new ReplyDecided(
                part, ReplyAuthor.Agent, [message],
                [new ReplyPart(part, $"Thank you. Your report has the number {tracking}; we look at it within two days.")],
                0, null, ticket, at.AddMilliseconds(400)));
            talk.Add(new ReplySent(part, channel, "whatsapp-main", $"SM{part:N}", at, at.AddMilliseconds(random.Next(30, 4_000))));
            talk.Add(new ReplyDelivered(part, "whatsapp-main", $"SM{part:N}", at.AddSeconds(5)));
        }

        if (handedOver)
        {
            talk.Add(new HandedOver(channel, "human_request", "a person please", 1, at.AddSeconds(6)));
        }

        if (random.Next(2) == 0)
        {
            talk.Add(new ConversationClosed(channel, "idle", handedOver, at.AddHours(72)));
        }

        yield return new Stream(tenant, conversation, StreamKind.Of<Conversation>(), talk);

        List<IEvent> file =
        [
            new TicketCreated(
                ticket, tracking, customer, conversation, channel, "pothole", "en", Priority.Normal, Severity.Moderate,
                "Hole in the road", "There is a deep hole in the road in front of the school.",
                new Place(40.4 + random.NextDouble(), -3.7, "Calle Mayor 1"), null, at),
        ];
        if (handedOver)
        {
            file.Add(new TicketEscalated(channel, "human_request", "a person please", at.AddSeconds(6)));
        }

        file.Add(new MediaReferenced(
            Id(random, at), $"https://provider.example/{number}", "image/jpeg", MediaSource.Whatsapp,
            MediaPurpose.Evidence, "whatsapp-main", at));
        file.Add(new StatusChanged(TicketStatus.Open, TicketStatus.InProgress, at.AddHours(1)));
        file.Add(new TicketResolved("Mended.", at.AddDays(2)));
        yield return new Stream(tenant, ticket, StreamKind.Of<Ticket>(), file);
    }

    private static Guid Id(Random random, DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        Guid.CreateVersion7(at).TryWriteBytes(bytes[..16], true, out _);
        random.NextBytes(bytes[8..]);
        return new Guid(bytes, true);
    }

    private sealed record Stream(string Tenant, Guid Id, StreamKind Kind, List<IEvent> Events);
}

using System.Globalization;
using CleanFte.Bench.References;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Bench.Generators;

/// <summary>
/// A log as years of use leave it, written straight into the tables: citizens with one conversation of ten messages and one
/// ticket each.
/// </summary>
internal static class History
{
    private const int MessagesEach = 10;

    private const int CitizensAtOnce = 100;

    public static async Task<long> Write(NpgsqlDataSource source, int events, CancellationToken ct)
    {
        var written = 0L;
        for (var citizen = 0; written < events; citizen += CitizensAtOnce)
        {
            var streams = new List<(StreamRow Stream, IReadOnlyList<IEvent> Events)>();
            for (var i = 0; i < CitizensAtOnce; i++)
            {
                streams.AddRange(Citizen(citizen + i));
            }

            EventRow[] rows = [.. streams.SelectMany(s => s.Events.Select((e, i) => new EventRow(
                s.Stream.Id, i + 1, EventTypes.NameOf(e), EventTypes.Write(e), s.Stream.At)))];
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { Rows.Streams.Arrays([.. streams.Select(s => s.Stream)]), Rows.Events.Arrays(rows) },
            };
            await batch.ExecuteNonQueryAsync(ct);
            written += rows.Length;
        }

        return written;
    }

    private static IEnumerable<(StreamRow Stream, IReadOnlyList<IEvent> Events)> Citizen(int number)
    {
        var now = DateTimeOffset.UtcNow;
        var (customer, conversation, ticket) = (CustomerId.New(now), ConversationId.New(now), TicketId.New(now));
        var tracking = string.Create(CultureInfo.InvariantCulture, $"TKT-{number:D8}");
        var address = Webhooks.Address(number);
        var talk = new List<IEvent>
        {
            new ConversationOpened(conversation, customer, Channel.Whatsapp, Product.Account, address, now),
        };
        var report = new List<IEvent>
        {
            new TicketCreated(
                ticket, tracking, customer, conversation, Channel.Whatsapp, "general", "en", Priority.Normal,
                Severity.Moderate, "Pothole at the corner", Samples.Report, null, null, now),
        };
        for (var i = 0; i < MessagesEach; i++)
        {
            var (message, part, sid) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now), $"SM{Guid.CreateVersion7(now):N}");
            talk.Add(new MessageReceived(message, sid, Channel.Whatsapp, Samples.Report, null, [], null, now, now));
            talk.Add(new MessageAssessed(message, Channel.Whatsapp, "en", null, [], now));
            if (i == 0)
            {
                talk.Add(new SessionOpened(Guid.CreateVersion7(now), "general", ticket, tracking, now));
            }
            else
            {
                report.Add(new NoteAdded(Guid.CreateVersion7(now), NoteAuthor.Citizen, Samples.Report, now));
            }

            talk.Add(new ReplyDecided(
                Guid.CreateVersion7(now), ReplyAuthor.Agent, [message], [new ReplyPart(part, Samples.Reply)], 0, null, ticket,
                now));
            talk.Add(new ReplySent(part, Channel.Whatsapp, Product.Account, $"SM{part:N}", now, now));
        }

        IReadOnlyList<IEvent> person =
        [
            new CustomerRegistered(customer, "Ana", now),
            new IdentifierLinked(
                IdentifierKind.Phone, address["whatsapp:".Length..], Verification.Verified, Product.Account, now),
        ];
        yield return (new StreamRow(customer, "customer", person.Count, now.UtcDateTime), person);
        yield return (new StreamRow(ticket, "ticket", report.Count, now.UtcDateTime), report);
        yield return (new StreamRow(conversation, "conversation", talk.Count, now.UtcDateTime), talk);
    }
}

using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CleanFte.Application.Integrators;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Unit.EventStore;

namespace CleanFte.Unit.Integrators;

/// <summary>What other systems were promised must not drift, and nothing that identifies people may leak.</summary>
public sealed class PublicEventsTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly EventSubject Subject = new(
        Guid.Parse("00000001-0000-7000-8000-000000000001"), "TKT-7F3K-92QD20",
        Guid.Parse("00000003-0000-7000-8000-000000000001"), Guid.Parse("00000002-0000-7000-8000-000000000001"));

    /// <summary>Personal, and told to nobody: where a provider keeps a file, how its channel answers.</summary>
    private static readonly string[] NeverTold =
    [
        "MessageReceived.ButtonPayload", "MessageReceived.Thread", "ReceivedMedia.Reference", "ReplyChoice.Payload",
        "ReplyChoice.Title", "ReplyChoice.Description", "ReplyFile.Name", "ReplyFile.Key",
        "TicketCreated.AccessCodeHash", "MediaAttached.Key", "MediaAttached.PublicKey", "MessageReceived.ProviderMessageId",
        "ReplySent.ProviderMessageId", "ReplyDelivered.ProviderMessageId", "ReplyRead.ProviderMessageId", "ReplyFailed.ProviderMessageId",
    ];

    /// <summary>
    /// Our own codes and ids of channels, kinds and states; the tenant's own names of accounts, services, questions and roles; the type
    /// of a file.
    /// </summary>
    private static readonly string[] ToldToEverybody =
    [
        "conversation.closed.channel", "conversation.closed.reason", "conversation.handed_over.channel",
        "conversation.handed_over.reason", "conversation.opened.account", "conversation.opened.channel",
        "customer.identified.kind", "customer.identified.verification", "customer.identifier_removed.kind",
        "customer.role_granted.role", "customer.role_revoked.role",
        "message.delivered.account", "message.failed.account", "message.failed.channel", "message.failed.code",
        "message.read.account", "message.received.channel", "message.received.media.contentType",
        "message.sent.account", "message.sent.channel", "message.withheld.reason", "message.written.author",
        "ticket.categorised.serviceCode", "ticket.created.answers.question", "ticket.created.channel",
        "ticket.created.language", "ticket.created.priority", "ticket.created.serviceCode", "ticket.created.severity",
        "ticket.escalated.channel", "ticket.escalated.reason", "ticket.media_attached.contentType",
        "ticket.media_attached.purpose", "ticket.media_attached.source",
        "ticket.media_refused.purpose", "ticket.media_refused.reason", "ticket.media_refused.source",
        "ticket.note_added.author", "ticket.priority_raised.priority", "ticket.status_changed.from",
        "ticket.status_changed.to", "ticket.update_posted.status", "ticket.update_posted.word",
    ];

    [Fact]
    public void Every_event_is_told_as_approved()
    {
        var text = new StringBuilder();
        foreach (var sample in EventSamples.All)
        {
            text.Append(EventTypes.NameOf(sample)).Append(' ').Append(
                PublicEvents.Of(sample) is null
                    ? "is not told"
                    : JsonSerializer.Serialize(JsonDocument.Parse(Written(sample, true)), Indented)).Append('\n');
        }

        text.ToString().ReplaceLineEndings("\n").ShouldMatchApproved(c => c.NoDiff());
    }

    [Fact]
    public void The_table_of_types_names_what_the_events_are_told_as()
    {
        var told = EventSamples.All.Select(sample => (Event: sample, Told: PublicEvents.Of(sample)))
            .Where(pair => pair.Told is not null)
            .ToDictionary(pair => pair.Told!.Type, pair => pair.Event.GetType());

        told.OrderBy(t => t.Key, StringComparer.Ordinal).ShouldBe(PublicEvents.Types.OrderBy(t => t.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_event_that_has_data_tells_some() =>
        EventSamples.All.Where(sample => PublicEvents.Of(sample) is { Fields.Count: 0 })
            .Select(EventTypes.NameOf).ShouldBe(["agent_resumed"]);

    [Fact]
    public void Without_the_right_nothing_personal_of_any_event_is_told()
    {
        foreach (var sample in EventSamples.All.Where(e => PublicEvents.Of(e) is not null))
        {
            var told = Leaves(JsonDocument.Parse(Written(sample, false)).RootElement.GetProperty("data")).ToList();

            told.Intersect(Personal(sample).Select(p => p.Value)).ShouldBeEmpty(sample.GetType().Name);
            told.Intersect(Places(sample)).ShouldBeEmpty(sample.GetType().Name);
        }
    }

    [Fact]
    public void With_the_right_it_is_told_but_for_what_is_named()
    {
        foreach (var sample in EventSamples.All.Where(e => PublicEvents.Of(e) is not null))
        {
            var told = Leaves(JsonDocument.Parse(Written(sample, true)).RootElement).ToList();

            Personal(sample).Where(p => !told.Contains(p.Value)).Select(p => p.Name).Except(NeverTold)
                .ShouldBeEmpty(sample.GetType().Name);
        }
    }

    [Theory]
    [InlineData("negative_sentiment", true)]
    [InlineData("Ana called twice", false)]
    [InlineData("ana@example.org", false)]
    public void A_code_is_told_to_everybody_and_a_colleagues_words_are_not(string reason, bool isTold) =>
        Leaves(JsonDocument.Parse(Written(new PriorityRaised(Priority.Urgent, reason, default), false)).RootElement)
            .Contains(reason).ShouldBe(isTold);

    /// <summary>A new one has to be looked at: is it a code, an id, the tenant's own word? Then it is added here.</summary>
    [Fact]
    public void Every_text_that_is_told_to_everybody_was_looked_at() =>
        EventSamples.All.Select(PublicEvents.Of).OfType<PublicEvent>()
            .SelectMany(told => Texts(told.Fields).Select(name => $"{told.Type}.{name}"))
            .Distinct().Order(StringComparer.Ordinal).ShouldBe(ToldToEverybody);

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        var item = new FeedItem(
            Guid.Empty, PublicEvents.Of(new FeedbackGiven(4, null, default))!, default, EventSubject.Nothing);

        Text(json => item.Write(json, true)).ShouldBe(
            """{"id":"00000000-0000-0000-0000-000000000000","type":"ticket.rated","version":1,"""
            + "\"occurredAt\":\"0001-01-01T00:00:00Z\",\"subject\":{},\"data\":{\"rating\":4}}");
    }

    /// <summary>Names of fields that are texts and not marked, with those they lie in.</summary>
    private static IEnumerable<string> Texts(IEnumerable<PublicField> fields) =>
        fields.Where(f => !f.IsPersonal).SelectMany(f => f.Value switch
        {
            string => [f.Name],
            PublicField[] inner => Texts(inner).Select(name => $"{f.Name}.{name}"),
            IEnumerable<string> => [f.Name],
            IEnumerable<PublicField[]> items => items.SelectMany(Texts).Select(name => $"{f.Name}.{name}"),
            _ => (IEnumerable<string>)[],
        });

    private static string Written(IEvent sample, bool withPersonal)
    {
        var item = new FeedItem(
            Guid.Parse("00000009-0000-7000-8000-000000000001"), PublicEvents.Of(sample)!,
            new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero), Subject);
        return Text(json => item.Write(json, withPersonal));
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Texts that are marked, wherever in the event they are.</summary>
    private static IEnumerable<(string Name, string Value)> Personal(object value)
    {
        foreach (var property in Properties(value))
        {
            var found = property.GetValue(value);
            if (property.GetCustomAttribute<PersonalDataAttribute>() is not null && found is string text)
            {
                yield return ($"{value.GetType().Name}.{property.Name}", text);
            }

            foreach (var part in Parts(found).SelectMany(Personal))
            {
                yield return part;
            }
        }
    }

    /// <summary>Coordinates, which are no texts and so not marked.</summary>
    private static IEnumerable<string> Places(object value) =>
        value is Place place
            ? [JsonSerializer.Serialize(place.Latitude), JsonSerializer.Serialize(place.Longitude)]
            : Properties(value).SelectMany(p => Parts(p.GetValue(value))).SelectMany(Places);

    private static IEnumerable<object> Parts(object? found) => found switch
    {
        null or string or IDictionary => [],
        IEnumerable list => list.Cast<object>().Where(IsOurs),
        _ when IsOurs(found) => [found],
        _ => [],
    };

    private static IEnumerable<PropertyInfo> Properties(object value) =>
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0);

    private static bool IsOurs(object value) =>
        value.GetType().Assembly == typeof(IEvent).Assembly && !value.GetType().IsEnum;

    private static IEnumerable<string> Leaves(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => Leaves(p.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.String => [json.GetString()!],
        _ => [json.GetRawText()],
    };
}

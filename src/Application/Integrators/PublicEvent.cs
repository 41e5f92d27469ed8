using System.Text.Json;

namespace CleanFte.Application.Integrators;

/// <summary>What is told of an event to other systems.</summary>
/// <param name="Type"><c>ticket.created</c>; one of <see cref="PublicEvents.Types"/>.</param>
/// <param name="Fields">Its data.</param>
public sealed record PublicEvent(string Type, IReadOnlyList<PublicField> Fields);

/// <param name="Value">
/// A text, number, truth, id or time; an object as <see cref="PublicField"/>[]; a list of any of them. Left out where it is null.
/// </param>
/// <param name="IsPersonal">Whether it identifies a person or is a person's own words: told only to keys with that right.</param>
public readonly record struct PublicField(string Name, object? Value, bool IsPersonal = false);

/// <summary>What an event is about, as far as it is known.</summary>
public sealed record EventSubject(Guid? TicketId, string? TrackingNumber, Guid? ConversationId, Guid? CustomerId)
{
    public static readonly EventSubject Nothing = new(null, null, null, null);
}

/// <summary>An event of the log, to be told.</summary>
/// <param name="Id">The same wherever and however often it is told.</param>
public sealed record FeedItem(Guid Id, PublicEvent Event, DateTimeOffset At, EventSubject Subject)
{
    /// <param name="withPersonal">Whether personal fields are told too.</param>
    public void Write(Utf8JsonWriter json, bool withPersonal)
    {
        WriteHead(json);
        WriteFields(json, "data", Event.Fields, withPersonal);
        json.WriteEndObject();
    }

    /// <summary>Without its data, where that is too long to be told.</summary>
    public void WriteWithoutData(Utf8JsonWriter json)
    {
        WriteHead(json);
        json.WriteBoolean("dataOmitted", true);
        json.WriteEndObject();
    }

    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("type", Event.Type);
        json.WriteNumber("version", PublicEvents.Version);
        json.WriteString("occurredAt", At.UtcDateTime);
        json.WriteStartObject("subject");
        WriteId(json, "ticketId", Subject.TicketId);
        if (Subject.TrackingNumber is { } number)
        {
            json.WriteString("trackingNumber", number);
        }

        WriteId(json, "conversationId", Subject.ConversationId);
        WriteId(json, "customerId", Subject.CustomerId);
        json.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter json, string name, Guid? id)
    {
        if (id is { } known)
        {
            json.WriteString(name, known);
        }
    }

    private static void WriteFields(Utf8JsonWriter json, string? name, IReadOnlyList<PublicField> fields, bool withPersonal)
    {
        if (name is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(name);
        }

        foreach (var field in fields)
        {
            if (field.Value is not null && (withPersonal || !field.IsPersonal))
            {
                json.WritePropertyName(field.Name);
                WriteValue(json, field.Value, withPersonal);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object value, bool withPersonal)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case Guid id:
                json.WriteStringValue(id);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time.UtcDateTime);
                break;
            case PublicField[] fields:
                WriteFields(json, null, fields, withPersonal);
                break;
            case System.Collections.IEnumerable list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    WriteValue(json, item, withPersonal);
                }

                json.WriteEndArray();
                break;
            default:
                throw new InvalidOperationException($"A {value.GetType().Name} has no place in the public contract.");
        }
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using CleanFte.Domain;
using CleanFte.Infrastructure.EventStore;

namespace CleanFte.Infrastructure.Privacy;

/// <summary>
/// Masks a stored event: every text of a property marked as personal becomes <see cref="PersonalDataAttribute.Mask"/>, every
/// number of one goes. Whatever else is stored stays as it is, fields of other versions included.
/// </summary>
internal static class EventMask
{
    private static readonly ConcurrentDictionary<Type, Plan> Plans = new();

    /// <summary>The masked event, or null where it holds nothing personal.</summary>
    /// <param name="type">Its stored name.</param>
    /// <param name="json">Its data.</param>
    public static byte[]? Of(string type, ReadOnlySpan<byte> json)
    {
        var plan = PlanOf(EventTypes.ClassOf(type));
        if (!plan.MasksAnything)
        {
            return null;
        }

        var written = new ArrayBufferWriter<byte>(json.Length);
        using var writer = new Utf8JsonWriter(written);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var changed = Copy(ref reader, writer, plan, false);
        writer.Flush();
        return changed ? written.WrittenSpan.ToArray() : null;
    }

    /// <summary>Copies the value the reader is at; whether anything was masked.</summary>
    private static bool Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, Plan? plan, bool masked)
    {
        var changed = false;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    changed |= CopyProperty(ref reader, writer, plan, masked);
                }

                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    changed |= Copy(ref reader, writer, plan, masked);
                }

                writer.WriteEndArray();
                break;
            case JsonTokenType.String when masked:
                changed = !reader.ValueTextEquals(PersonalDataAttribute.Mask);
                writer.WriteStringValue(PersonalDataAttribute.Mask);
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }

        return changed;
    }

    private static bool CopyProperty(ref Utf8JsonReader reader, Utf8JsonWriter writer, Plan? plan, bool masked)
    {
        var name = reader.GetString()!;
        reader.Read();
        var property = plan?.Properties.GetValueOrDefault(name);
        masked |= property is { Masked: true };
        if (masked && reader.TokenType == JsonTokenType.Number)
        {
            return true;
        }

        writer.WritePropertyName(name);
        return Copy(ref reader, writer, property?.Inner, masked);
    }

    private static Plan PlanOf(Type type)
    {
        if (Plans.TryGetValue(type, out var known))
        {
            return known;
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(p => (
                Name: JsonNamingPolicy.CamelCase.ConvertName(p.Name),
                Masked: p.GetCustomAttribute<PersonalDataAttribute>() is not null,
                Inner: PartOf(p.PropertyType) is { } part && part != type ? PlanOf(part) : null))
            .Where(p => p.Masked || p.Inner is { MasksAnything: true })
            .ToDictionary(p => p.Name, p => new Property(p.Masked, p.Inner));
        return Plans[type] = new Plan(properties);
    }

    /// <summary>The record that a property, or a list or dictionary of it, holds; null for plain values.</summary>
    private static Type? PartOf(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().Select(PartOf).FirstOrDefault(p => p is not null)
        : type.IsArray ? PartOf(type.GetElementType()!)
        : type.Assembly == typeof(IEvent).Assembly && !type.IsEnum && !type.IsValueType ? type
        : null;

    private sealed record Plan(IReadOnlyDictionary<string, Property> Properties)
    {
        public bool MasksAnything => Properties.Count > 0;
    }

    private sealed record Property(bool Masked, Plan? Inner);
}

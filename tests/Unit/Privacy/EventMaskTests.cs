using System.Collections;
using System.Reflection;
using System.Text;
using CleanFte.Domain;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Privacy;
using CleanFte.Unit.EventStore;

namespace CleanFte.Unit.Privacy;

/// <summary>Every event that there is, masked: what is marked is gone, what is not is as it was.</summary>
public sealed class EventMaskTests
{
    public static TheoryData<string> Types => [.. EventTypes.Names];

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_marked_is_masked_and_nothing_else(string type)
    {
        foreach (var sample in EventSamples.All.Where(e => EventTypes.NameOf(e) == type))
        {
            var stored = Encoding.UTF8.GetBytes(EventTypes.Write(sample));

            var masked = EventTypes.Read(type, EventMask.Of(type, stored) ?? stored);

            var (personal, other) = (new List<object>(), new List<object>());
            Values(masked, false, personal, other);
            personal.ShouldAllBe(v => v.Equals(PersonalDataAttribute.Mask));
            var (_, before) = (new List<object>(), new List<object>());
            Values(sample, false, [], before);
            other.ShouldBe(before);
        }
    }

    [Fact]
    public void What_is_masked_is_not_masked_again()
    {
        foreach (var sample in EventSamples.All)
        {
            var type = EventTypes.NameOf(sample);
            if (EventMask.Of(type, Encoding.UTF8.GetBytes(EventTypes.Write(sample))) is { } masked)
            {
                EventMask.Of(type, masked).ShouldBeNull(type);
            }
        }
    }

    [Fact]
    public void Fields_of_a_later_version_stay()
    {
        var masked = EventMask.Of(
            "note_added", """{"note":"8c1f3a52-0000-7000-8000-000000000001","text":"Ana \"was\" here","colour":["red",1.50,null,true]}"""u8);

        Encoding.UTF8.GetString(masked!).ShouldBe(
            """{"note":"8c1f3a52-0000-7000-8000-000000000001","text":"[erased]","colour":["red",1.50,null,true]}""");
    }

    /// <summary>All plain values of an object, those of marked properties apart.</summary>
    private static void Values(object value, bool marked, List<object> personal, List<object> other)
    {
        switch (value)
        {
            case string or ValueType when value is not IEnumerable || value is string:
                (marked ? personal : other).Add(value);
                break;
            case IDictionary entries:
                foreach (DictionaryEntry entry in entries)
                {
                    Values(entry.Key, false, personal, other);
                    Values(entry.Value!, marked, personal, other);
                }

                break;
            case IEnumerable items:
                foreach (var item in items)
                {
                    Values(item, marked, personal, other);
                }

                break;
            default:
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(p => p.CanWrite && p.GetIndexParameters().Length == 0))
                {
                    if (property.GetValue(value) is { } inner)
                    {
                        Values(inner, marked || property.GetCustomAttribute<PersonalDataAttribute>() is not null, personal, other);
                    }
                }

                break;
        }
    }
}

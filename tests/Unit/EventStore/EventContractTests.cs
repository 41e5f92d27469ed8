using System.Text;
using System.Text.Json;
using CleanFte.Domain;
using CleanFte.Infrastructure.EventStore;

namespace CleanFte.Unit.EventStore;

/// <summary>What is stored is read for years: names and shapes must not drift.</summary>
public sealed class EventContractTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public void Every_event_is_stored_as_approved()
    {
        var text = new StringBuilder();
        foreach (var sample in EventSamples.All)
        {
            using var json = JsonDocument.Parse(EventTypes.Write(sample));
            text.Append(EventTypes.NameOf(sample)).Append(' ').Append(JsonSerializer.Serialize(json, Indented)).Append('\n');
        }

        text.ToString().ReplaceLineEndings("\n").ShouldMatchApproved(c => c.NoDiff());
    }

    [Fact]
    public void A_note_that_was_stored_before_it_told_its_message_is_read()
    {
        var stored = """{"note":"00000006-0000-0007-0800-000000000001","author":"citizen","text":"x","at":"2026-03-04T05:06:07.089+00:00"}""";

        EventTypes.Read("note_added", Encoding.UTF8.GetBytes(stored)).ShouldBeOfType<Domain.Tickets.NoteAdded>().Message.ShouldBeNull();
    }

    [Fact]
    public void Every_event_comes_back_as_it_was_stored()
    {
        foreach (var sample in EventSamples.All)
        {
            var stored = EventTypes.Write(sample);

            var read = EventTypes.Read(EventTypes.NameOf(sample), Encoding.UTF8.GetBytes(stored));

            read.GetType().ShouldBe(sample.GetType());
            EventTypes.Write(read).ShouldBe(stored);
        }
    }

    [Fact]
    public void Every_event_of_the_domain_has_one_sample_and_one_name()
    {
        var events = typeof(IEvent).Assembly.GetTypes()
            .Where(t => t.IsAssignableTo(typeof(IEvent)) && t is { IsAbstract: false, IsInterface: false })
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .ToList();

        EventSamples.All.Select(e => e.GetType()).OrderBy(t => t.Name, StringComparer.Ordinal).ShouldBe(events);
        EventSamples.All.Select(EventTypes.NameOf).Order().ShouldBe(EventTypes.Names.Order());
    }

    [Fact]
    public void Samples_leave_no_property_empty()
    {
        foreach (var sample in EventSamples.All)
        {
            var empty = sample.GetType().GetProperties()
                .Where(p => p.GetIndexParameters().Length == 0 && p.GetValue(sample) is null)
                .Select(p => $"{sample.GetType().Name}.{p.Name}");
            empty.ShouldBeEmpty();
        }
    }

    [Fact]
    public void An_unknown_name_is_an_error() =>
        Should.Throw<InvalidOperationException>(() => EventTypes.Read("never_heard_of", "{}"u8));
}

using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using FsCheck;
using FsCheck.Fluent;
using static CleanFte.Unit.Tickets.TicketHistory;

namespace CleanFte.Unit.Tickets;

/// <summary>What holds for a ticket whatever is done to it, in whatever order.</summary>
public sealed class TicketPropertyTests
{
    /// <summary>Few files and places, so that repeats happen.</summary>
    private static readonly Guid[] Files = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];

    private static readonly Gen<Command> Commands = Gen.OneOf(
        Pick(TicketStatus.Open).Select(to =>
            new Command($"to {to}", true, (t, at) => TicketDecider.ChangeStatus(t, to, at))),
        Pick(Priority.Low).Select(p =>
            new Command($"raise to {p}", true, (t, at) => TicketDecider.RaisePriority(t, p, "why", at))),
        Gen.Choose(0, 2).Select(i =>
            new Command($"refer to {i}", true, (t, _) => TicketDecider.ReferenceMedia(t, Reference(Files[i])))),
        Gen.Choose(0, 2).Select(i =>
            new Command($"attach {i}", true, (t, _) => TicketDecider.AttachMedia(t, Attach(Files[i])))),
        Gen.Choose(0, 2).Select(i =>
            new Command($"refuse {i}", true, (t, at) => TicketDecider.RefuseMedia(
                t, new MediaRefused(Files[i], "why", "image/jpeg", MediaSource.Upload, MediaPurpose.Evidence, at)))),
        Gen.Choose(0, 1).Select(i =>
            new Command($"place {i}", true, (t, at) => TicketDecider.SetPlace(t, new Place(i, i, null), at))),
        Gen.Choose(0, 6).Select(i =>
            new Command($"rate {i}", false, (t, at) => TicketDecider.GiveFeedback(t, i, null, at))),
        Gen.Elements(
            new Command("escalate", true, (t, at) => TicketDecider.Escalate(t, "legal", null, at)),
            new Command("resolve", true, (t, at) => TicketDecider.Resolve(t, "done", at)),
            new Command("reopen", true, (t, at) => TicketDecider.Reopen(t, null, at)),
            new Command("publish", true, (t, at) => TicketDecider.PublishText(t, "text", at)),
            new Command("note", false, (_, at) =>
                TicketDecider.AddNote(new NoteAdded(Files[0], NoteAuthor.Staff, "n", at)))));

    [Fact]
    public void The_status_is_always_a_known_one_and_the_end_is_dated() => ForAnyHistory((before, _, _, after) =>
        Enum.IsDefined(after.Status) && Enum.IsDefined(after.Priority) && after.Priority >= before.Priority
        && after.IsOver == after.ResolvedAt is not null);

    [Fact]
    public void The_state_carried_along_is_the_events_folded()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Commands.ListOf().ToArbitrary(), commands =>
        {
            List<TicketEvent> stored = [Created];
            var carried = Given();
            foreach (var (command, at) in Timed(commands))
            {
                var events = Events(command.Decide(carried, at));
                stored.AddRange(events);
                carried = events.Aggregate(carried, (t, e) => Ticket.Evolve(t, e)!);
            }

            return SameApartFromMedia(carried, Fold(stored)!) && carried.Media.SequenceEqual(Fold(stored)!.Media);
        }));
    }

    [Fact]
    public void A_repeat_yields_nothing_new() => ForAnyHistory((before, command, at, after) =>
    {
        var again = command.Decide(after, at);
        return !command.Repeatable
            || (again.Events.Count == 0
                && (command.Decide(before, at).Refusal is not null || again.Refusal is null));
    });

    [Fact]
    public void A_ticket_that_is_over_changes_only_by_what_may_come_late() => ForAnyHistory((before, command, at, _) =>
        !before.IsOver || Events(command.Decide(before, at)).All(e => e
            is TicketReopened or StatusChanged { To: TicketStatus.Closed } or NoteAdded or PublicTextPublished
            or MediaReferenced or MediaAttached or MediaRefused or FeedbackGiven));

    [Fact]
    public void A_decision_is_either_events_or_a_refusal() => ForAnyHistory((before, command, at, _) =>
        command.Decide(before, at) is { Refusal: null } or { Events.Count: 0 });

    /// <summary>Checks what holds at each step of random histories: state before, command, its time, state after.</summary>
    private static void ForAnyHistory(Func<Ticket, Command, DateTimeOffset, Ticket, bool> holds) =>
        Check.QuickThrowOnFailure(Prop.ForAll(Commands.ListOf().ToArbitrary(), commands =>
        {
            var ticket = Given();
            foreach (var (command, at) in Timed(commands))
            {
                var after = Events(command.Decide(ticket, at)).Aggregate(ticket, (t, e) => Ticket.Evolve(t, e)!);
                if (!holds(ticket, command, at, after))
                {
                    return false;
                }

                ticket = after;
            }

            return true;
        }));

    private static IEnumerable<(Command Command, DateTimeOffset At)> Timed(IEnumerable<Command> commands) =>
        commands.Select((command, i) => (command, Start.AddDays(i + 1)));

    private static List<TicketEvent> Events(Decision decision) => [.. decision.Events.Cast<TicketEvent>()];

    /// <summary>Records compare dictionaries by reference.</summary>
    private static bool SameApartFromMedia(Ticket a, Ticket b) => a with { Media = b.Media } == b;

    private static Gen<T> Pick<T>(T first)
        where T : struct, Enum =>
        Gen.Elements(Enum.GetValues<T>().Prepend(first).ToArray());

    private sealed record Command(string Name, bool Repeatable, Func<Ticket, DateTimeOffset, Decision> Decide)
    {
        public override string ToString() => Name;
    }
}

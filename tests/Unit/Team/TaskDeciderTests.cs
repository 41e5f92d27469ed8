using CleanFte.Domain.Conversations;
using CleanFte.Domain.Team;
using CleanFte.Domain.Tickets;

namespace CleanFte.Unit.Team;

public sealed class TaskDeciderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Start.AddHours(1);
    private static readonly MemberId Ana = MemberId.New(Start);
    private static readonly MemberId Ben = MemberId.New(Start);

    private static readonly TaskOpened Opened = new(
        TaskId.New(Start), TaskKind.Handoff, null, TicketId.New(Start), "TKT-1", Channel.Whatsapp, Priority.High, "legal",
        "pothole", "es", Start);

    private static readonly HumanTask Waiting = Given();
    private static readonly HumanTask Anas = Given(new TaskAssigned(Ana, [], Start));
    private static readonly HumanTask Claimed = Given(new TaskAssigned(Ana, [], Start), new TaskClaimed(Ana, Start));
    private static readonly HumanTask Done = Given(new TaskCompleted(Ana, "closed", Start));

    [Fact]
    public void What_waits_is_given_and_what_somebody_has_is_passed_on()
    {
        TaskDecider.Assign(Waiting, Ana, [], Now).Events.ShouldHaveSingleItem().ShouldBeOfType<TaskAssigned>();
        TaskDecider.Assign(Anas, Ana, [], Now).ShouldYieldNothing();
        TaskDecider.Assign(Claimed, Ben, [], Now).Events.Select(e => e.GetType())
            .ShouldBe([typeof(TaskReturned), typeof(TaskAssigned)]);
        TaskDecider.Assign(Done, Ana, [], Now).ShouldRefuse("task.done");
    }

    [Fact]
    public void Somebody_claims_what_waits_what_is_his_and_what_another_has_not_begun()
    {
        TaskDecider.Claim(Waiting, Ben, Now).ShouldYield(new TaskClaimed(Ben, Now));
        TaskDecider.Claim(Anas, Ana, Now).ShouldYield(new TaskClaimed(Ana, Now));
        TaskDecider.Claim(Anas, Ben, Now).ShouldYield(new TaskClaimed(Ben, Now));
        TaskDecider.Claim(Claimed, Ana, Now).ShouldYieldNothing();
        TaskDecider.Claim(Claimed, Ben, Now).ShouldRefuse("task.taken");
        TaskDecider.Claim(Done, Ana, Now).ShouldRefuse("task.done");
    }

    [Fact]
    public void Only_whose_it_is_gives_it_back()
    {
        TaskDecider.Return(Anas, Ana, "offline", Now).ShouldYield(new TaskReturned(Ana, "offline", Now));
        TaskDecider.Return(Claimed, Ana, "offline", Now).ShouldYield(new TaskReturned(Ana, "offline", Now));
        TaskDecider.Return(Anas, Ben, "offline", Now).ShouldYieldNothing();
        TaskDecider.Return(Waiting, Ana, "offline", Now).ShouldYieldNothing();
    }

    [Fact]
    public void It_is_done_once()
    {
        TaskDecider.Complete(Claimed, null, "closed", Now).ShouldYield(new TaskCompleted(Ana, "closed", Now));
        TaskDecider.Complete(Done, Ben, "closed", Now).ShouldYieldNothing();
    }

    [Fact]
    public void Who_had_it_is_remembered_until_somebody_claims_it()
    {
        Given(new TaskAssigned(Ana, [], Start), new TaskReturned(Ana, "not_claimed", Start)).Had.ShouldBe([Ana]);
        Given(
            new TaskAssigned(Ana, [], Start), new TaskReturned(Ana, "not_claimed", Start), new TaskClaimed(Ben, Start))
            .Had.ShouldBeEmpty();
        Given(new TaskAssigned(Ana, [], Start), new TaskReturned(Ana, HumanTask.Offline, Start))
            .Had.ShouldBeEmpty("she may have it again when she is back");
    }

    private static HumanTask Given(params HumanTaskEvent[] events) =>
        events.Prepend(Opened).Aggregate((HumanTask?)null, HumanTask.Evolve)!;
}

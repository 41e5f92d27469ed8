using CleanFte.Domain;

namespace CleanFte.Unit;

/// <summary>The "then" of a decider's test.</summary>
internal static class DecisionAssertions
{
    public static void ShouldYield(this Decision decision, params IEvent[] events)
    {
        decision.Refusal.ShouldBeNull();
        decision.Events.ShouldBe(events);
    }

    public static void ShouldYieldNothing(this Decision decision) => decision.ShouldYield();

    public static void ShouldRefuse(this Decision decision, string code)
    {
        decision.Events.ShouldBeEmpty();
        decision.Refusal.ShouldNotBeNull().Code.ShouldBe(code);
    }
}

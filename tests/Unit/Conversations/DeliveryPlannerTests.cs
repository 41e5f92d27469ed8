using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Conversations;

public sealed class DeliveryPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 22, 0, 0, TimeSpan.Zero);

    private static readonly DeliveryFacts Facts = new(
        Now, TimeSpan.Zero, OptedOut: false, CanRemind: true, Reminded: false, HasOtherChannel: false, Quiet: null,
        Obstacle: "window_closed");

    [Theory]
    [InlineData(0, true)]
    [InlineData(23, true)]
    [InlineData(24, false)]
    [InlineData(100, false)]
    public void Free_text_is_allowed_until_a_day_after_he_wrote(int hours, bool allowed) =>
        DeliveryPlanner.MayWriteFreely(TimeSpan.FromHours(24), Now.AddHours(-hours), Now).ShouldBe(allowed);

    [Fact]
    public void Where_there_is_no_window_it_always_is() =>
        DeliveryPlanner.MayWriteFreely(null, Now.AddYears(-1), Now).ShouldBeTrue();

    [Fact]
    public void He_is_told_to_write_and_the_message_waits() =>
        DeliveryPlanner.Plan(Facts).ShouldBe(new DeliveryPlan.Remind(DeliveryPlanner.Patience));

    [Fact]
    public void Told_once_he_is_not_told_again() =>
        DeliveryPlanner.Plan(Facts with { Reminded = true, Waited = TimeSpan.FromDays(1) })
            .ShouldBe(new DeliveryPlan.Hold(TimeSpan.FromDays(6), "waits_for_citizen"));

    [Fact]
    public void At_night_nobody_is_told() =>
        DeliveryPlanner.Plan(Facts with { Quiet = Now.AddHours(10) })
            .ShouldBe(new DeliveryPlan.Hold(TimeSpan.FromHours(10), "quiet_hours"));

    [Fact]
    public void Without_an_approved_text_it_goes_by_mail_or_not_at_all()
    {
        DeliveryPlanner.Plan(Facts with { CanRemind = false, HasOtherChannel = true }).ShouldBe(new DeliveryPlan.Switch());
        DeliveryPlanner.Plan(Facts with { CanRemind = false }).ShouldBe(new DeliveryPlan.GiveUp("window_closed"));
    }

    /// <summary>Whoever wants no messages gets none, nobody is told twice, and nothing waits for ever.</summary>
    [Fact]
    public void Whatever_the_facts_these_hold()
    {
        var facts = from optedOut in Flag
                    from remind in Flag
                    from reminded in Flag
                    from other in Flag
                    from quiet in Flag
                    from hours in Gen.Choose(0, 400)
                    select Facts with
                    {
                        OptedOut = optedOut,
                        CanRemind = remind,
                        Reminded = reminded,
                        HasOtherChannel = other,
                        Quiet = quiet ? Now.AddHours(9) : null,
                        Waited = TimeSpan.FromHours(hours),
                    };
        Prop.ForAll(facts.ToArbitrary(), f =>
        {
            var plan = DeliveryPlanner.Plan(f);
            return (!f.OptedOut || plan is DeliveryPlan.GiveUp)
                && (!f.Reminded || plan is not DeliveryPlan.Remind)
                && (f.Quiet is null || plan is not DeliveryPlan.Remind)
                && (f.Waited < DeliveryPlanner.Patience || plan is DeliveryPlan.GiveUp or DeliveryPlan.Switch)
                && (plan is not DeliveryPlan.Hold hold || hold.Wait > TimeSpan.Zero);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("21:00-08:00", 22, 0, 10)]
    [InlineData("21:00-08:00", 3, 0, 5)]
    [InlineData("21:00-08:00", 12, 0, 0)]
    [InlineData("13:00-15:00", 14, 30, 0.5)]
    [InlineData("13:00-15:00", 15, 0, 0)]
    public void Quiet_hours_end_when_they_say(string text, int hour, int minute, double hours)
    {
        QuietHours.TryParse(text, out var quiet).ShouldBeTrue();
        var now = new DateTimeOffset(2026, 3, 4, hour, minute, 0, TimeSpan.Zero);

        quiet.EndAfter(now, TimeZoneInfo.Utc).ShouldBe(hours == 0 ? null : now.AddHours(hours));
    }

    [Theory]
    [InlineData("")]
    [InlineData("21-08")]
    [InlineData("21:00-21:00")]
    [InlineData("25:00-08:00")]
    public void What_is_no_span_is_none(string text) => QuietHours.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("STOP", false)]
    [InlineData(" stop. ", false)]
    [InlineData("Baja", false)]
    [InlineData("arrêt", false)]
    [InlineData("Start", true)]
    [InlineData("ALTA", true)]
    public void The_words_for_it_are_understood(string text, bool allowed) => ConsentWords.Of(text).ShouldBe(allowed);

    [Theory]
    [InlineData("The bus stop is broken")]
    [InlineData("stop the noise please")]
    [InlineData("")]
    [InlineData("when do you start")]
    public void Other_messages_are_none(string text) => ConsentWords.Of(text).ShouldBeNull();

    private static Gen<bool> Flag => Gen.Elements(true, false);
}

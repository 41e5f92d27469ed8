namespace CleanFte.Domain.Conversations;

/// <summary>
/// How a message may reach somebody now. Some channels take free text only for a time after the citizen wrote (WhatsApp: 24
/// hours); outside of it they take texts that were approved beforehand. Pure: the same facts give the same plan.
/// </summary>
public static class DeliveryPlanner
{
    /// <summary>A message that nobody came for in so long is given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>What leaves just before the window closes may arrive after it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <param name="window">How long free text is allowed after the citizen wrote; null where it always is.</param>
    /// <param name="lastMessageAt">When he wrote last.</param>
    /// <param name="now">When it would be sent.</param>
    public static bool MayWriteFreely(TimeSpan? window, DateTimeOffset lastMessageAt, DateTimeOffset now) =>
        window is not { } open || now - lastMessageAt < open - Margin;

    /// <summary>What becomes of a free text outside the window.</summary>
    public static DeliveryPlan Plan(DeliveryFacts facts) => facts switch
    {
        { OptedOut: true } => new DeliveryPlan.GiveUp("opted_out"),
        { CanRemind: true, Reminded: true } when facts.Waited < Patience =>
            new DeliveryPlan.Hold(Patience - facts.Waited, "waits_for_citizen"),
        { HasOtherChannel: true } when !facts.CanRemind || facts.Waited >= Patience => new DeliveryPlan.Switch(),
        _ when !facts.CanRemind || facts.Waited >= Patience => new DeliveryPlan.GiveUp(facts.Obstacle),
        { Quiet: { } until } => new DeliveryPlan.Hold(until - facts.Now, "quiet_hours"),
        _ => new DeliveryPlan.Remind(Patience - facts.Waited),
    };
}

/// <param name="Waited">How long the message has waited.</param>
/// <param name="OptedOut">Whether he wants no messages that he did not ask for.</param>
/// <param name="CanRemind">Whether the account has an approved text that tells him to write.</param>
/// <param name="Reminded">Whether he was told since he wrote last: once is enough.</param>
/// <param name="HasOtherChannel">Whether he can be reached on another channel that knows him for sure.</param>
/// <param name="Quiet">When the quiet hours end, while they last; else null.</param>
/// <param name="Obstacle">Why it may not go out as it is: <c>window_closed</c>, <c>undeliverable</c>.</param>
public sealed record DeliveryFacts(
    DateTimeOffset Now, TimeSpan Waited, bool OptedOut, bool CanRemind, bool Reminded, bool HasOtherChannel,
    DateTimeOffset? Quiet, string Obstacle);

/// <summary>What becomes of a message that may not go out as it is.</summary>
public abstract record DeliveryPlan
{
    private DeliveryPlan()
    {
    }

    /// <summary>He is told, by an approved text, to write; the message waits until he does, so long at most.</summary>
    public sealed record Remind(TimeSpan Wait) : DeliveryPlan;

    /// <summary>It waits.</summary>
    public sealed record Hold(TimeSpan Wait, string Reason) : DeliveryPlan;

    /// <summary>It goes out on his other channel.</summary>
    public sealed record Switch : DeliveryPlan;

    /// <summary>It does not go out.</summary>
    public sealed record GiveUp(string Reason) : DeliveryPlan;
}

/// <summary>Hours in which nobody is written to who did not write just before.</summary>
/// <param name="From">Local time; later than <paramref name="To"/> when the night lies between.</param>
public readonly record struct QuietHours(TimeOnly From, TimeOnly To)
{
    /// <summary>Reads <c>21:00-08:00</c>.</summary>
    public static bool TryParse(string? text, out QuietHours hours)
    {
        hours = default;
        if (text?.Split('-') is not [var from, var to]
            || !TimeOnly.TryParseExact(from.Trim(), "HH:mm", out var begins)
            || !TimeOnly.TryParseExact(to.Trim(), "HH:mm", out var ends) || begins == ends)
        {
            return false;
        }

        hours = new QuietHours(begins, ends);
        return true;
    }

    /// <summary>When they end, while they last; else null.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        if (!TimeOnly.FromDateTime(local.DateTime).IsBetween(From, To))
        {
            return null;
        }

        var day = DateOnly.FromDateTime(local.DateTime);
        var end = day.ToDateTime(To);
        end = end <= local.DateTime ? end.AddDays(1) : end;
        end = zone.IsInvalidTime(end) ? end.AddHours(1) : end;
        return new DateTimeOffset(end, zone.GetUtcOffset(end));
    }
}

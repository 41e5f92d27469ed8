namespace CleanFte.Domain.Services;

/// <summary>Something a service tells while it holds: mass times in Advent, a closed swimming pool.</summary>
/// <param name="Texts">By language: en, es, fr.</param>
public sealed record ServiceItem(
    DateTimeOffset? ValidFrom, DateTimeOffset? ValidTo, IReadOnlyDictionary<string, ServiceItemText> Texts)
{
    public bool HoldsAt(DateTimeOffset moment) => !(moment < ValidFrom) && !(moment >= ValidTo);

    public bool SaysSameAs(ServiceItem other) =>
        this with { Texts = other.Texts } == other && Texts.SaySame(other.Texts, (a, b) => a == b);
}

public sealed record ServiceItemText(string Title, string Text);

/// <summary>One thing a guided service asks for.</summary>
/// <param name="Name">Under which the answer is kept in the session.</param>
/// <param name="Codes">Hashes of the accepted codes, see <see cref="StepCode"/>.</param>
/// <param name="Choices">What may be chosen.</param>
/// <param name="MaxAttempts">Wrong answers after which the service ends politely.</param>
/// <param name="Texts">By language: en, es, fr.</param>
public sealed record ServiceStep(
    string Name,
    StepInput Input,
    IReadOnlyList<string> Codes,
    IReadOnlyList<string> Choices,
    int MaxAttempts,
    IReadOnlyDictionary<string, ServiceStepText> Texts)
{
    public const int MaxCodes = 500;

    public const int MinChoices = 2;

    public const int MaxChoices = 20;

    public const int UsualAttempts = 3;

    public const int MostAttempts = 10;

    /// <summary>The step with its codes as they are kept: hashed.</summary>
    public ServiceStep Kept() => this with { Codes = [.. Codes.Select(StepCode.Kept)] };

    public bool SaysSameAs(ServiceStep other) =>
        this with { Codes = other.Codes, Choices = other.Choices, Texts = other.Texts } == other
        && Codes.SequenceEqual(other.Codes)
        && Choices.SequenceEqual(other.Choices)
        && Texts.SaySame(other.Texts, (a, b) => a == b);
}

/// <param name="Ask">The question.</param>
/// <param name="Wrong">What is said to an answer that cannot be taken.</param>
public sealed record ServiceStepText(string Ask, string Wrong);

public enum StepInput
{
    Text,
    Code,
    Choice,
    Number,
    Date,
    Email,
    Phone,
}

internal static class Same
{
    public static bool SaySame<T>(this IReadOnlyList<T> some, IReadOnlyList<T> others, Func<T, T, bool> same) =>
        some.Count == others.Count && some.Zip(others).All(pair => same(pair.First, pair.Second));

    public static bool SaySame<TKey, T>(
        this IReadOnlyDictionary<TKey, T> some, IReadOnlyDictionary<TKey, T> others, Func<T, T, bool> same)
        where TKey : notnull =>
        some.Count == others.Count
        && some.All(one => others.TryGetValue(one.Key, out var other) && same(one.Value, other));
}

using System.Globalization;

namespace CleanFte.Domain.Conversations;

/// <summary>What a reply's part offers besides its text. A channel without such things says it in words.</summary>
/// <param name="Kind">What is offered or asked for.</param>
/// <param name="Choices">What may be chosen, at most <see cref="MaxChoices"/>; empty where a place is asked for.</param>
public sealed record ReplyOffer(OfferKind Kind, IReadOnlyList<ReplyChoice> Choices)
{
    /// <summary>WhatsApp's longest list.</summary>
    public const int MaxChoices = 10;

    /// <summary>WhatsApp shows so many as buttons; more are a list.</summary>
    public const int MaxButtons = 3;

    /// <summary>Asks for a place by the channel's own means.</summary>
    public static ReplyOffer Location { get; } = new(OfferKind.Location, []);

    /// <summary>The choices as lines that are answered by a number; empty where there are none.</summary>
    public string AsLines() => string.Join('\n', Choices.Select((choice, i) => Invariant($"{i + 1}. {choice.Title}")));

    /// <summary>The choice that a message means which is nothing but its number; null for any other.</summary>
    public static ReplyChoice? Numbered(IReadOnlyList<ReplyChoice> offered, string text) =>
        text.AsSpan().Trim().TrimEnd(".)") is { Length: 1 or 2 } number
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen)
        && chosen >= 1 && chosen <= offered.Count
            ? offered[chosen - 1]
            : null;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <param name="Payload">What comes back when it is chosen, at most <see cref="MaxPayload"/> characters.</param>
/// <param name="Title">What the citizen reads; a channel shortens what it has no room for.</param>
public sealed record ReplyChoice(
    [property: PersonalData] string Payload, [property: PersonalData] string Title,
    [property: PersonalData] string? Description = null)
{
    /// <summary>WhatsApp's limit for a row of a list.</summary>
    public const int MaxPayload = 200;
}

public enum OfferKind
{
    Choices,
    Location,
}

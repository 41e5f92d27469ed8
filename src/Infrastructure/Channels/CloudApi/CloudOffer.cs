using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>
/// How a message's offer leaves: as buttons, a list or a request for a place where it fits WhatsApp's limits, else as lines
/// in the text. Titles that do not fit are shortened, and then stand in full in the text.
/// </summary>
/// <param name="Form">How it leaves.</param>
/// <param name="Text">The text that goes with it.</param>
/// <param name="Choices">What is offered, as it fits.</param>
internal sealed record CloudOffer(CloudForm Form, string Text, IReadOnlyList<ReplyChoice> Choices)
{
    /// <summary>Characters of a text message.</summary>
    public const int MaxText = 4_096;

    /// <summary>Characters above buttons, a list or a request.</summary>
    public const int MaxInteractiveText = 1_024;

    private const int MaxButtonTitle = 20;

    private const int MaxRowTitle = 24;

    private const int MaxRowDescription = 72;

    private const string Ellipsis = "…";

    public static CloudOffer Of(OutgoingMessage message) => message.Offer switch
    {
        { Kind: OfferKind.Location } when Fits(message.Text) => new(CloudForm.Location, message.Text, []),
        { Kind: OfferKind.Choices, Choices.Count: > 0 } offer => Interactive(message.Text, offer) ?? Lines(message.Text, offer),
        _ => new(CloudForm.Text, message.Text, []),
    };

    private static CloudOffer? Interactive(string text, ReplyOffer offer)
    {
        var buttons = offer.Choices.Count <= ReplyOffer.MaxButtons;
        var limit = buttons ? MaxButtonTitle : MaxRowTitle;
        ReplyChoice[] choices =
        [
            .. offer.Choices.Select(c => new ReplyChoice(
                c.Payload, Shorten(c.Title.Trim(), limit),
                c.Description is { Length: > 0 } d ? Shorten(d.Trim(), MaxRowDescription) : null)),
        ];
        var isShortened = offer.Choices.Any(c => c.Title.Trim().Length > limit);
        var body = isShortened ? $"{text}\n\n{offer.AsLines()}" : text;
        return choices.Length <= ReplyOffer.MaxChoices
            && Fits(body)
            && choices.All(c => c.Title.Length > 0 && c.Payload.Length is > 0 and <= ReplyChoice.MaxPayload)
            && choices.DistinctBy(c => c.Payload).Count() == choices.Length
            && (!buttons || choices.DistinctBy(c => c.Title).Count() == choices.Length)
            ? new CloudOffer(buttons ? CloudForm.Buttons : CloudForm.List, body, choices)
            : null;
    }

    private static CloudOffer Lines(string text, ReplyOffer offer)
    {
        // The choices are what the citizen needs to answer, so it is the text that gives way.
        var lines = Shorten($"\n\n{offer.AsLines()}", MaxText / 2);
        return new CloudOffer(CloudForm.Text, Shorten(text, MaxText - lines.Length) + lines, []);
    }

    private static bool Fits(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= MaxInteractiveText;

    private static string Shorten(string text, int max)
    {
        if (text.Length <= max)
            return text;
        var end = max - Ellipsis.Length;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return $"{text[..end].TrimEnd()}{Ellipsis}";
    }
}

internal enum CloudForm
{
    Text,
    Buttons,
    List,
    Location,
}

using System.Text;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// The policy after the model: what a machine may not send to a citizen. Deterministic, in English, Spanish and French
/// at once; a price, a promise, a link or a contact passes only when the knowledge used says so.
/// </summary>
public static class AnswerCheck
{
    /// <summary>No channel's reply is as long.</summary>
    public const int MaxCharacters = 6_000;

    /// <returns>The first thing that must not be sent, or nothing.</returns>
    public static AnswerViolation? Of(string answer, AnswerGround ground)
    {
        if (answer.Length > MaxCharacters)
        {
            return new(AnswerFault.TooLong, Start(answer));
        }

        var text = AnswerText.Read(answer, MaxCharacters);
        var knowledge = KnownFacts.Read(ground);
        return PromptLeak.In(text, ground) is { } leak ? Violation(text, AnswerFault.PromptLeak, leak)
            : Ticket(text, ground) is { } ticket ? Violation(text, AnswerFault.OtherPerson, ticket)
            : Contact(text, knowledge) is { } contact ? Violation(text, AnswerFault.ForeignContact, contact)
            : Link(text, knowledge) is { } link ? Violation(text, AnswerFault.ForeignLink, link)
            : Promises.In(text, knowledge) is { } promise ? Violation(text, promise.Fault, promise.Place)
            : Amount(text, knowledge) is { } amount ? Violation(text, AnswerFault.Price, amount)
            : Unreadable(answer);
    }

    private static AnswerViolation Violation(AnswerText text, AnswerFault fault, Found place) =>
        new(fault, text.Quote(place.Start, place.Length));

    private static Found? Ticket(AnswerText text, AnswerGround ground) =>
        First(TrackingMentions.In(text).Where(m => !ground.OwnTrackingNumbers.Any(m.Is)).Select(m => m.Place));

    private static Found? Contact(AnswerText text, KnownFacts knowledge) =>
        First(Contacts.In(text).Where(contact => !knowledge.Has(contact)).Select(contact => contact.Place));

    private static Found? Link(AnswerText text, KnownFacts knowledge) =>
        First(Links.In(text).Where(link => !knowledge.Has(link)).Select(link => link.Place));

    private static Found? Amount(AnswerText text, KnownFacts knowledge) =>
        First(Amounts.In(text).Where(amount => !amount.IsShare && !knowledge.Prices(amount, text)).Select(a => a.Place));

    private static Found? First(IEnumerable<Found> found) => found.Select(f => (Found?)f).FirstOrDefault();

    private static string Start(string answer) =>
        answer[..AnswerText.WholeCharacters(answer, GuardrailFinding.MaxEvidence)];

    private static AnswerViolation? Unreadable(string answer)
    {
        for (var at = 0; at < answer.Length;)
        {
            var isWhole = Rune.TryGetRuneAt(answer, at, out var rune);
            if (Invisible.Is(answer, at))
            {
                return new(AnswerFault.Unreadable, $"U+{(isWhole ? rune.Value : answer[at]):X4}");
            }

            at += isWhole ? rune.Utf16SequenceLength : 1;
        }

        return answer.EnumerateRunes().Any(Rune.IsLetter) ? null
            : new(AnswerFault.Unreadable, Start(answer));
    }
}

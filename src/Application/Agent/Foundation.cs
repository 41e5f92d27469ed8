using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Agent;

/// <summary>What a model's words must rest on before they are anybody's answer.</summary>
internal static class Foundation
{
    private static readonly char[] QuestionMarks = ['?', '؟', '？'];

    /// <returns>Why the words are of no use, as a code of <see cref="AgentFailed"/>, or null.</returns>
    public static string? Lacks(Draft draft, RunState run) =>
        !draft.ByModel ? null
        : !IsFounded(run) && !Asks(draft) ? "unfounded"
        : IsForeign(draft.Text, run.Turn) ? "language"
        : null;

    /// <summary>Whether the knowledge base, or the service itself, had anything to say.</summary>
    private static bool IsFounded(RunState run) =>
        run.Desk.Used.Count > 0
        || (run.Ticket is { } ticket && run.Turn.Catalogue.Find(ticket.ServiceCode) is { } service
            && OfflineAgent.Items(service, run.Turn) is not null);

    private static bool Asks(Draft draft) =>
        draft.Decision == RunDecision.Ask && draft.Text.IndexOfAny(QuestionMarks) >= 0;

    private static bool IsForeign(string text, Turn turn) =>
        turn.Language != LanguageGuess.Other
        && LanguageGuess.Of(text) is var spoken && spoken != LanguageGuess.Other && spoken != turn.Language;
}

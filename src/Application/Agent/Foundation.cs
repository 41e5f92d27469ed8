using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;

namespace CleanFte.Application.Agent;

/// <summary>What a model's words must rest on before they are anybody's answer.</summary>
internal static class Foundation
{
    private static readonly char[] QuestionMarks = ['?', '؟', '？'];

    /// <summary>What a machine may not say, whoever has said it: a person takes over then.</summary>
    public static AnswerViolation? Violation(Draft draft, RunState run) => AnswerCheck.Of(draft.Text, new AnswerGround(
        Ground(run),
        [.. run.Desk.OwnNumbers, .. run.Ticket is { } ticket ? [ticket.TrackingNumber] : Array.Empty<string>()],
        [],
        run.Model?.Prompt ?? "",
        run.Model?.Marker ?? ""));

    /// <returns>Why the words are of no use, as a code of <see cref="AgentFailed"/>, or null.</returns>
    public static string? Lacks(Draft draft, RunState run) =>
        !draft.ByModel || Violation(draft, run) is not null ? null
        : !IsQuestion(draft) && !GroundedWords.AreMostly(draft.Text, Ground(run), run.Turn.Now.Year) ? "unfounded"
        : IsForeign(draft.Text, run.Turn) ? "language"
        : null;

    /// <summary>What the knowledge base and the services have said in this run; never what the citizen wrote.</summary>
    private static IReadOnlyList<string> Ground(RunState run)
    {
        var turn = run.Turn;
        return
        [
            .. run.Desk.Used.Select(p => $"{p.Title}\n{p.Passage}"),
            .. turn.Profile.Contacts,
            .. turn.Catalogue.Services.Where(turn.MayUse).Where(s => !s.IsConfidential() || s.Code == run.Ticket?.ServiceCode)
                .Select(s => OfflineAgent.Items(s, turn)).OfType<string>(),
        ];
    }

    private static bool IsQuestion(Draft draft) =>
        draft.Decision == RunDecision.Ask && draft.Text.IndexOfAny(QuestionMarks) >= 0;

    private static bool IsForeign(string text, Turn turn) =>
        turn.Language != LanguageGuess.Other
        && LanguageGuess.Of(text) is var spoken && spoken != LanguageGuess.Other && spoken != turn.Language;
}

using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;

namespace CleanFte.Application.Agent;

/// <summary>What a model's words must rest on before they are anybody's answer.</summary>
internal static class Foundation
{
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
        : !GroundedWords.AreMostly(draft.Text, On(draft, run)) ? "unfounded"
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

    private static GroundedOn On(Draft draft, RunState run)
    {
        var turn = run.Turn;
        var now = TimeZoneInfo.ConvertTime(turn.Now, TimeZoneInfo.FindSystemTimeZoneById(turn.Profile.TimeZone));
        return new GroundedOn(
            Ground(run),
            string.Join('\n', turn.Messages.Select(m => m.Message.Text).Prepend(turn.Name ?? "").Prepend(turn.Profile.Name)),
            DateOnly.FromDateTime(now.DateTime),
            Asks: draft.Decision == RunDecision.Ask);
    }

    private static bool IsForeign(string text, Turn turn) =>
        turn.Language != LanguageGuess.Other
        && LanguageGuess.Of(text) is var spoken && spoken != LanguageGuess.Other && spoken != turn.Language;
}

using System.Text.RegularExpressions;
using CleanFte.Domain.Tenants;
using FluentValidation;

namespace CleanFte.Application.Tenants;

/// <summary>
/// The shape of sample tickets; what is wrong is named by its place: <c>samples[0].turns[1].expect</c>.
/// </summary>
internal sealed partial class SamplesValidator : AbstractValidator<ReplaceSamples>
{
    private const int MaxText = 4_000;
    private const int MaxRoles = 20;
    private const int MaxRole = 40;
    private const int MaxSource = 500;

    private static readonly string[] Channels = ["whatsapp", "email", "web", "rest"];
    private static readonly string[] Decisions = ["answer", "ask", "acknowledge", "escalate"];

    private static readonly string[] Reasons =
        ["pricing", "refund", "legal", "human_request", "negative_sentiment", "no_kb_match"];

    public SamplesValidator() => RuleFor(c => c.Samples).Cascade(CascadeMode.Stop).NotNull().Custom((samples, context) =>
    {
        Require(
            samples.Count <= SampleTicket.MaxSamples, "samples", $"Give at most {SampleTicket.MaxSamples} samples.",
            context);
        var names = new HashSet<string>();
        for (var i = 0; i < Math.Min(samples.Count, SampleTicket.MaxSamples); i++)
        {
            Check(samples[i], $"samples[{i}]", context);
            Require(names.Add(samples[i].Name), $"samples[{i}].name", "Another sample has this name.", context);
        }
    });

    private static void Check(SampleTicket sample, string at, ValidationContext<ReplaceSamples> context)
    {
        Require(
            NamePattern().IsMatch(sample.Name), $"{at}.name", "Use 2 to 60 lower-case letters, digits and underscores.",
            context);
        Require(
            Channels.Contains(sample.Channel), $"{at}.channel", $"Use one of {string.Join(", ", Channels)}.", context);
        Require(
            sample.Roles.Count <= MaxRoles && sample.Roles.All(r => Shape.IsText(r, MaxRole)), $"{at}.roles",
            $"Give at most {MaxRoles} roles of 1 to {MaxRole} characters.", context);
        Require(
            sample.Turns.Count is >= 1 and <= SampleTicket.MaxTurns, $"{at}.turns",
            $"Give 1 to {SampleTicket.MaxTurns} turns.", context);
        for (var i = 0; i < Math.Min(sample.Turns.Count, SampleTicket.MaxTurns); i++)
        {
            Check(sample.Turns[i], $"{at}.turns[{i}]", context);
        }
    }

    private static void Check(SampleTurn turn, string at, ValidationContext<ReplaceSamples> context)
    {
        Require(
            turn.Text.Length <= MaxText && !turn.Text.Contains('\0', StringComparison.Ordinal), $"{at}.text",
            $"Write at most {MaxText:N0} characters.", context);
        Require(
            turn.Text.Trim().Length > 0 || turn.Place is not null || turn.Photo, at,
            "A turn has a text, a place or a photo.", context);
        Require(
            turn.Place?.IsOnEarth() != false, $"{at}.place",
            "Give latitude -90 to 90 with longitude -180 to 180, or an address of up to 300 characters.", context);
        if (turn.Expect is { } expect)
        {
            Check(expect, $"{at}.expect", context);
        }
    }

    private static void Check(SampleOutcome expect, string at, ValidationContext<ReplaceSamples> context)
    {
        Require(
            Decisions.Contains(expect.Decision), $"{at}.decision", $"Use one of {string.Join(", ", Decisions)}.",
            context);
        Require(
            expect.Reason is null || (expect.Decision == "escalate" && Reasons.Contains(expect.Reason)), $"{at}.reason",
            $"Only with the decision escalate: one of {string.Join(", ", Reasons)}.", context);
        Require(
            expect.Service is null || Shape.IsCode(expect.Service), $"{at}.service", Shape.CodeMessage, context);
        Require(
            expect.Source is null || (expect.Decision == "answer" && Shape.IsText(expect.Source, MaxSource)),
            $"{at}.source", "Only with the decision answer: an article's path in the folder.", context);
    }

    private static void Require(bool holds, string path, string message, ValidationContext<ReplaceSamples> context)
    {
        if (!holds)
        {
            context.AddFailure(path, message);
        }
    }

    [GeneratedRegex(@"^[a-z0-9_]{2,60}\z")]
    private static partial Regex NamePattern();
}

using CleanFte.Domain;
using CleanFte.Domain.Services;
using FluentValidation;

namespace CleanFte.Application.Services;

/// <summary>
/// The shape of a service's items and steps; what is wrong is named by its place: <c>steps[0].codes</c>.
/// </summary>
internal static class ServicePartsShape
{
    private const int MaxItemTitle = 200;
    private const int MaxItemText = 2_000;
    private const int MaxAsk = 1_000;
    private const int MaxWrong = 500;
    private const int MaxChoice = 60;

    public static void Check(ServiceDefinition definition, ValidationContext<DefineService> context)
    {
        var languages = definition.Texts?.Keys.Order(StringComparer.Ordinal).ToList() ?? [];
        CheckItems(definition.Items, languages, context);
        CheckSteps(definition, languages, context);
    }

    private static void CheckItems(
        IReadOnlyList<ServiceItem> items, List<string> languages, ValidationContext<DefineService> context)
    {
        Require(
            items.Count <= ServiceDefinition.MaxItems, "items", $"Give at most {ServiceDefinition.MaxItems} items.",
            context);
        for (var i = 0; i < Math.Min(items.Count, ServiceDefinition.MaxItems); i++)
        {
            var at = $"items[{i}]";
            if (items[i] is not { } item)
            {
                context.AddFailure(at, "Write an item.");
                continue;
            }

            Require(!(item.ValidFrom >= item.ValidTo), $"{at}.validTo", "validTo is before validFrom.", context);
            CheckTexts(
                item.Texts, languages, at,
                t => t is not null && Shape.IsText(t.Title, MaxItemTitle) && Shape.IsText(t.Text, MaxItemText),
                $"A text needs a title of 1 to {MaxItemTitle} characters and a text of 1 to {MaxItemText:N0}.",
                context);
        }
    }

    private static void CheckSteps(
        ServiceDefinition definition, List<string> languages, ValidationContext<DefineService> context)
    {
        var steps = definition.Steps;
        Require(
            steps.Count <= ServiceDefinition.MaxSteps && definition.Kind switch
            {
                ServiceKind.Guided => steps.Count > 0,
                ServiceKind.Report => !steps.Any(s => s?.Input == StepInput.Code),
                _ => steps.Count == 0,
            },
            "steps",
            $"A guided service needs 1 to {ServiceDefinition.MaxSteps} steps; a report may have as many questions, without "
                + "codes; others have none.",
            context);
        var names = new HashSet<string>();
        for (var i = 0; i < Math.Min(steps.Count, ServiceDefinition.MaxSteps); i++)
        {
            var at = $"steps[{i}]";
            if (steps[i] is not { } step)
            {
                context.AddFailure(at, "Write a step.");
                continue;
            }

            Require(Shape.IsCode(step.Name), $"{at}.name", Shape.CodeMessage, context);
            Require(names.Add(step.Name ?? ""), $"{at}.name", "Another step has this name.", context);
            Require(
                step.MaxAttempts is >= 1 and <= ServiceStep.MostAttempts, $"{at}.maxAttempts",
                $"Use 1 to {ServiceStep.MostAttempts}.", context);
            CheckInput(step, at, context);
            CheckTexts(
                step.Texts, languages, at,
                t => t is not null && Shape.IsText(t.Ask, MaxAsk) && Shape.IsText(t.Wrong, MaxWrong),
                $"A text needs ask, 1 to {MaxAsk:N0} characters, and wrong, 1 to {MaxWrong}.", context);
        }
    }

    private static void CheckInput(ServiceStep step, string at, ValidationContext<DefineService> context)
    {
        Require(Enum.IsDefined(step.Input), $"{at}.input", $"Use one of {WireName.All<StepInput>()}.", context);
        Require(
            step.Input == StepInput.Code
                ? step.Codes is { Count: >= 1 and <= ServiceStep.MaxCodes } && step.Codes.All(StepCode.IsCode)
                : step.Codes is { Count: 0 },
            $"{at}.codes",
            $"A step with input code needs 1 to {ServiceStep.MaxCodes} codes of 1 to {StepCode.MaxLength} characters, "
                + "a letter or digit among them; others have none.",
            context);
        Require(
            step.Input == StepInput.Choice
                ? step.Choices is { Count: >= ServiceStep.MinChoices and <= ServiceStep.MaxChoices }
                    && step.Choices.All(c => Shape.IsText(c, MaxChoice))
                    && step.Choices.Distinct(StringComparer.OrdinalIgnoreCase).Count() == step.Choices.Count
                : step.Choices is { Count: 0 },
            $"{at}.choices",
            $"A step with input choice needs {ServiceStep.MinChoices} to {ServiceStep.MaxChoices} different choices of 1 "
                + $"to {MaxChoice} characters; others have none.",
            context);
    }

    private static void CheckTexts<T>(
        IReadOnlyDictionary<string, T>? texts, List<string> languages, string at, Func<T, bool> complete,
        string message, ValidationContext<DefineService> context)
    {
        Require(
            texts is not null && texts.Keys.Order(StringComparer.Ordinal).SequenceEqual(languages), $"{at}.texts",
            $"Write it in the languages of the service: {string.Join(", ", languages)}.", context);
        Require(texts is null || texts.Values.All(complete), $"{at}.texts", message, context);
    }

    private static void Require(bool holds, string path, string message, ValidationContext<DefineService> context)
    {
        if (!holds)
        {
            context.AddFailure(path, message);
        }
    }
}

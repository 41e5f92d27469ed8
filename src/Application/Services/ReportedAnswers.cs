using System.Globalization;
using CleanFte.Application.Open311;
using CleanFte.Domain;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Services;

/// <summary>
/// Reads what was answered to a service's questions, on a form or by another system: all of them are due, and no others.
/// </summary>
internal static class ReportedAnswers
{
    /// <summary>The answers in the order of the questions; what is wrong with them is added to the errors.</summary>
    /// <param name="fieldOf">What the caller calls the answer to the question of that name.</param>
    public static List<TicketAnswer> Read(
        ServiceDefinition service, IReadOnlyDictionary<string, IReadOnlyList<string>> given, Func<string, string> fieldOf,
        Dictionary<string, string[]> errors)
    {
        var answers = new List<TicketAnswer>();
        foreach (var question in service.Questions)
        {
            var field = fieldOf(question.Name);
            switch (given.GetValueOrDefault(question.Name) ?? [])
            {
                case []:
                    errors[field] = ["This service needs it."];
                    break;
                case [var text] when Answer(question, text) is { } answer:
                    answers.Add(new TicketAnswer(question.Name, StorableText.Clean(answer)));
                    break;
                case [_]:
                    errors[field] = [Expected(question)];
                    break;
                default:
                    errors[field] = ["Give one value."];
                    break;
            }
        }

        foreach (var unknown in given.Keys.Where(code => service.Questions.All(s => s.Name != code)))
        {
            errors[fieldOf(unknown)] = ["This service has no such attribute."];
        }

        return answers;
    }

    /// <summary>Digits before the point, and after it, of a number that anybody means.</summary>
    private const int MaxDigits = 9;

    /// <summary>
    /// A machine sends a choice word for word, dates with their time and numbers with a point; people's spellings are taken too.
    /// </summary>
    private static string? Answer(ServiceStep question, string text) => question.Input switch
    {
        StepInput.Choice when question.Choices.Contains(text) => text,
        StepInput.Date when Period.Moment("", text, []) is { } moment =>
            moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        StepInput.Number when Number(text) is { } number => number,
        _ => StepAnswer.Read(question, text),
    };

    private static string? Number(string text) =>
        text.Length <= StepAnswer.MaxLength
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) < (decimal)Math.Pow(10, MaxDigits) && number.Scale <= MaxDigits
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;

    private static string Expected(ServiceStep question) => question.Input switch
    {
        StepInput.Choice => $"Use one of: {string.Join(", ", question.Choices)}.",
        StepInput.Number => "Write a number such as 12 or 12.5.",
        StepInput.Date => "Write a date such as 2026-11-21.",
        StepInput.Email => "Write an e-mail address.",
        StepInput.Phone => "Write a phone number with its country code.",
        _ => $"Write 1 to {StepAnswer.MaxLength} characters.",
    };
}

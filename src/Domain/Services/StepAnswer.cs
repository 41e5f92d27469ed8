using System.Globalization;
using CleanFte.Domain.Customers;

namespace CleanFte.Domain.Services;

/// <summary>Reads what a citizen answers to a guided service's step.</summary>
public static class StepAnswer
{
    /// <summary>A longer answer is no answer to one question.</summary>
    public const int MaxLength = 500;

    /// <summary>Digits of a number that anybody means.</summary>
    private const int MaxDigits = 9;

    private static readonly string[] DateFormats =
    [
        "d/M/yyyy", "d-M-yyyy", "d.M.yyyy", "yyyy-M-d", "d/M/yy", "d-M-yy",
    ];

    /// <summary>The answer as it is kept, or null when it cannot be taken.</summary>
    /// <param name="step">The step that was asked.</param>
    /// <param name="text">What the citizen wrote.</param>
    /// <returns>A code is kept as <c>accepted</c>: it is nobody's business afterwards.</returns>
    public static string? Read(ServiceStep step, string text)
    {
        var answer = text.Trim();
        return answer.Length is 0 or > MaxLength ? null : step.Input switch
        {
            StepInput.Text => answer,
            StepInput.Code => HasCode(answer, step.Codes) ? "accepted" : null,
            StepInput.Choice => Choice(answer, step.Choices),
            StepInput.Number => Number(answer),
            StepInput.Date => Date(answer),
            StepInput.Email => EmailAddress.TryParse(answer, out var email) ? email.Value : null,
            StepInput.Phone => PhoneNumber.TryParse(answer, out var phone) ? phone.Value : null,
            _ => null,
        };
    }

    /// <summary>On its own, or as one word of a sentence: "my code is CATE-2026".</summary>
    private static bool HasCode(string answer, IReadOnlyList<string> codes) =>
        StepCode.Matches(answer, codes)
        || answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Any(word => StepCode.Matches(word.Trim('.', ',', ';', ':', '"', '\'', '!', '(', ')'), codes));

    /// <summary>By its number in the list, by its words, or as the only one the words are part of.</summary>
    private static string? Choice(string answer, IReadOnlyList<string> choices)
    {
        if (int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number >= 1 && number <= choices.Count ? choices[number - 1] : null;
        }

        var folded = $" {FoldedWords.Join(answer)}";
        var named = choices.Where(c => folded.Contains($" {FoldedWords.Join(c)}", StringComparison.Ordinal)).ToArray();
        return named.Length == 1 ? named[0] : null;
    }

    private static string? Number(string answer)
    {
        var digits = new string([.. answer.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)]);
        return digits.Length is > 0 and <= MaxDigits && answer.Count(char.IsAsciiDigit) == digits.Length
            ? int.Parse(digits, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>As yyyy-MM-dd; the day comes before the month, as in all three languages' countries but one.</summary>
    private static string? Date(string answer) =>
        answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(20)
            .Select(word => DateOnly.TryParseExact(
                word.Trim('.', ',', ';', '!', '?'), DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : null)
            .FirstOrDefault(date => date is not null);
}

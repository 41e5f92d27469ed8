using System.Globalization;
using CleanFte.Application.Services;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;

namespace CleanFte.WebApi.Web;

/// <summary>What was refused, in the words of whoever filled in the plain form.</summary>
internal static class PlainErrors
{
    /// <summary>How the fields of answers to a service's questions begin.</summary>
    public const string Answer = "answers.";

    /// <summary>The text for each field of the page.</summary>
    /// <param name="service">What was reported, where it is in the catalogue.</param>
    public static Dictionary<string, string> Of(Refusal refusal, PlainTexts texts, ServiceView? service)
    {
        var fields = refusal.Errors?.Keys ?? (refusal.Field is { } field ? [field] : Enumerable.Empty<string>());
        return fields.Select(f => (Field: f.StartsWith("location", StringComparison.Ordinal) ? "address" : f, Text: Say(f, texts, service)))
            .DistinctBy(f => f.Field).ToDictionary(f => f.Field, f => f.Text);
    }

    private static string Say(string field, PlainTexts texts, ServiceView? service) => field switch
    {
        "subject" => Range(texts, CreateTicket.MinSubject, CreateTicket.MaxSubject),
        "message" => Range(texts, CreateTicket.MinMessage, CreateTicket.MaxMessage),
        "name" => Range(texts, CreateTicket.MinName, CreateTicket.MaxName),
        "location" => Range(texts, 1, Place.MaxAddress),
        "email" => texts.EmailWrong,
        "phone" => texts.PhoneWrong,
        "category" => texts.Choose,
        _ when service?.Steps.FirstOrDefault(s => Answer + s.Name == field) is { } step => texts.Of(step.Texts).Wrong,
        _ => texts.Wrong,
    };

    private static string Range(PlainTexts texts, int min, int max) =>
        string.Format(CultureInfo.InvariantCulture, texts.Range, min, max);
}

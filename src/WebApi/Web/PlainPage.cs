using System.Globalization;
using System.Net;
using System.Text;
using CleanFte.Application.Services;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;
using CleanFte.WebApi.Tickets;

namespace CleanFte.WebApi.Web;

/// <summary>Writes the pages of the plain form. Whatever is shown was encoded first.</summary>
internal sealed class PlainPage(PlainTexts texts, string tenant)
{
    private readonly StringBuilder _html = new();

    /// <param name="services">The public catalogue.</param>
    /// <param name="given">What was typed before.</param>
    /// <param name="key">Makes sending it twice one report.</param>
    /// <param name="wrong">What is wrong with the fields that were refused.</param>
    /// <param name="notice">What went wrong, or null.</param>
    public IResult Form(
        IReadOnlyList<ServiceView> services, FormRequest given, string key, IReadOnlyDictionary<string, string> wrong,
        string? notice, int status)
    {
        Begin(texts.Title);
        Add($"<p>{E(texts.Lead)}</p><p><a href=\"{PlainTrack.Path}\">{E(texts.Follow)}</a></p>");
        Alert(notice);
        Add($"<form novalidate method=\"post\" action=\"{PlainForm.Path}\" accept-charset=\"utf-8\">");
        Add($"<input type=\"hidden\" name=\"key\" value=\"{E(key)}\">");
        Select("category", texts.About, Choices(services), given.Category, wrong);
        foreach (var step in services.FirstOrDefault(s => s.Code == given.Category)?.Steps ?? [])
        {
            Question(step, given.Answers?.GetValueOrDefault(step.Name), wrong);
        }

        Field("subject", texts.Subject, given.Subject, wrong, Text(CreateTicket.MinSubject, CreateTicket.MaxSubject));
        Area("message", texts.Message, given.Message, wrong, Text(CreateTicket.MinMessage, CreateTicket.MaxMessage));
        Field("address", texts.Address, given.Location?.Address, wrong, Optional(Place.MaxAddress));
        Field("name", texts.Name, given.Name, wrong, Text(CreateTicket.MinName, CreateTicket.MaxName) + " autocomplete=\"name\"");
        Field("email", texts.Email, given.Email, wrong, Text(1, EmailAddress.MaxLength) + " type=\"email\" autocomplete=\"email\"");
        Field("phone", texts.Phone, given.Phone, wrong, Optional(PhoneNumber.MaxSpelling) + " type=\"tel\" autocomplete=\"tel\"");
        Add($"<button type=\"submit\">{E(texts.Send)}</button></form>");
        return End(status);
    }

    public IResult Thanks(string trackingNumber, string accessCode)
    {
        Begin(texts.Thanks);
        Add($"<h2>{E(texts.Number)}</h2><p class=\"number\">{E(trackingNumber)}</p><p>{E(texts.Keep)}</p>");
        Add($"<h2>{E(texts.Code)}</h2><p class=\"number\">{E(accessCode)}</p><p>{E(texts.KeepCode)}</p>");
        Add($"<form novalidate method=\"post\" action=\"{PlainTrack.Path}/{E(trackingNumber)}\">");
        Add($"<input type=\"hidden\" name=\"code\" value=\"{E(accessCode)}\"><button type=\"submit\">{E(texts.Open)}</button></form>");
        Add($"<p><a href=\"{PlainForm.Path}\">{E(texts.Another)}</a></p>");
        return End(StatusCodes.Status200OK);
    }

    /// <summary>Nothing but something to be told.</summary>
    public IResult Notice(string text, int status)
    {
        Begin(texts.Title);
        Alert(text);
        return End(status);
    }

    public void Begin(string title) => Add($"""
        <!doctype html><html lang="{texts.Language}"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1"><title>{E(title)} · {E(tenant)}</title>
        <link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/plain.css"></head>
        <body><main><p><strong>{E(tenant)}</strong></p><h1>{E(title)}</h1>
        """);

    /// <summary>Adds markup; what comes from elsewhere is encoded by <see cref="E"/>.</summary>
    public void Add(FormattableString text) => _html.Append(text.ToString(CultureInfo.InvariantCulture));

    public IResult End(int status) =>
        Results.Text(_html.Append("</main></body></html>").ToString(), "text/html", Encoding.UTF8, status);

    public void Alert(string? text)
    {
        if (text is not null)
        {
            Add($"<p class=\"error\" role=\"alert\">{E(text)}</p>");
        }
    }

    /// <param name="rules">What the browser itself checks: attributes, each after a space.</param>
    public void Field(string name, string label, string? value, IReadOnlyDictionary<string, string> wrong, string rules)
    {
        Label(name, label, wrong);
        Add($"<input id=\"{E(name)}\" name=\"{E(name)}\" value=\"{E(value)}\"{rules}{Wrong(name, wrong)}>");
    }

    public static string Text(int min, int max) => Format($" required minlength=\"{min}\" maxlength=\"{max}\"");

    public static string E(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static string Optional(int max) => Format($" maxlength=\"{max}\"");

    private void Area(string name, string label, string? value, IReadOnlyDictionary<string, string> wrong, string rules)
    {
        Label(name, label, wrong);
        Add($"<textarea id=\"{name}\" name=\"{name}\" rows=\"5\"{rules}{Wrong(name, wrong)}>{E(value)}</textarea>");
    }

    private void Question(ServiceStepView step, string? value, IReadOnlyDictionary<string, string> wrong)
    {
        var (name, ask) = (PlainErrors.Answer + step.Name, texts.Of(step.Texts).Ask);
        if (step.Choices.Count > 0)
        {
            Select(name, ask, step.Choices.Select(c => (c, c)), value, wrong);
        }
        else
        {
            Field(name, ask, value, wrong, Text(1, StepAnswer.MaxLength));
        }
    }

    /// <summary>What can be reported; a tenant who takes no reports is asked about what he has.</summary>
    private IEnumerable<(string Value, string Name)> Choices(IReadOnlyList<ServiceView> services)
    {
        var reports = services.Where(s => s.Kind == "report").ToList();
        return (reports.Count > 0 ? reports : services).Where(s => s.Code != TownHall.General)
            .Select(s => (s.Code, texts.Of(s.Texts).Name)).Append((TownHall.General, texts.Other));
    }

    private void Select(
        string name, string label, IEnumerable<(string Value, string Name)> choices, string? chosen,
        IReadOnlyDictionary<string, string> wrong)
    {
        Label(name, label, wrong);
        Add($"<select id=\"{E(name)}\" name=\"{E(name)}\" required{Wrong(name, wrong)}>");
        foreach (var (value, text) in choices.Prepend(("", texts.Choose)))
        {
            Add($"<option value=\"{E(value)}\"{(value == (chosen ?? "") ? " selected" : "")}>{E(text)}</option>");
        }

        Add($"</select>");
    }

    private void Label(string name, string label, IReadOnlyDictionary<string, string> wrong)
    {
        Add($"<label for=\"{E(name)}\">{E(label)}</label>");
        if (wrong.TryGetValue(name, out var text))
        {
            Add($"<p id=\"{E(name)}-wrong\" class=\"error\">{E(text)}</p>");
        }
    }

    private static string Wrong(string name, IReadOnlyDictionary<string, string> wrong) =>
        wrong.ContainsKey(name) ? $" aria-invalid=\"true\" aria-describedby=\"{E(name)}-wrong\"" : "";

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

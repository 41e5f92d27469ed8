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
    /// <param name="wrong">The fields that were refused.</param>
    /// <param name="notice">What went wrong, or null.</param>
    public IResult Form(
        IReadOnlyList<ServiceView> services, FormRequest given, string key, IReadOnlyCollection<string> wrong, string? notice, int status)
    {
        Begin(texts.Title);
        _html.Append(Invariant($"<p>{E(texts.Lead)}</p>"));
        if (notice is not null)
        {
            _html.Append(Invariant($"<p class=\"error\" role=\"alert\">{E(notice)}</p>"));
        }

        _html.Append(Invariant($"<form method=\"post\" action=\"{PlainForm.Path}\" accept-charset=\"utf-8\">"));
        _html.Append(Invariant($"<input type=\"hidden\" name=\"key\" value=\"{E(key)}\">"));
        Category(services, given.Category, wrong.Contains("category"));
        Field("subject", texts.Subject, given.Subject, CreateTicket.MaxSubject, wrong);
        Area("message", texts.Message, given.Message, CreateTicket.MaxMessage, wrong);
        Field("address", texts.Address, given.Location?.Address, Place.MaxAddress, wrong.Contains("location") ? ["address"] : [], false);
        Field("name", texts.Name, given.Name, CreateTicket.MaxName, wrong);
        Field("email", texts.Email, given.Email, EmailAddress.MaxLength, wrong);
        Field("phone", texts.Phone, given.Phone, PhoneNumber.MaxSpelling, wrong, false);
        _html.Append(Invariant($"<button type=\"submit\">{E(texts.Send)}</button></form>"));
        return End(status);
    }

    public IResult Thanks(string trackingNumber, string accessCode)
    {
        Begin(texts.Thanks);
        _html.Append(Invariant($"<h2>{E(texts.Number)}</h2><p class=\"number\">{E(trackingNumber)}</p><p>{E(texts.Keep)}</p>"));
        _html.Append(Invariant($"<h2>{E(texts.Code)}</h2><p class=\"number\">{E(accessCode)}</p><p>{E(texts.KeepCode)}</p>"));
        _html.Append(Invariant($"<p><a href=\"{PlainForm.Path}\">{E(texts.Another)}</a></p>"));
        return End(StatusCodes.Status200OK);
    }

    private void Begin(string title) => _html.Append(Invariant($"""
        <!doctype html><html lang="{texts.Language}"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1"><title>{E(title)} · {E(tenant)}</title>
        <link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/plain.css"></head>
        <body><main><p><strong>{E(tenant)}</strong></p><h1>{E(title)}</h1>
        """));

    private IResult End(int status) =>
        Results.Text(_html.Append("</main></body></html>").ToString(), "text/html", Encoding.UTF8, status);

    private void Category(IReadOnlyList<ServiceView> services, string? chosen, bool wrong)
    {
        _html.Append(Invariant($"<label for=\"category\">{E(texts.About)}</label>"));
        _html.Append(Invariant($"<select id=\"category\" name=\"category\" required{Wrong(wrong)}>"));
        Option("", texts.Choose, chosen);
        foreach (var service in services.Where(s => s.Kind == "report" && s.Code != TownHall.General))
        {
            Option(service.Code, (service.Texts.GetValueOrDefault(texts.Language) ?? service.Texts.Values.First()).Name, chosen);
        }

        Option(TownHall.General, texts.Other, chosen);
        _html.Append("</select>");
    }

    private void Option(string code, string name, string? chosen) => _html.Append(Invariant(
        $"<option value=\"{E(code)}\"{(code == (chosen ?? "") ? " selected" : "")}>{E(name)}</option>"));

    private void Field(
        string name, string label, string? value, int max, IReadOnlyCollection<string> wrong, bool required = true) =>
        _html.Append(Invariant($"""
            <label for="{name}">{E(label)}</label>
            <input id="{name}" name="{name}" maxlength="{max}" value="{E(value)}"{(required ? " required" : "")}{Wrong(wrong.Contains(name))}>
            """));

    private void Area(string name, string label, string? value, int max, IReadOnlyCollection<string> wrong) =>
        _html.Append(Invariant($"""
            <label for="{name}">{E(label)}</label>
            <textarea id="{name}" name="{name}" rows="5" maxlength="{max}" required{Wrong(wrong.Contains(name))}>{E(value)}</textarea>
            """));

    private static string Wrong(bool wrong) => wrong ? " aria-invalid=\"true\"" : "";

    private static string E(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

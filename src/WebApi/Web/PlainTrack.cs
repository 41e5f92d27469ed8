using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using CleanFte.WebApi.Tickets;
using MediatR;
using static CleanFte.WebApi.Web.PlainPage;

namespace CleanFte.WebApi.Web;

/// <summary>
/// How a report stands, as a plain page: by its number for everybody, with the access code for its reporter. The code comes in
/// the body, so that no address and no log has it.
/// </summary>
internal static class PlainTrack
{
    public const string Path = "/track/plain";

    /// <summary>Longer than any number and any code.</summary>
    private const int MaxTyped = 60;

    private static readonly Dictionary<string, string> NothingWrong = [];

    public static void MapPlainTrack(this IEndpointRouteBuilder routes)
    {
        var track = routes.MapGroup(Path).ForCitizens().RequireRateLimiting(Limits.Lookup)
            .WithMetadata(PagePolicy.WithoutScript).ExcludeFromDescription();
        track.MapGet("", (string? ticket, HttpContext http, ISender sender, ITenantProfiles profiles, Caller caller, CancellationToken ct) =>
            Show(ticket, null, http, sender, profiles, caller, ct));
        track.MapGet("/{ticket}", (string ticket, HttpContext http, ISender sender, ITenantProfiles profiles, Caller caller, CancellationToken ct) =>
            Show(ticket, null, http, sender, profiles, caller, ct));
        track.MapPost("/{ticket}", Open);
    }

    private static async Task<IResult> Open(
        string ticket, HttpContext http, ISender sender, ITenantProfiles profiles, Caller caller, CancellationToken ct)
    {
        var code = http.Request.HasFormContentType && await http.Request.TryReadForm(ct) is { } sent ? sent["code"].ToString().Trim() : "";
        return await Show(ticket, code, http, sender, profiles, caller, ct);
    }

    private static async Task<IResult> Show(
        string? ticket, string? code, HttpContext http, ISender sender, ITenantProfiles profiles, Caller caller, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var texts = PlainTexts.For(http.Request.Headers.AcceptLanguage.ToString());
        var words = PlainTrackTexts.For(texts.Language);
        var page = new PlainPage(texts, (await profiles.Of(caller.Tenant, ct)).Name);
        if (string.IsNullOrWhiteSpace(ticket))
        {
            return Ask(page, texts, words, null, null, StatusCodes.Status200OK);
        }

        var found = await sender.Send(new TrackTicket(ticket), ct);
        if (found.Refusal is { } refusal)
        {
            return refusal.Kind == RefusalKind.NotFound
                ? Ask(page, texts, words, ticket, words.Unknown, StatusCodes.Status404NotFound)
                : Ask(page, texts, words, ticket, words.Misread, StatusCodes.Status400BadRequest);
        }

        var view = found.Value!;
        var mine = code is not null && view.AccessCodeHash is { } hash && AccessCode.Matches(hash, code);
        var progress = await ProgressEndpoints.Of(view, mine, sender, ct);
        return progress.Refusal is { } gone
            ? Problems.Of(gone)
            : Tell(page, texts, words, view, progress.Value!, wrongCode: code is not null && !mine);
    }

    private static IResult Ask(PlainPage page, PlainTexts texts, PlainTrackTexts words, string? given, string? notice, int status)
    {
        page.Begin(texts.Follow);
        page.Alert(notice);
        page.Add($"<form novalidate method=\"get\" action=\"{Path}\">");
        page.Field("ticket", texts.Number, given, NothingWrong, Text(1, MaxTyped) + " autocomplete=\"off\"");
        page.Add($"<button type=\"submit\">{E(words.Show)}</button></form><p><a href=\"{PlainForm.Path}\">{E(texts.Another)}</a></p>");
        return page.End(status);
    }

    private static IResult Tell(
        PlainPage page, PlainTexts texts, PlainTrackTexts words, TicketView view, TicketProgress progress, bool wrongCode)
    {
        page.Begin(view.TrackingNumber);
        page.Alert(wrongCode ? words.WrongCode : null);
        page.Add($"<p><strong>{E(words.Of(WireName.Of(view.Status)))}</strong></p>");
        if (progress.Mine is { } mine)
        {
            page.Add($"<h2>{E(mine.Subject)}</h2><p class=\"text\">{E(mine.Description)}</p><p>{E(mine.Place?.Address)}</p>");
        }

        page.Add($"<h2>{E(words.Happened)}</h2><ol class=\"steps\">");
        foreach (var step in progress.Steps)
        {
            var text = step.What == "file_refused" ? null : step.Text;
            var mark = step.Rating is { } rating ? $" ({rating}/5)" : "";
            page.Add($"<li><strong>{E(words.Of(step.What) + mark)}</strong> <time>{step.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC</time>");
            page.Add($"<p class=\"text\">{E(text)}</p></li>");
        }

        page.Add($"</ol>");
        if (progress.Mine is null)
        {
            page.Add($"<form novalidate method=\"post\" action=\"{Path}/{E(view.TrackingNumber)}\">");
            page.Field("code", texts.Code, null, NothingWrong, Text(1, MaxTyped) + " autocomplete=\"off\"");
            page.Add($"<button type=\"submit\">{E(texts.Open)}</button></form>");
        }

        page.Add($"<p><a href=\"{PlainForm.Path}\">{E(texts.Another)}</a></p>");
        return page.End(wrongCode ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK);
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using CleanFte.WebApi.Tickets;
using MediatR;

namespace CleanFte.WebApi.Web;

/// <summary>The form as a plain page: for browsers without script, and for whoever prefers it.</summary>
internal static class PlainForm
{
    public const string Path = "/report/plain";

    private const string Scope = $"citizen POST {Path}";

    private const int KeyBytes = 16;

    private static readonly FormRequest Blank = new("", "", "", "", "");

    private static readonly Dictionary<string, string> NothingWrong = [];

    /// <summary>Longer than any key of ours; what is longer was not drawn here.</summary>
    private const int MaxKey = 64;

    public static void MapPlainForm(this IEndpointRouteBuilder routes)
    {
        var form = routes.MapGroup(Path).ForCitizens().WithMetadata(PagePolicy.WithoutScript).ExcludeFromDescription();
        form.MapGet("", Show);
        form.MapPost("", Send).RequireRateLimiting(Limits.Form);
    }

    private static async Task<IResult> Show(
        HttpContext http, ISender sender, ITenantProfiles profiles, Caller caller, CancellationToken ct)
    {
        var (page, _, services) = await Begin(http, sender, profiles, caller, ct);
        return page.Form(services, Blank, NewKey(), NothingWrong, null, StatusCodes.Status200OK);
    }

    private static async Task<IResult> Send(
        HttpContext http, ISender sender, ITenantProfiles profiles, Caller caller, IIdempotency answers, CancellationToken ct)
    {
        var (page, texts, services) = await Begin(http, sender, profiles, caller, ct);
        if (IsFromElsewhere(http.Request))
        {
            return page.Form(services, Blank, NewKey(), NothingWrong, texts.Elsewhere, StatusCodes.Status403Forbidden);
        }

        if (!http.Request.HasFormContentType)
        {
            return page.Form(services, Blank, NewKey(), NothingWrong, texts.Wrong, 415);
        }

        if (await http.Request.TryReadForm(ct) is not { } sent)
        {
            return page.Form(services, Blank, NewKey(), NothingWrong, texts.Wrong, StatusCodes.Status400BadRequest);
        }

        var key = sent["key"].ToString() is { Length: > 0 and <= MaxKey } given ? given : NewKey();
        var request = Read(sent);

        // The words are part of the key: sent twice it is one report, changed and sent again it is another.
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request));
        var once = $"{IdempotentAnswer.SameContent}{key} {Convert.ToHexStringLower(hash)}";
        if (await Find(answers, caller.Tenant, once, ct) is { } before)
        {
            return page.Thanks(before.TrackingNumber, before.AccessCode);
        }

        try
        {
            var outcome = await sender.Send(
                request.ToCommand() with
                {
                    Answer = ticket => new IdempotentAnswer(
                        Scope, once, hash, StatusCodes.Status200OK, null, JsonSerializer.SerializeToUtf8Bytes(Kept.Of(ticket))),
                },
                ct);
            return outcome.Refusal is { } refusal
                ? page.Form(
                    services, request, key, PlainErrors.Of(refusal, texts, services.FirstOrDefault(s => s.Code == request.Category)),
                    texts.Wrong, StatusCodes.Status400BadRequest)
                : page.Thanks(outcome.Value!.TrackingNumber, outcome.Value.AccessCode);
        }
        catch (LostRaceException)
        {
            return await Find(answers, caller.Tenant, once, ct) is { } twin
                ? page.Thanks(twin.TrackingNumber, twin.AccessCode)
                : page.Form(services, request, key, NothingWrong, texts.Busy, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<(PlainPage Page, PlainTexts Texts, IReadOnlyList<ServiceView> Services)> Begin(
        HttpContext http, ISender sender, ITenantProfiles profiles, Caller caller, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var texts = PlainTexts.For(http.Request.Headers.AcceptLanguage.ToString());
        var profile = await profiles.Of(caller.Tenant, ct);
        return (new PlainPage(texts, profile.Name), texts, (await sender.Send(new ListServices(), ct)).Value!);
    }

    /// <summary>Where a program would get a problem, people get a page.</summary>
    public static async Task<IResult> TooOften(HttpContext http, CancellationToken ct)
    {
        var texts = PlainTexts.For(http.Request.Headers.AcceptLanguage.ToString());
        var tenant = http.RequestServices.GetRequiredService<Caller>().Tenant;
        var profile = await http.RequestServices.GetRequiredService<ITenantProfiles>().Of(tenant, ct);
        return new PlainPage(texts, profile.Name).Notice(texts.TooOften, StatusCodes.Status429TooManyRequests);
    }

    /// <summary>
    /// A page of somebody else must not make its visitors report. Browsers that do not say which kind of page a form was on
    /// say of which host it was.
    /// </summary>
    private static bool IsFromElsewhere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "" => request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)),
        "same-origin" or "none" => false,
        _ => true,
    };

    private static FormRequest Read(IFormCollection sent)
    {
        string Text(string name) => StorableText.Clean(sent[name].ToString()).Trim();
        string? Optional(string name) => Text(name) is { Length: > 0 } text ? text : null;
        return new FormRequest(
            Text("name"), Text("email"), Text("subject"), Text("category"), Text("message"), null, Optional("phone"),
            Optional("address") is { } address ? new Place(Address: address) : null,
            sent.Keys.Where(k => k.StartsWith(PlainErrors.Answer, StringComparison.Ordinal))
                .Select(k => (Name: k[PlainErrors.Answer.Length..], Text: Text(k)))
                .Where(a => a.Text.Length > 0).ToDictionary(a => a.Name, a => a.Text));
    }

    private static async Task<Kept?> Find(IIdempotency answers, string tenant, string key, CancellationToken ct) =>
        await answers.Find(tenant, Scope, key, ct) is { } stored ? JsonSerializer.Deserialize<Kept>(stored.Body.Span) : null;

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>What is shown again when the same form is sent again.</summary>
    private sealed record Kept(string TrackingNumber, string AccessCode)
    {
        public static Kept Of(CreatedTicket ticket) => new(ticket.TrackingNumber, ticket.AccessCode);
    }
}

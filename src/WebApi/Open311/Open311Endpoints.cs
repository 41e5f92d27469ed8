using CleanFte.Application;
using CleanFte.Application.Open311;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Infrastructure;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CleanFte.WebApi.Open311;

/// <summary>Open311 GeoReport v2: other systems read what was reported about public services, report and follow it.</summary>
internal static class Open311Endpoints
{
    /// <summary>When this face of the service last changed.</summary>
    private const string Changeset = "2026-11-22T00:00:00Z";

    /// <summary>A file may be hidden again; so long at most it is still shown from somebody's cache.</summary>
    private const string MediaCaching = "public, max-age=300";

    public static void MapOpen311(this IEndpointRouteBuilder routes)
    {
        var root = routes.MapGroup($"{Open311Answer.Prefix}/v2").WithTags("Open311").RequireRateLimiting(Limits.Open311);
        var reads = root.MapGroup("").ForOpen311Readers().RequireCors(Cors.Open311);
        Read(reads, "discovery", Discovery, "Tells what there is and how to get a key");
        Read(reads, "services", Services, "Lists the services that can be reported about");
        Read(reads, "services/{code}", Definition, "Tells what a service asks for");
        Read(reads, "requests", Requests, "Lists requests, newest first");
        Read(reads, "requests/{id}", Request, "Shows one request");
        Read(reads, "tokens/{token}", Token, "Tells the request of a token");
        Read(reads, "servicerequestupdates", Updates, "Lists how requests went on, oldest first");
        reads.MapGet("/media/{id:guid}", Media).WithSummary("A photo's copy without metadata");
        Head(reads, "/media/{id:guid}", Media);
        var writes = root.MapGroup("").ForOpen311Writers();
        Write(writes, "requests", Post, "Reports something, by a form").DescribeRequest();
        Write(writes, "servicerequestupdates", PostUpdate, "Tells how a request goes on, by a form").DescribeUpdate();
    }

    private static void Read(RouteGroupBuilder group, string path, Delegate handler, string summary)
    {
        group.MapGet($"/{path}.{{format}}", handler)
            .DescribeRead().WithSummary(summary).AddEndpointFilter(OnlyKnownFormats);
        Head(group, $"/{path}.{{format}}", handler).AddEndpointFilter(OnlyKnownFormats);
    }

    /// <summary>The same without a body, which the server leaves out.</summary>
    private static RouteHandlerBuilder Head(RouteGroupBuilder group, string path, Delegate handler) =>
        group.MapMethods(path, [HttpMethods.Head], handler).ExcludeFromDescription();

    private static RouteHandlerBuilder Write(RouteGroupBuilder group, string path, Delegate handler, string summary) =>
        group.MapPost($"/{path}.{{format}}", handler)
            .DisableAntiforgery().WithSummary(summary).AddEndpointFilter(OnlyKnownFormats);

    private static ValueTask<object?> OnlyKnownFormats(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.RouteValues["format"]?.ToString()?.ToLowerInvariant() is "xml" or "json"
            ? next(context)
            : ValueTask.FromResult<object?>(
                Problems.Of(400, "request.unknown_format", "Use an address that ends with .xml or .json."));

    private static async Task<IResult> Discovery(
        HttpContext http, ISender sender, InfrastructureOptions options, IHostEnvironment environment, CancellationToken ct)
    {
        var services = (await sender.Send(new ListListedServices(), ct)).Value!;
        return new Open311Answer(w =>
        {
            w.BeginObject("discovery");
            w.Text("changeset", Changeset);
            w.Text("contact", string.Join(", ", [services.Agency, .. services.Contacts]));
            w.Text("key_service", $"Ask {services.Agency} for an api_key; reading needs none.");
            w.BeginList("endpoints");
            w.BeginItem("endpoint");
            w.Text("specification", "http://wiki.open311.org/GeoReport_v2");
            w.Text("url", $"{Base(http, options)}{Open311Answer.Prefix}/v2");
            w.Text("changeset", Changeset);
            w.Text("type", environment.IsDevelopment() ? "test" : "production");
            w.BeginList("formats");
            w.Value("format", "text/xml");
            w.Value("format", "application/json");
            w.End();
            w.End();
            w.End();
            w.End();
        });
    }

    private static async Task<IResult> Services(ISender sender, CancellationToken ct) =>
        Open311Shapes.Services((await sender.Send(new ListListedServices(), ct)).Value!);

    private static async Task<IResult> Definition(string code, ISender sender, CancellationToken ct)
    {
        var services = (await sender.Send(new ListListedServices(), ct)).Value!;
        return services.Find(code) is { } service
            ? Open311Shapes.Definition(service, services.Language)
            : Problems.Of(404, "service_code.not_found", "There is no such service_code; GET services lists them.");
    }

    private static async Task<IResult> Requests(
        [AsParameters] Open311RequestsQuery query, HttpContext http, ISender sender, Caller caller,
        InfrastructureOptions options, CancellationToken ct) =>
        Answer(await sender.Send(query.ToQuery(), ct), http, caller, options);

    private static async Task<IResult> Request(
        string id, string? extensions, HttpContext http, ISender sender, Caller caller, InfrastructureOptions options,
        CancellationToken ct) =>
        Answer(
            await sender.Send(new ShowServiceRequest(id, Open311RequestsQuery.IsTrue(extensions)), ct), http, caller, options);

    private static async Task<IResult> Token(string token, ISender sender, CancellationToken ct)
    {
        var found = await sender.Send(new ShowServiceRequest(token), ct);
        return found.Refusal is not null
            ? Problems.Of(404, "token.not_found", "There is no such token.")
            : Open311Shapes.Token(token, found.Value!.Requests[0]);
    }

    private static async Task<IResult> Updates(
        [AsParameters] Open311UpdatesQuery query, ISender sender, CancellationToken ct)
    {
        var found = await sender.Send(query.ToQuery(), ct);
        return found.Refusal is { } refusal ? Problems.Of(refusal) : Open311Shapes.Updates(found.Value!);
    }

    private static async Task<IResult> Media(
        Guid id, HttpContext http, ISender sender, IServiceRequests requests, IMediaStore store, Caller caller,
        CancellationToken ct)
    {
        var services = (await sender.Send(new ListListedServices(), ct)).Value!;
        if (await requests.File(caller.Tenant, services.Codes, id, ct) is not { } file
            || await store.Open(file.Key, ct) is not { } content)
        {
            return Problems.Of(404, "media.not_found", "There is no such file.");
        }

        http.Response.Headers.CacheControl = MediaCaching;
        return Results.Stream(content, file.ContentType);
    }

    private static Task<IResult> Post(HttpContext http, ISender sender, Open311Repeats repeats, CancellationToken ct)
    {
        var form = new Open311Form(http);
        return form.HasFiles
            ? Task.FromResult(FilesRefused())
            : repeats.Once(http, form, remember => sender.Send(form.Request() with { Answer = remember }, ct));
    }

    private static async Task<IResult> PostUpdate(HttpContext http, ISender sender, CancellationToken ct)
    {
        var form = new Open311Form(http);
        if (form.HasFiles)
        {
            return FilesRefused();
        }

        var outcome = await sender.Send(form.Update(), ct);
        return outcome.Refusal is { } refusal ? Problems.Of(refusal) : Open311Shapes.UpdatePosted(outcome.Value!);
    }

    private static IResult FilesRefused() => Problems.Of(
        400, "request.files", "Files are not taken here; send their address as media_url. Nothing was stored.");

    private static IResult Answer(
        Outcome<ServiceRequestPage> outcome, HttpContext http, Caller caller, InfrastructureOptions options)
    {
        if (outcome.Refusal is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var start = $"{Base(http, options)}{Open311Answer.Prefix}/v2/media/";
        var end = caller.Tenant == ITenants.Default ? "" : $"?jurisdiction_id={Uri.EscapeDataString(caller.Tenant)}";
        return new Open311Requests(outcome.Value!, id => $"{start}{id}{end}").Answer();
    }

    private static string Base(HttpContext http, InfrastructureOptions options) =>
        options.PublicUrl is { Length: > 0 } url ? url : $"{http.Request.Scheme}://{http.Request.Host}";
}

/// <summary>The filters of a list of requests, as GeoReport spells them.</summary>
internal sealed record Open311RequestsQuery(
    [FromQuery(Name = "service_request_id")] string? Ids,
    [FromQuery(Name = "service_code")] string? ServiceCodes,
    [FromQuery(Name = "status")] string? Status,
    [FromQuery(Name = "start_date")] string? StartDate,
    [FromQuery(Name = "end_date")] string? EndDate,
    [FromQuery(Name = "updated_after")] string? UpdatedAfter,
    [FromQuery(Name = "updated_before")] string? UpdatedBefore,
    [FromQuery(Name = "page")] string? Page,
    [FromQuery(Name = "page_size")] string? PageSize,
    [FromQuery(Name = "extensions")] string? Extensions)
{
    public ListServiceRequests ToQuery() => new(
        Ids, ServiceCodes, Status, StartDate, EndDate, UpdatedAfter, UpdatedBefore, Page, PageSize, IsTrue(Extensions));

    public static bool IsTrue(string? text) => text is "true" or "True" or "1" or "v1";
}

internal sealed record Open311UpdatesQuery(
    [FromQuery(Name = "service_request_id")] string? Ids,
    [FromQuery(Name = "start_date")] string? StartDate,
    [FromQuery(Name = "end_date")] string? EndDate,
    [FromQuery(Name = "page")] string? Page,
    [FromQuery(Name = "page_size")] string? PageSize)
{
    public ListRequestUpdates ToQuery() => new(Ids, StartDate, EndDate, Page, PageSize);
}

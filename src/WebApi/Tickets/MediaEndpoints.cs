using System.Security.Cryptography;
using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using MediatR;
using Microsoft.AspNetCore.Http.Features;

namespace CleanFte.WebApi.Tickets;

/// <summary>Evidence: added by the reporter with his access code or by a key, read by keys.</summary>
internal static class MediaEndpoints
{
    /// <summary>Files in one upload.</summary>
    public const int MaxFiles = 10;

    private const long MaxUpload = (MaxFiles * (long)Evidence.MaxBytes) + (1024 * 1024);

    public static void MapMedia(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tickets/{ticket}/media", Upload)
            .ForReporters().RequireRateLimiting(Limits.Lookup).DisableAntiforgery()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxUpload))
            .RequireCors(Cors.Form)
            .Produces<UploadedFiles>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithTags("Citizens").WithSummary("Adds files as evidence, with the access code or a key");
        routes.MapGet("/media/{id:guid}", Download)
            .ForRoles(ReporterAccess.Workers)
            .WithTags("Tickets").WithSummary("Reads a file");
        routes.MapGet("/tickets/{ticket}/media", List)
            .ForRoles(ReporterAccess.Workers)
            .WithTags("Tickets").WithSummary("Lists a ticket's files, refused ones with the reason");
    }

    private static async Task<IResult> Upload(
        string ticket, HttpContext http, Caller caller, ISender sender, ITicketQueries tickets, IConfiguration configuration,
        TimeProvider clock, CancellationToken ct)
    {
        var found = await sender.Send(new TrackTicket(ticket), ct);
        if (found.Refusal is { } unknown)
        {
            return Problems.Of(unknown);
        }

        if (!http.MayAddTo(found.Value!))
        {
            return ReporterAccess.Denied();
        }

        if (!http.Request.HasFormContentType)
        {
            return Problems.Of(415, "request.unsupported_media_type", "Send the files as multipart/form-data.");
        }

        var form = await http.Request.TryReadForm(ct, new FormOptions { MultipartBodyLengthLimit = MaxUpload });
        if (form?.Files is not { Count: > 0 and <= MaxFiles } files)
        {
            return Problems.Of(400, "request.malformed", $"Send 1 to {MaxFiles} files as multipart/form-data.");
        }

        var kept = new List<AttachedMedia>(files.Count);
        var id = TicketId.Of(found.Value!.Id);
        var today = new UploadsToday(
            await tickets.Media(caller.Tenant, found.Value!.Id, ct), clock.GetUtcNow(), Limits.MediaPerDay(configuration));
        foreach (var file in files)
        {
            var item = await Read(file, http.MediaSource(), caller.Tenant, id, Idempotency.KeyOf(http), ct);
            if (today.Wait(item.Media, kept) is { } wait)
            {
                if (kept.Count == 0)
                {
                    return Limits.TooOften(http, wait);
                }

                kept.Add(new AttachedMedia(item.Media, "refused", Limits.TooOftenCode, null, null, null));
                continue;
            }

            var outcome = await sender.Send(new AttachMedia(id, item), ct);
            if (outcome.Refusal is { } refusal)
            {
                return Problems.Of(refusal);
            }

            kept.Add(outcome.Value!);
        }

        return Results.Json(new UploadedFiles(kept), statusCode: StatusOf(kept));
    }

    private static int StatusOf(List<AttachedMedia> kept) => kept switch
    {
        _ when kept.Exists(k => k.Status == "attached") => StatusCodes.Status201Created,
        _ when kept.TrueForAll(k => k.Reason == Evidence.TooLarge) => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>
    /// The same file with the same key is the same evidence, so that who lost the answer may send it again.
    /// </summary>
    private static async Task<EvidenceItem> Read(
        IFormFile file, MediaSource source, string tenant, TicketId ticket, string key, CancellationToken ct)
    {
        var content = new MemoryStream((int)Math.Min(file.Length, Evidence.MaxBytes + 1));
        await using var upload = file.OpenReadStream();
        await upload.CopyToAsync(content, ct);
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        var id = key.Length == 0
            ? Guid.CreateVersion7()
            : NamedGuid.Of(tenant, ticket.ToString(), key, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
        return new EvidenceItem(
            id, bytes, file.ContentType, file.FileName, source, MediaPurpose.Evidence);
    }

    private static async Task<IResult> List(
        string ticket, ISender sender, ITicketQueries tickets, Caller caller, CancellationToken ct)
    {
        var found = await sender.Send(new TrackTicket(ticket), ct);
        return found.Refusal is { } unknown
            ? Problems.Of(unknown)
            : Results.Ok(new
            {
                items = (await tickets.Media(caller.Tenant, found.Value!.Id, ct)).Select(m => new
                {
                    m.Id,
                    m.Status,
                    m.Reason,
                    m.ContentType,
                    m.DeclaredType,
                    m.Size,
                    m.Sha256,
                    m.FileName,
                    m.Source,
                    m.Purpose,
                    m.At,
                }),
            });
    }

    /// <summary>An integrator shows files to citizens, so that he gets pictures as they are sent: without metadata.</summary>
    private static async Task<IResult> Download(
        Guid id, ITicketQueries tickets, IMediaStore store, Caller caller, CancellationToken ct) =>
        await tickets.FindMedia(caller.Tenant, id, ct) is { Key: { } key } media
            && await store.Open(caller.Role == ApiRole.Integrator ? media.PublicKey ?? key : key, ct) is { } content
            ? Results.Stream(content, media.ContentType, media.FileName ?? id.ToString("N"))
            : Problems.Of(404, "media.not_found", "There is no such file.");
}

/// <summary>What came to a ticket by upload within the last day and was kept.</summary>
/// <param name="limit">How many may; null for any number.</param>
internal sealed class UploadsToday(IReadOnlyList<MediaRow> files, DateTimeOffset now, int? limit)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly string[] Sources = [WireName.Of(MediaSource.Upload), WireName.Of(MediaSource.Staff)];

    private readonly List<MediaRow> _kept =
        [.. files.Where(f => f.Status == "attached" && Sources.Contains(f.Source) && f.At > now - Day).OrderBy(f => f.At)];

    /// <summary>How long until there is room for this file; null when there is, and for one that is here already.</summary>
    /// <param name="more">What the same request has brought so far.</param>
    public TimeSpan? Wait(Guid file, List<AttachedMedia> more)
    {
        var fresh = more.Count(m => m.Status == "attached" && files.All(f => f.Id != m.Id));
        return limit is not { } most || _kept.Count + fresh < most || files.Any(f => f.Id == file) ? null
            : _kept.Count > 0 ? _kept[0].At + Day - now
            : Day;
    }
}

/// <param name="Items">In the order of the upload; a refused one with the reason.</param>
internal sealed record UploadedFiles(IReadOnlyList<AttachedMedia> Items);

using System.Text;
using CleanFte.Application;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using MediatR;

namespace CleanFte.WebApi.Tickets;

/// <summary>How a ticket came along, for who follows it; with the access code also what the reporter added himself.</summary>
internal static class ProgressEndpoints
{
    public static void MapProgress(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/tickets/{ticket}/progress", Show)
            .ForReporters().RequireRateLimiting(Limits.Lookup).WithTags("Citizens")
            .Produces<TicketProgress>().ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Tells what was done about a ticket and when; with the access code or a key, what its reporter added");

    private static async Task<IResult> Show(string ticket, HttpContext http, ISender sender, CancellationToken ct)
    {
        var found = await sender.Send(new TrackTicket(ticket), ct);
        if (found.Refusal is { } unknown)
        {
            return Problems.Of(unknown);
        }

        var view = found.Value!;
        var mine = http.MayAddTo(view);
        if (!mine && http.Request.Headers.ContainsKey(ReporterAccess.CodeHeader))
        {
            return ReporterAccess.Denied();
        }

        return (await Of(view, mine, sender, ct)).ToResult(progress => progress);
    }

    /// <param name="mine">Whether it is told to the reporter, or to whoever may work on it.</param>
    public static async Task<Outcome<TicketProgress>> Of(TicketView view, bool mine, ISender sender, CancellationToken ct)
    {
        var stored = await sender.Send(new ShowTicketEvents(view.Id), ct);
        if (stored.Refusal is { } gone)
        {
            return gone;
        }

        var events = stored.Value!
            .Select(e => EventTypes.Read(e.Type, Encoding.UTF8.GetBytes(e.Data))).OfType<TicketEvent>().ToList();
        return new TicketProgress(
            [.. events.Select(e => Public(e) ?? (mine ? Own(e) : null)).OfType<ProgressStep>()],
            mine ? Report(view, events) : null);
    }

    private static ProgressStep? Public(TicketEvent e) => e switch
    {
        TicketCreated c => new("received", c.At),
        StatusChanged s => new(WireName.Of(s.To), s.At),
        TicketEscalated t => new(WireName.Of(TicketStatus.Escalated), t.At),
        TicketResolved r => new(WireName.Of(TicketStatus.Resolved), r.At),
        TicketReopened r => new("reopened", r.At),
        PublicTextPublished p => new("public_text", p.At, p.Text),
        UpdatePosted { Text: { Length: > 0 } text } u => new("public_text", u.At, text),
        _ => null,
    };

    /// <summary>
    /// What came to the ticket itself. Whoever answers the form's mail need not be who filled the form in: his words, files and
    /// places are between him and the colleagues.
    /// </summary>
    private static ProgressStep? Own(TicketEvent e) => e switch
    {
        NoteAdded { Author: NoteAuthor.Citizen, Message: null } n => new("comment", n.At, n.Text),
        MediaAttached { Purpose: MediaPurpose.Evidence, Source: MediaSource.Upload or MediaSource.Open311 } m =>
            new("file", m.At, m.FileName),
        MediaRefused { Purpose: MediaPurpose.Evidence, Source: MediaSource.Upload or MediaSource.Open311 } m =>
            new("file_refused", m.At, m.Reason),
        FeedbackGiven f => new("rated", f.At, f.Comment, f.Rating),
        _ => null,
    };

    private static ReporterView? Report(TicketView view, List<TicketEvent> events) =>
        events.OfType<TicketCreated>().FirstOrDefault() is { } created
            ? new ReporterView(
                created.Subject, created.Description, created.Place, view.Rating,
                view.Status is TicketStatus.Resolved or TicketStatus.Closed
                    ? (view.ResolvedAt ?? view.UpdatedAt) + TicketDecider.ReopenWindow
                    : null)
            : null;
}

/// <param name="Steps">Oldest first.</param>
/// <param name="Mine">For the reporter alone.</param>
internal sealed record TicketProgress(IReadOnlyList<ProgressStep> Steps, ReporterView? Mine);

/// <param name="What">
/// <c>received</c>, a status, <c>reopened</c>, <c>public_text</c>; for the reporter <c>comment</c>, <c>file</c>,
/// <c>file_refused</c>, <c>rated</c>, too.
/// </param>
/// <param name="Text">What was published or written; a file's name, or why it was refused.</param>
/// <param name="Rating">1 to 5, of <c>rated</c>.</param>
internal sealed record ProgressStep(string What, DateTimeOffset At, string? Text = null, int? Rating = null);

/// <param name="ReopenUntil">Null while it is not resolved.</param>
internal sealed record ReporterView(string Subject, string Description, Place? Place, int? Rating, DateTimeOffset? ReopenUntil);

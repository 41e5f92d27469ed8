using CleanFte.Application.Tickets;
using CleanFte.Domain.Tickets;

namespace CleanFte.WebApi.Tickets;

/// <summary>What the reporter does with his ticket later on: he comments, reopens and rates it.</summary>
internal static class ReporterEndpoints
{
    public static void MapReporters(this IEndpointRouteBuilder routes)
    {
        var ticket = routes.MapGroup("/tickets/{ticket}").WithTags("Citizens")
            .ForReporters().RequireRateLimiting(Limits.Lookup)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        ticket.MapPost("/comments", Comment).Produces<ChangedTicket>()
            .WithSummary("Adds the reporter's words, with the access code or a key");
        ticket.MapPost("/reopen", Reopen).Produces<ChangedTicket>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Takes a resolved ticket up again, with the access code or a key");
        ticket.MapPost("/rating", Rate).Produces<ChangedTicket>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Rates how a ticket was resolved, with the access code or a key");
    }

    private static Task<IResult> Comment(
        TextRequest body, TicketCommands commands, string ticket, CancellationToken ct) =>
        commands.RunForReporter(
            ticket, body, (id, remember) => new AddNote(id, NoteAuthor.Citizen, body.Text ?? "", Answer: remember), ct);

    private static Task<IResult> Reopen(
        ReopenRequest? body, TicketCommands commands, string ticket, CancellationToken ct) =>
        commands.RunForReporter(
            ticket, body ?? new ReopenRequest(),
            (id, remember) => new ReopenTicket(id, body?.Reason, Answer: remember), ct);

    private static Task<IResult> Rate(
        RatingRequest body, TicketCommands commands, string ticket, CancellationToken ct) =>
        commands.RunForReporter(
            ticket, body, (id, remember) => new RateTicket(id, body.Rating ?? 0, body.Comment, remember), ct);
}

/// <param name="Reason">What is still wrong, up to 1,000 characters.</param>
internal sealed record ReopenRequest(string? Reason = null);

/// <param name="Rating">1 (bad) to 5 (good).</param>
/// <param name="Comment">Up to 1,000 characters.</param>
internal sealed record RatingRequest(int? Rating, string? Comment = null);

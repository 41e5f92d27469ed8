using System.ComponentModel.DataAnnotations;
using CleanFte.Application.Customers;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Tickets;
using CleanFte.WebApi.Customers;
using MediatR;

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
        ticket.MapPost("/verification", Verify).Produces<SentVerification>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Sends a one-time code to an address that the report names, with the access code or a key");
        ticket.MapPost("/verification/{verification:guid}", Confirm).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Takes the code: the report is then in the history of whom the address belongs to");
    }

    private static async Task<IResult> Verify(
        string ticket, VerificationRequest? body, HttpContext http, ISender sender, CancellationToken ct)
    {
        var (view, denied) = await Reported(ticket, http, sender, ct);
        return denied
            ?? (await sender.Send(
                new VerifyAddress(view!.CustomerId, body?.Address, body?.Language ?? view.Language, OnlyClaimed: true), ct))
                .ToCreated(sent => sent);
    }

    private static async Task<IResult> Confirm(
        string ticket, Guid verification, CodeRequest body, HttpContext http, ISender sender, CancellationToken ct)
    {
        var (view, denied) = await Reported(ticket, http, sender, ct);
        return denied ?? (await sender.Send(new ConfirmAddress(view!.CustomerId, verification, body.Code ?? ""), ct)).ToResult();
    }

    /// <summary>The ticket, for whoever may add to it.</summary>
    private static async Task<(TicketView? View, IResult? Denied)> Reported(
        string ticket, HttpContext http, ISender sender, CancellationToken ct)
    {
        var found = await sender.Send(new TrackTicket(ticket), ct);
        return found.Refusal is { } unknown ? (null, Problems.Of(unknown))
            : http.MayAddTo(found.Value!) ? (found.Value, null) : (null, ReporterAccess.Denied());
    }

    private static Task<IResult> Comment(
        CommentRequest body, TicketCommands commands, string ticket, CancellationToken ct) =>
        commands.RunForReporter(
            ticket, body, (id, remember) => new AddNote(id, NoteAuthor.Citizen, body.Text ?? "", Answer: remember), ct);

    private static Task<IResult> Reopen(
        ReopenRequest? body, TicketCommands commands, string ticket, HttpContext http, CancellationToken ct) =>
        commands.RunForReporter(
            ticket, body ?? new ReopenRequest(),
            (id, remember) => new ReopenTicket(id, body?.Reason, ByReporter: !http.IsColleague(), Answer: remember), ct);

    private static Task<IResult> Rate(
        RatingRequest body, TicketCommands commands, string ticket, CancellationToken ct) =>
        commands.RunForReporter(
            ticket, body, (id, remember) => new RateTicket(id, body.Rating ?? 0, body.Comment, remember), ct);
}

/// <param name="Reason">What is still wrong, up to 1,000 characters.</param>
internal sealed record ReopenRequest([property: StringLength(ReopenTicket.MaxReason)] string? Reason = null);

/// <param name="Rating">1 (bad) to 5 (good).</param>
/// <param name="Comment">Up to 1,000 characters.</param>
internal sealed record RatingRequest(
    [property: Range(1, 5)] int? Rating, [property: StringLength(RateTicket.MaxComment)] string? Comment = null);

/// <param name="Text">1 to 4,000 characters.</param>
internal sealed record CommentRequest(
    [property: StringLength(AddNote.MaxText, MinimumLength = 1)] string? Text);

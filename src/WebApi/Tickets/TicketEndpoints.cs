using CleanFte.Application;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.WebApi.Tickets;

/// <summary>Tickets: tracked by citizens, opened, listed and worked on by integrators and staff.</summary>
internal static class TicketEndpoints
{
    public static void MapTickets(this IEndpointRouteBuilder routes)
    {
        var tickets = routes.MapGroup("/tickets").WithTags("Tickets");
        tickets.MapGet("/{ticket}", Track).ForCitizens().RequireRateLimiting(Limits.Lookup)
            .Produces<PublicTicket>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Tracks a ticket by id or tracking number; with a key that may work on tickets, all of it");
        tickets.MapPost("/", Create).ForRoles(ReporterAccess.Workers)
            .Produces<CreatedTicket>(StatusCodes.Status201Created).WithSummary("Opens a ticket");
        tickets.MapGet("/", List).ForRoles(ReporterAccess.Workers)
            .Produces<TicketList>().WithSummary("Lists tickets, newest first");
        tickets.MapGet("/{ticket}/events", Events).ForRoles(ReporterAccess.Workers)
            .Produces<TicketEvents>().WithSummary("Shows all that happened to a ticket");
        MapCommands(tickets.MapGroup("/{ticket}").ForRoles(ReporterAccess.Workers)
            .WithMetadata(new ProducesResponseTypeMetadata(
                StatusCodes.Status200OK, typeof(ChangedTicket), ["application/json"])));
    }

    private static void MapCommands(RouteGroupBuilder ticket)
    {
        ticket.MapPost("/escalate",
            (EscalateRequest body, TicketCommands commands, string ticket, CancellationToken ct) =>
            commands.Run(ticket, (id, version) => new EscalateToHuman(id, body.Reason ?? "", body.Evidence, version),
                ct))
            .WithSummary("Hands a ticket to people");
        ticket.MapPost("/notes", (TextRequest body, TicketCommands commands, string ticket, CancellationToken ct) =>
            commands.RunAnyVersion(ticket, id => new AddNote(id, NoteAuthor.Staff, body.Text ?? ""), ct))
            .WithSummary("Adds a note for colleagues");
        ticket.MapPost("/status", (StatusRequest body, TicketCommands commands, string ticket, CancellationToken ct) =>
            body.Status is { } status
                ? commands.Run(ticket, (id, version) => body.ToCommand(status, id, version), ct)
                : Task.FromResult(Problems.MustBeOneOf<TicketStatus>("status")))
            .WithSummary("Changes the status; resolved with what was done, open to reopen");
        ticket.MapPost("/priority",
            (PriorityRequest body, TicketCommands commands, string ticket, CancellationToken ct) =>
            body.Priority is { } priority
                ? commands.Run(ticket,
                    (id, version) => new RaisePriority(id, priority, body.Reason ?? "staff", version), ct)
                : Task.FromResult(Problems.MustBeOneOf<Priority>("priority")))
            .WithSummary("Raises the priority");
        ticket.MapPost("/public-text",
            (TextRequest body, TicketCommands commands, string ticket, CancellationToken ct) =>
            commands.Run(ticket, (id, version) => new PublishText(id, body.Text ?? "", version), ct))
            .WithSummary("Publishes what everybody may read");
    }

    private static async Task<IResult> Track(string ticket, HttpContext http, ISender sender, CancellationToken ct)
    {
        var outcome = await sender.Send(new TrackTicket(ticket), ct);
        if (outcome.Refusal is { } refusal)
        {
            return Problems.Of(refusal);
        }

        if (!http.IsWorker())
        {
            return Results.Ok(PublicTicket.Of(outcome.Value!));
        }

        http.Response.Headers.ETag = ETags.Of(outcome.Value!.Version);
        return Results.Ok(FullTicket.Of(outcome.Value!));
    }

    private static Task<IResult> Create(
        NewTicketRequest body, HttpContext http, Idempotency idempotency, ISender sender, CancellationToken ct) =>
        idempotency.Once<CreatedTicket>(
            http,
            body,
            remember => sender.Send(body.ToCommand() with { Answer = remember }, ct),
            ticket => (ticket.Location(), ticket));

    private static async Task<IResult> List([AsParameters] TicketListRequest list, ISender sender, CancellationToken ct)
    {
        if (!list.TryRead(out var filter, out var refusal))
        {
            return Problems.Of(refusal);
        }

        var outcome = await sender.Send(new ListTickets(filter, list.Customer), ct);
        return outcome.ToResult(page => new TicketList(page.Tickets.Select(FullTicket.Of), Cursors.Write(page.Next)));
    }

    private static async Task<IResult> Events(string ticket, ISender sender, CancellationToken ct)
    {
        var found = await sender.Send(new TrackTicket(ticket), ct);
        if (found.Refusal is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var events = await sender.Send(new ShowTicketEvents(found.Value!.Id), ct);
        return Results.Ok(new TicketEvents(events.Value!.Select(TicketEventView.Of)));
    }
}

internal sealed record EscalateRequest(string? Reason, string? Evidence = null);

internal sealed record TextRequest(string? Text);

internal sealed record PriorityRequest(Priority? Priority, string? Reason = null);

/// <param name="Text">What was done, when it is resolved; why, when it is opened again.</param>
internal sealed record StatusRequest(TicketStatus? Status, string? Text = null)
{
    public IRequest<Outcome> ToCommand(TicketStatus status, TicketId ticket, long? version) => status switch
    {
        TicketStatus.Resolved => new ResolveTicket(ticket, Text, version),
        TicketStatus.Open => new ReopenTicket(ticket, Text, version),
        _ => new ChangeStatus(ticket, status, version),
    };
}

/// <inheritdoc cref="FormRequest"/>
internal sealed record NewTicketRequest(
    string? Name,
    string? Subject,
    string? Message,
    string? Email = null,
    string? Phone = null,
    string? Category = null,
    Priority? Priority = null,
    Place? Location = null)
{
    public CreateTicket ToCommand() => new(
        Channel.Rest, Name ?? "", Email, Phone, Subject ?? "", Category ?? TownHallGeneral, Priority, Message
            ?? "", Location, false);

    private const string TownHallGeneral = Domain.Services.TownHall.General;
}

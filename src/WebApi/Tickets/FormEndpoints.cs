using CleanFte.Application;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.WebApi.Tickets;

/// <summary>The web form: a citizen reports something without any account.</summary>
internal static class FormEndpoints
{
    public static void MapForm(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/support/form", async (FormRequest form, ISender sender, Caller caller, CancellationToken ct) =>
        {
            caller.Tenant = "default";
            var outcome = await sender.Send(form.ToCommand(), ct);
            return outcome.Refusal is { } refusal
                ? Problems.Of(refusal)
                : Results.Created($"/api/v1/tickets/{outcome.Value!.TrackingNumber}", FormAnswer.Of(outcome.Value));
        });
}

/// <summary>What the form sends.</summary>
/// <param name="Category">A service code from GET /services, or <c>general</c>.</param>
internal sealed record FormRequest(
    string? Name,
    string? Email,
    string? Subject,
    string? Category,
    Priority? Priority,
    string? Message,
    string? Phone,
    Place? Location)
{
    public CreateTicket ToCommand() => new(
        Channel.Web, Name ?? "", Email ?? "", Phone, Subject ?? "", Category ?? "", Priority, Message ?? "", Location, true);
}

/// <param name="TicketId">The tracking number.</param>
/// <param name="AccessCode">Lets its holder add to the ticket; shown once.</param>
internal sealed record FormAnswer(
    Guid Id, string TicketId, string TrackingNumber, string AccessCode, string Status, string Message, DateTimeOffset CreatedAt)
{
    public static FormAnswer Of(CreatedTicket ticket) => new(
        ticket.Id,
        ticket.TrackingNumber,
        ticket.TrackingNumber,
        ticket.AccessCode,
        ticket.Status,
        $"Your report is registered. Keep the tracking number {ticket.TrackingNumber}.",
        ticket.CreatedAt);
}

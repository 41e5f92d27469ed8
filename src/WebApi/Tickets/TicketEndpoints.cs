using CleanFte.Application;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.WebApi.Tickets;

/// <summary>Tickets: tracked by citizens, worked on by integrators and staff.</summary>
internal static class TicketEndpoints
{
    public static void MapTickets(this IEndpointRouteBuilder routes)
    {
        var tickets = routes.MapGroup("/tickets");
        tickets.MapGet("/{ticket}", async (string ticket, ISender sender, Caller caller, CancellationToken ct) =>
        {
            caller.Tenant = "default";
            var outcome = await sender.Send(new TrackTicket(ticket), ct);
            return outcome.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(PublicTicket.Of(outcome.Value!));
        });
    }
}

/// <summary>What everybody who has the tracking number may see.</summary>
internal sealed record PublicTicket(
    string TrackingNumber, string Status, string Category, string Priority, string Channel, string? PublicText,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? ResolvedAt)
{
    public static PublicTicket Of(TicketView t) => new(
        t.TrackingNumber, WireName.Of(t.Status), t.Category, WireName.Of(t.Priority), t.Channel, t.PublicText, t.CreatedAt,
        t.UpdatedAt, t.ResolvedAt);
}

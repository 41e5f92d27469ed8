using System.ComponentModel.DataAnnotations;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.WebApi.Tickets;

/// <summary>The web form: a citizen reports something without any account.</summary>
internal static class FormEndpoints
{
    public static void MapForm(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/support/form",
            (FormRequest form, HttpContext http, Idempotency idempotency, ISender sender, CancellationToken ct) =>
                idempotency.Once<CreatedTicket>(
                    http,
                    form,
                    remember => sender.Send(form.ToCommand() with { Answer = remember }, ct),
                    ticket => (ticket.Location(), FormAnswer.Of(ticket))))
            .ForCitizens()
            .RequireRateLimiting(Limits.Form)
            .RequireCors(Cors.Form)
            .WithTags("Citizens")
            .WithSummary("Reports something by the web form")
            .Produces<FormAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest);

    public static string Location(this CreatedTicket ticket) => $"/api/v1/tickets/{ticket.TrackingNumber}";
}

/// <summary>What the form sends.</summary>
/// <param name="Name">2 to 100 characters.</param>
/// <param name="Subject">5 to 200 characters.</param>
/// <param name="Category">A service code from GET /services, or <c>general</c>.</param>
/// <param name="Message">10 to 4,000 characters.</param>
/// <param name="Location">Where it is: coordinates, an address or both.</param>
/// <param name="Answers">To the questions that GET /services lists with the service, by their names.</param>
internal sealed record FormRequest(
    [property: StringLength(CreateTicket.MaxName, MinimumLength = CreateTicket.MinName)] string? Name,
    [property: StringLength(EmailAddress.MaxLength)] string? Email,
    [property: StringLength(CreateTicket.MaxSubject, MinimumLength = CreateTicket.MinSubject)] string? Subject,
    string? Category,
    [property: StringLength(CreateTicket.MaxMessage, MinimumLength = CreateTicket.MinMessage)] string? Message,
    Priority? Priority = null,
    [property: StringLength(PhoneNumber.MaxSpelling)] string? Phone = null,
    Place? Location = null,
    Dictionary<string, string>? Answers = null)
{
    public CreateTicket ToCommand() => new(
        Channel.Web, Name ?? "", Email ?? "", Phone, Subject ?? "", Category ?? "", Priority, Message
            ?? "", Location, true, Answers ?? NoAnswers);

    private static readonly Dictionary<string, string> NoAnswers = [];
}

/// <param name="TicketId">The tracking number.</param>
/// <param name="AccessCode">Lets its holder add to the ticket; shown once.</param>
internal sealed record FormAnswer(
    Guid Id, string TicketId, string TrackingNumber, string AccessCode, string Status, string Message,
    DateTimeOffset CreatedAt)
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

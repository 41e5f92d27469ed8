using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>
/// Opens a ticket without a conversation: from the web form or an integrator. What the person says of himself is
/// claimed, not verified, so it joins him to nobody.
/// </summary>
/// <param name="Category">A service's code, or <c>general</c>.</param>
/// <param name="PublicOnly">Whether only public services may be chosen, as on the form.</param>
/// <param name="Answers">To the service's questions, by their names; null from whoever was not asked.</param>
/// <param name="Answer">Makes the stored answer of an idempotent request, kept in the same commit.</param>
public sealed record CreateTicket(
    Channel Channel,
    string Name,
    string? Email,
    string? Phone,
    string Subject,
    string Category,
    Priority? Priority,
    string Message,
    Place? Place,
    bool PublicOnly,
    IReadOnlyDictionary<string, string>? Answers = null,
    Func<CreatedTicket, IdempotentAnswer>? Answer = null) : IRequest<Outcome<CreatedTicket>>
{
    /// <summary>Open311's limit for descriptions, and enough for a report.</summary>
    public const int MaxMessage = 4_000;

    public const int MinMessage = 10;

    public const int MinSubject = 5;

    public const int MaxSubject = 200;

    public const int MinName = 2;

    public const int MaxName = 100;

    internal static readonly string SubjectRule = $"Give a subject of {MinSubject} to {MaxSubject} characters.";

    internal static readonly string MessageRule = $"Tell in {MinMessage} to {MaxMessage} characters what it is about.";

    internal static bool IsSubject(string? subject) => subject?.Trim().Length is >= MinSubject and <= MaxSubject;

    internal static bool IsMessage(string? message) => message?.Trim().Length is >= MinMessage and <= MaxMessage;

    internal sealed class Validator : AbstractValidator<CreateTicket>
    {
        public Validator()
        {
            RuleFor(c => c.Name).Must(n => n?.Trim().Length is >= MinName and <= MaxName)
                .WithMessage($"Give a name of {MinName} to {MaxName} characters.");
            RuleFor(c => c.Subject).Must(IsSubject).WithMessage(SubjectRule);
            RuleFor(c => c.Message).Must(IsMessage).WithMessage(MessageRule);
            RuleFor(c => c.Email).Must(e => e is null || EmailAddress.TryParse(e, out _))
                .WithMessage("Give an e-mail address such as ana@example.org.");
            RuleFor(c => c.Phone).Must(p => p is null || PhoneNumber.TryParse(p, out _))
                .WithMessage("Give a phone number with its country code, such as +34 600 111 222.");
            RuleFor(c => c.Category).NotEmpty().WithMessage("Choose a category from GET /api/v1/services, or general.");
            RuleFor(c => c.Place).Must(p => p is null || p.IsOnEarth()).OverridePropertyName("location")
                .WithMessage("Give latitude -90 to 90 with longitude -180 to 180, or an address of up to 300 characters.");
        }
    }

    internal sealed class Handler(IEventSession session, ICatalogue catalogues, FormMail mail, TimeProvider clock)
        : IRequestHandler<CreateTicket, Outcome<CreatedTicket>>
    {
        private static readonly Refusal UnknownCategory = new(
            "ticket.unknown_category", "There is no such service. GET /api/v1/services lists them.", RefusalKind.Shape,
            "category");

        public async Task<Outcome<CreatedTicket>> Handle(CreateTicket command, CancellationToken ct)
        {
            var catalogue = await catalogues.Of(session.Tenant, ct);
            var service = catalogue.Find(command.Category);
            if ((service is null && command.Category != TownHall.General)
                || (command.PublicOnly && service is { Public: false }))
            {
                return UnknownCategory;
            }

            if (Answered(command, service, out var answers) is { } wrong)
            {
                return wrong;
            }

            var code = AccessCode.Draw();
            var customer = Register(command);
            var created = Opened(command, service, catalogue, customer.Id, code) with { Answers = answers };

            // The subject is ours: the form is open to everybody, and the mail leaves in the tenant's name.
            var talk = command.Channel == Channel.Web ? await mail.Begin(customer, created.TrackingNumber, ct) : null;
            created = created with { Conversation = talk?.Id };
            var ticket = session.Start<Ticket>(created.Ticket, TicketDecider.Create(null, created));
            if (talk is not null)
            {
                await mail.Acknowledge(talk, ticket, service, ct);
            }

            var answer = new CreatedTicket(
                created.Ticket, created.TrackingNumber, code, WireName.Of(TicketStatus.Open), created.At);
            if (command.Answer is { } remember)
            {
                session.Remember(remember(answer));
            }

            await session.Save(ct);
            return answer;
        }

        private static Refusal? Answered(
            CreateTicket command, ServiceDefinition? service, out IReadOnlyList<TicketAnswer>? answers)
        {
            answers = null;
            if (service is null || command.Answers is not { } given)
            {
                return null;
            }

            var errors = new Dictionary<string, string[]>();
            var read = ReportedAnswers.Read(
                service, given.ToDictionary(a => a.Key, IReadOnlyList<string> (a) => string.IsNullOrWhiteSpace(a.Value) ? [] : [a.Value]),
                name => $"answers.{name}", errors);
            answers = read.Count > 0 ? read : null;
            return errors.Count > 0 ? Refusal.Malformed(errors) : null;
        }

        private Customer Register(CreateTicket command)
        {
            var now = clock.GetUtcNow();
            var id = CustomerId.New(now);
            var claims = new List<Identifier>(2);
            if (EmailAddress.TryParse(command.Email, out var email))
            {
                claims.Add(new Identifier(IdentifierKind.Email, StorableText.Clean(email.Value), Verification.Claimed));
            }

            if (PhoneNumber.TryParse(command.Phone, out var phone))
            {
                claims.Add(new Identifier(IdentifierKind.Phone, phone.Value, Verification.Claimed));
            }

            return session.Start<Customer>(
                id, CustomerDecider.Register(null, id, StorableText.Clean(command.Name.Trim()), claims,
                    WireName.Of(command.Channel), now));
        }

        private TicketCreated Opened(
            CreateTicket command, ServiceDefinition? service, Catalogue catalogue, CustomerId customer,
            string accessCode)
        {
            var now = clock.GetUtcNow();
            var text = StorableText.Clean(command.Message.Trim());
            var subject = StorableText.Clean(command.Subject.Trim());
            var severity = service is null ? Domain.Tickets.Severity.Moderate : catalogue.Matcher.SeverityOf(service,
                text);
            return new TicketCreated(
                TicketId.New(now),
                TrackingNumber.Draw().Value,
                customer,
                null,
                command.Channel,
                service?.Code ?? TownHall.General,
                LanguageGuess.Of(text),
                command.Priority is { } asked ? Max(asked, severity) : TicketOpening.PriorityOf(severity),
                severity,
                subject,
                text,
                command.Place is { Address: { } address } place
                    ? place with { Address = StorableText.Clean(address.Trim()) }
                    : command.Place,
                AccessCode.Hash(accessCode),
                now);
        }

        /// <summary>
        /// Danger raises the priority whatever the form says; nothing lowers what the person asked for.
        /// </summary>
        private static Priority Max(Priority asked, Domain.Tickets.Severity severity) =>
            severity == Domain.Tickets.Severity.Dangerous ? Domain.Tickets.Priority.Urgent : asked;
    }
}

/// <param name="TrackingNumber">What the citizen keeps; reads the public view.</param>
/// <param name="AccessCode">The secret that lets its holder add to the ticket; shown here only.</param>
public sealed record CreatedTicket(
    TicketId Id, string TrackingNumber, string AccessCode, string Status, DateTimeOffset CreatedAt);

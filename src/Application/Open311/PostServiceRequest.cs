using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Open311;

/// <summary>
/// Opens a ticket that another system took in. What it says of the reporter is claimed, as on the form, and told to nobody.
/// </summary>
/// <param name="Attributes">The values by the code of the question.</param>
/// <param name="Answer">Makes the stored answer of a request that may be repeated, kept in the same commit.</param>
public sealed record PostServiceRequest(
    string? ServiceCode,
    ReportedPlace Place,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes,
    string? Description,
    Reporter Reporter,
    IReadOnlyList<string> MediaUrls,
    Func<PostedRequest, IdempotentAnswer>? Answer = null) : IRequest<Outcome<PostedRequest>>
{
    internal sealed class Handler(
        IEventSession session, ICatalogue catalogues, ITenantProfiles profiles, FormMail mail, TimeProvider clock)
        : IRequestHandler<PostServiceRequest, Outcome<PostedRequest>>
    {
        public async Task<Outcome<PostedRequest>> Handle(PostServiceRequest command, CancellationToken ct)
        {
            var catalogue = await catalogues.Of(session.Tenant, ct);
            var profile = await profiles.Of(session.Tenant, ct);
            var services = ListedServices.Of(catalogue, profile);
            if (command.ServiceCode is null)
            {
                return Refusal.Malformed(
                    new Dictionary<string, string[]> { ["service_code"] = ["Give one that GET services lists."] });
            }

            if (services.Find(command.ServiceCode) is not { } service)
            {
                return Open311Refusals.UnknownService(command.ServiceCode);
            }

            var report = Report.Read(command, service);
            if (report.Errors.Count > 0)
            {
                return Refusal.Malformed(report.Errors);
            }

            var now = clock.GetUtcNow();
            var customer = Register(command.Reporter, now);
            var created = Opened(report, service, catalogue, services, customer.Id, now);
            var talk = await mail.Begin(customer, created.TrackingNumber, ct);
            created = created with { Conversation = talk?.Id };
            var ticket = session.Start<Ticket>(created.Ticket, TicketDecider.Create(null, created));
            KeepRest(ticket, report, now);
            if (talk is not null)
            {
                await mail.Acknowledge(talk, ticket, service, ct);
            }

            var answer = new PostedRequest(
                created.TrackingNumber, command.Reporter.AccountId,
                talk is null && command.Reporter is not { Email: null, Phone: null }
                    ? IntakeTexts.NotTold(Manner.Usual(LanguageOf(ticket, profile), Channel.Open311), ticket.TrackingNumber)
                    : null);
            if (command.Answer is { } remember)
            {
                session.Remember(remember(answer));
            }

            await session.Save(ct);
            return answer;
        }

        private static string LanguageOf(Ticket ticket, TenantProfile profile) =>
            ticket.Language == LanguageGuess.Other ? profile.Languages[0] : ticket.Language;

        private Customer Register(Reporter reporter, DateTimeOffset now)
        {
            var id = CustomerId.New(now);
            return session.Start<Customer>(
                id, CustomerDecider.Register(null, id, reporter.Name, reporter.Claims(), WireName.Of(Channel.Open311), now));
        }

        private static TicketCreated Opened(
            Report report, ServiceDefinition service, Catalogue catalogue, ListedServices services, CustomerId customer,
            DateTimeOffset now)
        {
            var severity = catalogue.Matcher.SeverityOf(service, report.Description);
            return new TicketCreated(
                TicketId.New(now),
                TrackingNumber.Draw().Value,
                customer,
                null,
                Channel.Open311,
                service.Code,
                LanguageGuess.Of(report.Description),
                TicketOpening.PriorityOf(severity),
                severity,
                services.NameOf(service.Code),
                report.Description,
                report.Place,
                null,
                now)
            {
                Answers = report.Answers.Count > 0 ? report.Answers : null,
            };
        }

        /// <summary>Files are fetched later; what has no place of its own is noted for colleagues.</summary>
        private void KeepRest(Ticket ticket, Report report, DateTimeOffset now)
        {
            foreach (var url in report.MediaUrls)
            {
                var media = PostedMedia.Reference(url, now);
                session.Append<Ticket>(ticket.Id, TicketDecider.ReferenceMedia(ticket, media));
                session.Schedule(FetchMedia.Timer(ticket.Id, media));
            }

            if (report.Rest is { } rest)
            {
                session.Append<Ticket>(
                    ticket.Id, TicketDecider.AddNote(new NoteAdded(Guid.CreateVersion7(now), NoteAuthor.System, rest, now)));
            }
        }
    }
}

/// <param name="AccountId">As it was sent.</param>
/// <param name="Notice">What the reporter should know, in his language: that he cannot be told how it goes on; or null.</param>
public sealed record PostedRequest(string TrackingNumber, string? AccountId, string? Notice = null);

/// <summary>A request as it was read, or what is wrong with it.</summary>
internal sealed record Report(
    Place? Place, string Description, IReadOnlyList<TicketAnswer> Answers, IReadOnlyList<string> MediaUrls, string? Rest,
    Dictionary<string, string[]> Errors)
{
    public static Report Read(PostServiceRequest command, ServiceDefinition service)
    {
        var errors = new Dictionary<string, string[]>();
        var place = command.Place.Read(errors);
        var answers = ReportedAnswers.Read(service, command.Attributes, name => $"attribute[{name}]", errors);
        if (command.Description is { Length: > CreateTicket.MaxMessage })
        {
            errors["description"] = [$"Write at most {CreateTicket.MaxMessage:N0} characters."];
        }

        command.Reporter.Check(errors);
        PostedMedia.Check(command.MediaUrls, errors);
        string?[] rest = [command.Reporter.Unreadable, command.Place.Remainder];
        var noted = string.Join('\n', rest.OfType<string>());
        return new Report(
            place,
            StorableText.Clean((command.Description ?? "").Trim()),
            answers,
            command.MediaUrls,
            noted.Length > 0 ? StorableText.Clean(noted) : null,
            errors);
    }
}

using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Open311;

/// <summary>
/// Takes what another system says of a request: its words are published, the status changes with it where it does. It is dated
/// by when it came, so that nobody who follows the updates misses one that was late.
/// </summary>
/// <param name="Id">The request's.</param>
/// <param name="UpdateId">What the other system calls it; a repeat is refused.</param>
/// <param name="Said">When it was said; only looked at, not kept.</param>
public sealed record PostRequestUpdate(
    string? Id, string? UpdateId, string? Status, string? Description, string? Said, IReadOnlyList<string> MediaUrls)
    : IRequest<Outcome<PostedUpdate>>
{
    private const int MaxUpdateId = 200;

    internal sealed class Handler(
        IEventSession session, Caller caller, ICatalogue catalogues, ITenantProfiles profiles, IServiceRequests requests,
        TimeProvider clock)
        : IRequestHandler<PostRequestUpdate, Outcome<PostedUpdate>>
    {
        public async Task<Outcome<PostedUpdate>> Handle(PostRequestUpdate command, CancellationToken ct)
        {
            var errors = command.Errors(out var word, out var to);
            if (errors.Count > 0)
            {
                return Refusal.Malformed(errors);
            }

            var services = ListedServices.Of(
                await catalogues.Of(session.Tenant, ct), await profiles.Of(session.Tenant, ct));
            if (!TrackingNumber.TryParse(command.Id, out var number)
                || await requests.Find(session.Tenant, services.Codes, number.Value, ct) is not { } request)
            {
                return Open311Refusals.UnknownRequest;
            }

            var name = NamedGuid.Of(
                "open311_update", session.Tenant, caller.UserName!, StorableText.Clean(command.UpdateId!));
            return await requests.HasUpdate(session.Tenant, name, ct)
                ? TicketRefusals.UpdateRepeated
                : await Post(command, TicketId.Of(request.Id), number, new UpdatePosted(name, command.Text, null, default, word), to, ct);
        }

        private async Task<Outcome<PostedUpdate>> Post(
            PostRequestUpdate command, TicketId id, TrackingNumber number, UpdatePosted update, TicketStatus? to,
            CancellationToken ct)
        {
            var appended = 0;
            var outcome = await session.Decide<Ticket>(
                id,
                ticket =>
                {
                    var decision = Decide(ticket, command, update, to);
                    appended = decision.Events.Count;
                    return decision;
                },
                ct);
            return outcome.Refusal is { } refusal
                ? refusal
                : new PostedUpdate(RequestUpdate.NameOf(number.Value, outcome.Version - appended + 1));
        }

        private Decision<TicketEvent> Decide(
            Ticket ticket, PostRequestUpdate command, UpdatePosted update, TicketStatus? to)
        {
            var now = clock.GetUtcNow();
            var decision = TicketDecider.PostUpdate(ticket, update with { At = now }, to);
            var events = decision.Events.Cast<TicketEvent>().ToList();
            foreach (var url in decision.Refusal is null ? command.MediaUrls : [])
            {
                var media = PostedMedia.Reference(url, now);
                var reference = TicketDecider.ReferenceMedia(ticket, media);
                if (reference.Refusal is { } full)
                {
                    return full;
                }

                events.Add(media);
            }

            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            // Only now: what is planned for a decision that does not come about would stay planned.
            foreach (var media in events.OfType<MediaReferenced>())
            {
                session.Schedule(FetchMedia.Timer(ticket.Id, media));
            }

            if (events.OfType<TicketResolved>().Any())
            {
                session.Schedule(FinishTicketTasks.Timer(ticket.Id, now));
            }

            return events is [UpdatePosted { Status: not null }, ..] ? TellReporter.Plan(session, ticket, events, now) : events;
        }
    }

    private string? Text => Description?.Trim() is { Length: > 0 } words ? StorableText.Clean(words) : null;

    private Dictionary<string, string[]> Errors(out string? word, out TicketStatus? to)
    {
        var errors = new Dictionary<string, string[]>();
        (word, to) = (null, null);
        if (Status is not null)
        {
            if (UpdateWord.TryRead(Status, out var known, out var status))
            {
                (word, to) = (known, status);
            }
            else
            {
                errors["status"] = [$"Use one of {UpdateWord.All}."];
            }
        }

        if (Id is null)
        {
            errors["service_request_id"] = ["Say which request it is about."];
        }

        if (UpdateId is not { Length: <= MaxUpdateId })
        {
            errors["update_id"] = [$"Give what you call it, of 1 to {MaxUpdateId} characters."];
        }

        if (Description is { Length: > CreateTicket.MaxMessage })
        {
            errors["description"] = [$"Write at most {CreateTicket.MaxMessage:N0} characters."];
        }

        if (Status is null && string.IsNullOrWhiteSpace(Description) && MediaUrls.Count == 0)
        {
            errors["description"] = ["Give a status, a description or both."];
        }

        PostedMedia.Check(MediaUrls, errors);
        Period.Moment("updated_datetime", Said, errors);
        return errors;
    }
}

/// <param name="Id">What it is called here.</param>
public sealed record PostedUpdate(string Id);

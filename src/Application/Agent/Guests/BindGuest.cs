using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Services;
using MediatR;

namespace CleanFte.Application.Agent.Guests;

/// <summary>Tells whether a conversation can be served, and which services its customer may use; without one, anybody.</summary>
public sealed record BindGuest(ConversationId? Conversation) : IRequest<Outcome<GuestBinding>>
{
    internal sealed class Handler(IEventSession session, ICatalogue catalogues, Persons persons)
        : IRequestHandler<BindGuest, Outcome<GuestBinding>>
    {
        private static readonly Refusal Unknown = new(
            "conversation.not_found",
            "There is no such conversation in the tenant of this key. Give the id of one, or leave it out to serve none.",
            RefusalKind.NotFound);

        public async Task<Outcome<GuestBinding>> Handle(BindGuest query, CancellationToken ct)
        {
            IReadOnlyList<string> roles = [];
            if (query.Conversation is { } id)
            {
                if (await session.Load<Conversation>(id, ct) is not { } conversation)
                {
                    return Unknown;
                }

                roles = [.. Persons.RolesOf(await persons.Of(conversation.Customer, ct)).Select(r => r.Role)];
            }

            var catalogue = await catalogues.Of(session.Tenant, ct);
            return new GuestBinding(
            [
                .. catalogue.Services.Where(s => s.Roles.Count == 0 || s.Roles.Any(roles.Contains)).Select(s => s.Code)
                    .Append(TownHall.General).Distinct(),
            ]);
        }
    }
}

/// <param name="Services">Codes that a ticket may be opened under.</param>
public sealed record GuestBinding(IReadOnlyList<string> Services);

using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Domain.Customers;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>
/// All messages of a customer, of all channels, in time order; what he reported by forms, and added to his tickets, is among them.
/// </summary>
public sealed record ShowCustomerHistory(Guid Customer, int Limit, HistoryCursor? After)
    : IRequest<Outcome<HistoryPage>>
{
    /// <summary>Messages in one page.</summary>
    public const int MaxLimit = 200;

    internal sealed class Validator : AbstractValidator<ShowCustomerHistory>
    {
        public Validator() => RuleFor(q => q.Limit).InclusiveBetween(1, MaxLimit);
    }

    internal sealed class Handler(IEventSession session, ICustomerQueries customers)
        : IRequestHandler<ShowCustomerHistory, Outcome<HistoryPage>>
    {
        public async Task<Outcome<HistoryPage>> Handle(ShowCustomerHistory query, CancellationToken ct) =>
            await customers.History(session.Tenant, query, ct) is { } page ? page : Domain.Refusal.NotFound("customer");
    }
}

/// <summary>Reads customers from their read models. Every query is bounded by the tenant.</summary>
public interface ICustomerQueries
{
    /// <summary>One page of a customer's messages, oldest first; null when there is no such customer.</summary>
    Task<HistoryPage?> History(string tenant, ShowCustomerHistory query, CancellationToken ct);

    /// <summary>The last messages of a customer, oldest first.</summary>
    Task<IReadOnlyList<HistoryMessage>> Latest(string tenant, Guid customer, int limit, CancellationToken ct);

    /// <summary>Customers with that identifier, verified ones first.</summary>
    /// <param name="accounts">The tenant's: an id that WhatsApp gives is known by the account that it was given for.</param>
    Task<IReadOnlyList<CustomerView>> FindByIdentifier(
        string tenant, string identifier, IReadOnlyList<string> accounts, CancellationToken ct);

    Task<CustomerView?> Find(string tenant, Guid customer, CancellationToken ct);
}

/// <summary>Where the next page begins: behind that message.</summary>
public sealed record HistoryCursor(DateTimeOffset At, Guid Id);

public sealed record HistoryPage(IReadOnlyList<HistoryMessage> Messages, HistoryCursor? Next);

/// <param name="ConversationId">Null where it was said to a ticket, not in a conversation.</param>
/// <param name="Delivery">
/// What became of an outgoing message: sent, delivered, read, failed, uncertain, resent; null before.
/// </param>
public sealed record HistoryMessage(
    Guid Id, Guid? ConversationId, Guid? TicketId, string Channel, string Direction, string Author, string Text,
    int MediaCount,
    string? Delivery, DateTimeOffset At, bool Edited = false, bool Revoked = false, string? Reaction = null,
    IReadOnlyList<SentFile>? Files = null);

/// <param name="Identifiers">The whole person's; in lists this customer's only.</param>
/// <param name="MergedInto">The customer he is the same person as, towards the root; null for the root.</param>
/// <param name="BlockedAt">Since when nothing of the person is taken: he or another whom he is was blocked then.</param>
/// <param name="Roles">What the person is to the tenant; null in lists. A role is there twice if its references differ.</param>
/// <param name="Person">Everybody he is, the root first; null in lists.</param>
public sealed record CustomerView(
    Guid Id, string? Name, DateTimeOffset CreatedAt, IReadOnlyList<IdentifierView> Identifiers, Guid? MergedInto,
    DateTimeOffset? BlockedAt, IReadOnlyList<CustomerRole>? Roles = null, IReadOnlyList<Guid>? Person = null);

public sealed record IdentifierView(string Kind, string Value, string Verification);

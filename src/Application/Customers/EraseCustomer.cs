using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>
/// Masks what identifies a person, and his own words, wherever they are kept. It concerns all customers he is, and cannot be
/// undone; who asks again is shown the certificate.
/// </summary>
public sealed record EraseCustomer(Guid Customer) : IRequest<Outcome<ErasureCertificate>>
{
    internal sealed class Handler(IEventSession session, Persons persons, IErasure erasure, Caller caller, TimeProvider clock)
        : IRequestHandler<EraseCustomer, Outcome<ErasureCertificate>>
    {
        public async Task<Outcome<ErasureCertificate>> Handle(EraseCustomer command, CancellationToken ct)
        {
            if (await persons.RootOf(command.Customer, ct) is not { } root)
            {
                return Refusal.NotFound(Domain.Customers.Customer.StreamType);
            }

            if (root.Erased is { } done)
            {
                return ErasureCertificate.Of(done);
            }

            var outcome = await erasure.Erase(session.Tenant, root.Id, caller.UserName ?? "", clock.GetUtcNow(), ct);
            return outcome.Value is { } erased ? ErasureCertificate.Of(erased) : outcome.Refusal!;
        }
    }
}

/// <summary>What was erased of a customer.</summary>
public sealed record ShowErasure(Guid Customer) : IRequest<Outcome<ErasureCertificate>>
{
    internal sealed class Handler(Persons persons) : IRequestHandler<ShowErasure, Outcome<ErasureCertificate>>
    {
        public async Task<Outcome<ErasureCertificate>> Handle(ShowErasure query, CancellationToken ct) =>
            await persons.RootOf(query.Customer, ct) is { Erased: { } erased }
                ? ErasureCertificate.Of(erased)
                : Refusal.NotFound("erasure");
    }
}

/// <summary>Says where something of the person was masked or removed, and what lies outside.</summary>
/// <param name="Person">The customer whose person it was.</param>
/// <param name="Stores">By store, how many entries were masked or removed.</param>
/// <param name="Knowledge">Articles and proposals made from his questions: an approved one needs another title now.</param>
/// <param name="NamedBy">
/// Customers who claim one of his addresses, unproved. They are left as they are; erase those who are the same person, too.
/// </param>
/// <param name="Elsewhere">
/// Other people's tickets, and customers and articles, in which a colleague's words named or quoted him: read them once more.
/// </param>
/// <param name="Outside">What this service cannot reach.</param>
public sealed record ErasureCertificate(
    Guid Person, DateTimeOffset ErasedAt, string By, IReadOnlyList<ErasedStore> Stores, IReadOnlyList<Guid> Knowledge,
    IReadOnlyList<Guid> NamedBy, IReadOnlyList<Guid> Elsewhere, IReadOnlyList<string> Outside)
{
    private static readonly string[] OutOfReach =
    [
        "Backups and exported dumps of the database and of the media store: they hold the person until they are overwritten. "
        + "After restoring one, erase again.",
        "What providers keep of messages (WhatsApp, mail) and models of what they were asked.",
        "What other systems were told before by /events, webhooks, MCP or Open311; customer.erased tells them now.",
        "PostgreSQL's own files and write-ahead log, until it reuses the space.",
        "Other people's conversations, whatever they say of him.",
    ];

    public static ErasureCertificate Of(CustomerErased erased) =>
        new(erased.Person, erased.At, erased.By, erased.Stores, erased.Knowledge, [.. erased.NamedBy.Select(c => c.Value)], erased.Elsewhere ?? [], OutOfReach);
}

/// <summary>Erases in every store, all or nothing; files go right after.</summary>
public interface IErasure
{
    /// <summary>What was erased; refused while something of the person is being processed or sent.</summary>
    /// <param name="customer">Any of his tree; somebody may be joined with him in the meantime.</param>
    /// <param name="by">A key's id, or <c>retention</c>.</param>
    Task<Outcome<CustomerErased>> Erase(string tenant, Guid customer, string by, DateTimeOffset now, CancellationToken ct);

    /// <summary>The same for many, one after the other: whether he was erased. What failed is logged.</summary>
    Task<bool> TryErase(string tenant, Guid customer, string by, DateTimeOffset now, CancellationToken ct);

    /// <summary>Roots of persons of whom nothing was heard since then and nothing is open, the oldest first.</summary>
    /// <param name="after">The last that was found before; null to begin.</param>
    Task<IReadOnlyList<Guid>> FindSilent(string tenant, DateTimeOffset since, int limit, Guid? after, CancellationToken ct);
}

public static class ErasureRefusals
{
    public static readonly Refusal Busy = new(
        "customer.busy",
        "Messages of this customer are being processed or sent right now. Nothing was erased; try again in a minute.",
        RefusalKind.State);

    public static readonly Refusal Rebuilding = new(
        "customer.rebuild_running", "The read models are being rebuilt. Nothing was erased; try again when that is done.",
        RefusalKind.State);
}

using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>Makes two customers one person. Nothing is moved, so that <see cref="UnmergeCustomers"/> is exact.</summary>
/// <param name="Customer">Whose person remains the root.</param>
/// <param name="With">Whose person is joined with it.</param>
public sealed record MergeCustomers(Guid Customer, Guid With) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, Persons persons, Caller caller) : IRequestHandler<MergeCustomers, Outcome>
    {
        public async Task<Outcome> Handle(MergeCustomers command, CancellationToken ct)
        {
            if (await persons.RootOf(command.Customer, ct) is not { } into || await persons.RootOf(command.With, ct) is not { } other)
            {
                return Refusal.NotFound(Domain.Customers.Customer.StreamType);
            }

            if (persons.Join(other, into, caller.UserName ?? "") is { } refusal)
            {
                return refusal;
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}

/// <summary>Takes apart what was joined: the customer leads to nobody any more.</summary>
public sealed record UnmergeCustomers(Guid Customer) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, Caller caller, TimeProvider clock)
        : IRequestHandler<UnmergeCustomers, Outcome>
    {
        public async Task<Outcome> Handle(UnmergeCustomers command, CancellationToken ct)
        {
            if (await session.LoadFresh<Customer>(command.Customer, ct) is not { } customer)
            {
                return Refusal.NotFound(Domain.Customers.Customer.StreamType);
            }

            var decision = CustomerDecider.Unmerge(customer, caller.UserName ?? "", clock.GetUtcNow());
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            var into = (await session.Load<Customer>(customer.MergedInto!.Value, ct))!;
            session.Append<Customer>(customer.Id, decision);
            session.Append<Customer>(into.Id, decision);
            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}

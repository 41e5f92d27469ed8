using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>
/// Takes nothing any more of what a person writes, or takes it again. Blocked is the customer who is named, and with him everybody
/// who is the same person, for as long as he is; unblocked are all of them.
/// </summary>
/// <param name="Reason">Why, for colleagues; null for none.</param>
public sealed record BlockCustomer(Guid Customer, bool Blocked, string? Reason) : IRequest<Outcome>
{
    private const int MaxReason = 500;

    internal sealed class Validator : AbstractValidator<BlockCustomer>
    {
        public Validator() => RuleFor(c => c.Reason).Must(r => r is null || Shape.IsText(r, MaxReason))
            .WithMessage($"Give a reason of up to {MaxReason} characters, or none.");
    }

    internal sealed class Handler(IEventSession session, Persons persons, Caller caller, TimeProvider clock)
        : IRequestHandler<BlockCustomer, Outcome>
    {
        public async Task<Outcome> Handle(BlockCustomer command, CancellationToken ct)
        {
            if (await session.LoadFresh<Customer>(command.Customer, ct) is not { } customer)
            {
                return Refusal.NotFound(Domain.Customers.Customer.StreamType);
            }

            if (customer.Erased is not null)
            {
                return CustomerRefusals.Erased;
            }

            var (by, now) = (caller.UserName ?? "", clock.GetUtcNow());
            if (command.Blocked)
            {
                var reason = command.Reason is { } words ? StorableText.Clean(words.Trim()) : null;
                session.Append<Customer>(customer.Id, CustomerDecider.Block(customer, reason, by, now));
            }
            else
            {
                foreach (var one in await persons.Of(customer, ct))
                {
                    session.Append<Customer>(one.Id, CustomerDecider.Unblock(one, by, now));
                }
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}

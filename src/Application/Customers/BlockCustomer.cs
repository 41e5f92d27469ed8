using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>Takes nothing any more of what a person writes, or takes it again. It concerns all customers he is.</summary>
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
            if (await persons.RootOf(command.Customer, ct) is not { } root)
            {
                return Refusal.NotFound(Domain.Customers.Customer.StreamType);
            }

            if (root.Erased is not null)
            {
                return CustomerRefusals.Erased;
            }

            var by = caller.UserName ?? "";
            foreach (var customer in await persons.TreeOf(root, ct))
            {
                session.Append<Customer>(customer.Id, command.Blocked
                    ? CustomerDecider.Block(
                        customer, command.Reason is { } reason ? StorableText.Clean(reason.Trim()) : null, by, clock.GetUtcNow())
                    : CustomerDecider.Unblock(customer, by, clock.GetUtcNow()));
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}

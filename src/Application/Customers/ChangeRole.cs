using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>
/// Opens to a customer, and to whoever is the same person, the services that need a role; or closes them to all of them.
/// </summary>
/// <param name="Role"><c>parent</c>; lower-case letters, digits and underscores.</param>
/// <param name="Granted">False takes it back.</param>
/// <param name="Reference">By what the tenant's own books know him in it, such as the parish's number of a family; or null.</param>
public sealed record ChangeRole(Guid Customer, string Role, bool Granted, string? Reference = null) : IRequest<Outcome>
{
    private const int MaxRole = 40;

    private const int MaxReference = 100;

    internal sealed class Validator : AbstractValidator<ChangeRole>
    {
        public Validator()
        {
            RuleFor(c => c.Role)
                .Must(r => r.Length is >= 2 and <= MaxRole && r.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
                .WithMessage($"Give a role of 2 to {MaxRole} lower-case letters, digits and underscores, such as parent.");
            RuleFor(c => c.Reference).Must(r => r is null || Shape.IsText(r, MaxReference))
                .WithMessage($"Give a reference of up to {MaxReference} characters, or none.");
        }
    }

    internal sealed class Handler(IEventSession session, Persons persons, TimeProvider clock) : IRequestHandler<ChangeRole, Outcome>
    {
        public async Task<Outcome> Handle(ChangeRole command, CancellationToken ct)
        {
            if (await session.LoadFresh<Customer>(command.Customer, ct) is not { } customer)
            {
                return Refusal.NotFound(Domain.Customers.Customer.StreamType);
            }

            if (command.Granted)
            {
                // To whom it was granted: whoever else is the same person has it for as long as he is, and no longer.
                var decision = CustomerDecider.Grant(
                    customer,
                    new CustomerRole(command.Role, command.Reference is { } reference ? StorableText.Clean(reference.Trim()) : null),
                    clock.GetUtcNow());
                if (decision.Refusal is { } refusal)
                {
                    return refusal;
                }

                session.Append<Customer>(customer.Id, decision);
            }
            else
            {
                // It may have been granted to any of the customers he is.
                foreach (var one in await persons.Of(customer, ct))
                {
                    session.Append<Customer>(one.Id, CustomerDecider.Revoke(one, command.Role, clock.GetUtcNow()));
                }
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}

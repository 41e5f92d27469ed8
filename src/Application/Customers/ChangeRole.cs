using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>Opens to a customer the services that need a role, or closes them again.</summary>
/// <param name="Role"><c>parent</c>; lower-case letters, digits and underscores.</param>
/// <param name="Granted">False takes it back.</param>
public sealed record ChangeRole(Guid Customer, string Role, bool Granted) : IRequest<Outcome>
{
    private const int MaxRole = 40;

    internal sealed class Validator : AbstractValidator<ChangeRole>
    {
        public Validator() =>
            RuleFor(c => c.Role)
                .Must(r => r.Length is >= 2 and <= MaxRole && r.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
                .WithMessage($"Give a role of 2 to {MaxRole} lower-case letters, digits and underscores, such as parent.");
    }

    internal sealed class Handler(IEventSession session, TimeProvider clock) : IRequestHandler<ChangeRole, Outcome>
    {
        public Task<Outcome> Handle(ChangeRole command, CancellationToken ct) => session.Decide<Customer>(
            command.Customer,
            customer => command.Granted
                ? CustomerDecider.Grant(customer, command.Role, clock.GetUtcNow())
                : CustomerDecider.Revoke(customer, command.Role, clock.GetUtcNow()),
            ct);
    }
}

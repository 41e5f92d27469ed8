using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>
/// Takes a one-time code. The address is verified then, and whoever was verified by it before is the same person: he has shown
/// both.
/// </summary>
public sealed record ConfirmAddress(Guid Customer, Guid Verification, string Code) : IRequest<Outcome>
{
    /// <summary>Who joined customers that one person has shown to be.</summary>
    public const string By = "code";

    private const int MaxCode = 20;

    internal sealed class Validator : AbstractValidator<ConfirmAddress>
    {
        public Validator() =>
            RuleFor(c => c.Code).Must(c => Shape.IsText(c, MaxCode)).WithMessage("Give the six digits that were sent.");
    }

    internal sealed class Handler(
        IEventSession session, IVerifications verifications, ISenders senders, Persons persons, TimeProvider clock)
        : IRequestHandler<ConfirmAddress, Outcome>
    {
        public async Task<Outcome> Handle(ConfirmAddress command, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            if (await verifications.Try(session.Tenant, command.Verification, command.Customer, now, ct) is not { } tried)
            {
                return VerificationRefusals.Over;
            }

            try
            {
                return await Take(command, tried, now, ct);
            }
            catch (LostRaceException)
            {
                // The same try is made anew. Nobody was told anything, so he has not learnt whether the code is right.
                await verifications.GiveBack(session.Tenant, command.Verification, ct);
                throw;
            }
        }

        private async Task<Outcome> Take(ConfirmAddress command, TriedVerification tried, DateTimeOffset now, CancellationToken ct)
        {
            if (!OneTimeCode.Matches(command.Verification, command.Code, tried.Hash))
            {
                await session.LoadFresh<Customer>(command.Customer, ct);
                session.Append<Customer>(
                    command.Customer, (Decision<CustomerEvent>)new VerificationFailed(command.Verification, now));
                await session.Save(ct);
                return VerificationRefusals.Wrong(tried.Left);
            }

            if (await Verify(command.Customer, tried.Claim with { Verification = Domain.Customers.Verification.Verified }, ct) is { } refusal)
            {
                return refusal;
            }

            await session.Save(ct);
            await verifications.Use(session.Tenant, command.Verification, ct);
            return new Outcome(0, null);
        }

        private async Task<Refusal?> Verify(Guid customer, Identifier shown, CancellationToken ct)
        {
            if ((await senders.Find(session.Tenant, "", shown, ct)).Customer is not { } owner)
            {
                var claimer = (await session.LoadFresh<Customer>(customer, ct))!;
                session.Append<Customer>(customer, CustomerDecider.Link(claimer, shown, By, clock.GetUtcNow()));
                return null;
            }

            var (root, into) = (await persons.RootOf(customer, ct), await persons.RootOf(owner, ct));
            return root!.Id == into!.Id ? null : persons.Join(root, into, By);
        }
    }
}

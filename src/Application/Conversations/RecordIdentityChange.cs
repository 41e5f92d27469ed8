using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// A person is known by something else from now on, the provider says: a new number. He stays the same customer, and
/// answers go to the new address. What is another customer's already is not taken from him.
/// </summary>
public sealed record RecordIdentityChange(ChannelAccount Account, LedgerRow Row, Inbound.IdentityChanged Change)
    : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, Reception reception, TimeProvider clock)
        : IRequestHandler<RecordIdentityChange, Outcome>
    {
        public async Task<Outcome> Handle(RecordIdentityChange command, CancellationToken ct)
        {
            var (account, row, change) = command;
            var reason = await Apply(account, change, ct);
            session.Finish(row, reason is null ? LedgerEnd.Processed : LedgerEnd.Ignored, reason);
            await session.Save(ct);
            return new Outcome(0, null);
        }

        private async Task<string?> Apply(ChannelAccount account, Inbound.IdentityChanged change, CancellationToken ct)
        {
            if (!change.IsFor(account))
            {
                return "wrong_address";
            }

            if (await reception.KnownBy(account, change.Old, ct) is not { } customer)
            {
                return "unknown_customer";
            }

            if (await reception.KnownBy(account, change.New, ct) is { } other && other.Id != customer.Id)
            {
                return "identity_taken";
            }

            var (now, by) = (clock.GetUtcNow(), account.Name);
            var talk = await reception.Known(account, change.Old, ct);
            customer = session.Append<Customer>(
                customer.Id, CustomerDecider.Link(customer, Reception.IdentityOf(account, change.New), by, now));
            session.Append<Customer>(
                customer.Id, CustomerDecider.Unlink(customer, Reception.IdentityOf(account, change.Old), now));
            if (talk is not null)
            {
                reception.AddressedTo(talk, change.ReplyAddress);
            }

            return null;
        }
    }
}

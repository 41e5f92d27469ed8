using CleanFte.Application.Ports;
using CleanFte.Domain.Services;
using MediatR;

namespace CleanFte.Application.Services;

/// <summary>Takes a service out of the catalogue; tickets about it stay. A repeat changes nothing.</summary>
public sealed record RetireService(string Code, long? ExpectedVersion = null) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, ICatalogue catalogues, TimeProvider clock)
        : IRequestHandler<RetireService, Outcome>
    {
        public async Task<Outcome> Handle(RetireService command, CancellationToken ct)
        {
            var outcome = await session.Decide<Service>(
                ServiceId.Named(session.Tenant, command.Code),
                service => ServiceDecider.Retire(service, clock.GetUtcNow()),
                ct,
                command.ExpectedVersion);
            catalogues.Invalidate(session.Tenant);
            return outcome;
        }
    }
}

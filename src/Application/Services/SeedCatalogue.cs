using MediatR;

namespace CleanFte.Application.Services;

/// <summary>At start: a tenant that has no service at all gets the town hall's catalogue.</summary>
public sealed record SeedCatalogue(string Tenant) : IRequest<Outcome>
{
    internal sealed class Handler(CatalogueSeed seed) : IRequestHandler<SeedCatalogue, Outcome>
    {
        public async Task<Outcome> Handle(SeedCatalogue command, CancellationToken ct)
        {
            await seed.Plant(command.Tenant, ct);
            return new Outcome(0, null);
        }
    }
}

using CleanFte.Domain;
using MediatR;

namespace CleanFte.Application.Tenants;

/// <summary>All tenants, for operators.</summary>
public sealed record ListTenants : IRequest<Outcome<IReadOnlyList<Tenant>>>
{
    private static readonly Refusal OperatorOnly = new(
        "tenant.forbidden", "Only an operator lists tenants.", RefusalKind.Forbidden);

    internal sealed class Handler(Caller caller, ITenants tenants)
        : IRequestHandler<ListTenants, Outcome<IReadOnlyList<Tenant>>>
    {
        public async Task<Outcome<IReadOnlyList<Tenant>>> Handle(ListTenants query, CancellationToken ct) =>
            caller.Role == ApiRole.Operator
                ? new Outcome<IReadOnlyList<Tenant>>(await tenants.List(ct), null)
                : OperatorOnly;
    }
}

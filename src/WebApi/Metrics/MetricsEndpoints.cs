using CleanFte.Application.Metrics;
using CleanFte.Application.Tenants;
using MediatR;

namespace CleanFte.WebApi.Metrics;

/// <summary>Figures for analysts, and what each of them means.</summary>
internal static class MetricsEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        var metrics = routes.MapGroup("/metrics").WithTags("Metrics").ForRoles(ApiRole.Analyst, ApiRole.Admin, ApiRole.Operator);
        metrics.MapGet("/ledger", async (ISender sender, CancellationToken ct) =>
                (await sender.Send(new ShowLedger(), ct)).ToResult(balances => new { channels = balances }))
            .WithSummary("Shows what became of everything that came in, per channel");
    }
}

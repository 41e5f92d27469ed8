using CleanFte.Application.Metrics;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using MediatR;

namespace CleanFte.WebApi.Metrics;

/// <summary>Figures for analysts, and what each of them means.</summary>
internal static class MetricsEndpoints
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(30);

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        var metrics = routes.MapGroup("/metrics").WithTags("Metrics")
            .ForRoles(ApiRole.Analyst, ApiRole.Admin, ApiRole.Operator);
        metrics.MapGet("/ledger", async (ISender sender, CancellationToken ct) =>
                (await sender.Send(new ShowLedger(), ct)).ToResult(balances => new { channels = balances }))
            .WithSummary("Shows what became of everything that came in, per channel");
        metrics.MapGet("/channels", Channels)
            .WithSummary("Shows conversations, messages, tickets, escalations, sentiment and latency per channel");
        metrics.MapGet("/definitions", () => Results.Ok(new { items = MetricDefinitions.All }))
            .WithSummary("Says what each figure means");
    }

    /// <summary>From and to are rounded to whole hours by the query; without them it is the last 30 days.</summary>
    private static async Task<IResult> Channels(
        DateTimeOffset? from, DateTimeOffset? to, string? bucket, ISender sender, TimeProvider clock,
        CancellationToken ct)
    {
        if (!WireName.TryParse<MetricsBucket>(bucket ?? "all", out var by))
        {
            return Problems.Of(new Refusal(
                "request.malformed", $"Use one of {WireName.All<MetricsBucket>()}.", RefusalKind.Shape, "bucket"));
        }

        var until = to?.ToUniversalTime() ?? clock.GetUtcNow();
        var query = new ShowChannelMetrics(from?.ToUniversalTime() ?? until - DefaultSpan, until, by);
        return (await sender.Send(query, ct)).ToResult(view => view);
    }
}

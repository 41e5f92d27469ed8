using CleanFte.Infrastructure.Projections;
using Npgsql;

namespace CleanFte.WebApi;

/// <summary>Whether this process lives and whether it can serve. Details are for those with a key.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Metrics that are so far behind the log are worth a look.</summary>
    private static readonly TimeSpan WorryingLag = TimeSpan.FromSeconds(30);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Operation");
        health.MapGet("/live", () => Results.Ok(new { status = "healthy" })).ForAnyone()
            .WithSummary("Says that the process runs");
        health.MapGet("/ready", async (NpgsqlDataSource database, CancellationToken ct) =>
                Answer(await IsReachable(database, ct) ? "healthy" : "unhealthy", null))
            .ForAnyone().WithSummary("Says whether requests can be served");
        health.MapGet("/", Show).ForCitizens().WithSummary("Says how the components are");
    }

    private static async Task<IResult> Show(
        HttpContext http, NpgsqlDataSource database, ProjectionHealth projections, CancellationToken ct)
    {
        var reachable = await IsReachable(database, ct);
        var current = projections.State is { Error: null, BlockedBy.Count: 0 } && projections.Lag < WorryingLag;
        var status = !reachable ? "unhealthy" : current ? "healthy" : "degraded";
        return Answer(status, http.Key() is null
            ? null
            : new
            {
                database = new { status = reachable ? "healthy" : "unhealthy" },
                projections = new
                {
                    status = current ? "healthy" : "degraded",
                    projections.State.Position,
                    lagSeconds = projections.Lag.TotalSeconds,
                    blockedByServerProcesses = projections.State.BlockedBy,
                    projections.State.Error,
                },
            });
    }

    private static async Task<bool> IsReachable(NpgsqlDataSource database, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            await using var command = database.CreateCommand("select 1");
            return await command.ExecuteScalarAsync(limit.Token) is 1;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private static IResult Answer(string status, object? components) => Results.Json(
        components is null ? new { status } : new { status, components },
        statusCode: status == "unhealthy" ? 503 : 200);
}

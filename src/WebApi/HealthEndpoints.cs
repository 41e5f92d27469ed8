using Npgsql;

namespace CleanFte.WebApi;

/// <summary>Whether this process lives and whether it can serve. Details are for those with a key.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Operation");
        health.MapGet("/live", () => Results.Ok(new { status = "healthy" })).ForAnyone().WithSummary("Says that the process runs");
        health.MapGet("/ready", async (NpgsqlDataSource database, CancellationToken ct) =>
                Answer(await Check(database, ct), false))
            .ForAnyone().WithSummary("Says whether requests can be served");
        health.MapGet("/", async (HttpContext http, NpgsqlDataSource database, CancellationToken ct) =>
                Answer(await Check(database, ct), http.Key() is not null))
            .ForCitizens().WithSummary("Says how the components are");
    }

    private static async Task<(bool Healthy, string Detail)> Check(NpgsqlDataSource database, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            await using var command = database.CreateCommand("select count(*) from instances");
            return (true, $"{await command.ExecuteScalarAsync(limit.Token)} instances");
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or IOException)
        {
            return (false, e.GetType().Name);
        }
    }

    private static IResult Answer((bool Healthy, string Detail) database, bool details)
    {
        var status = database.Healthy ? "healthy" : "unhealthy";
        object body = details ? new { status, components = new { database = new { status, database.Detail } } } : new { status };
        return Results.Json(body, statusCode: database.Healthy ? 200 : 503);
    }
}

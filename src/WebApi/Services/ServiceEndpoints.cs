using CleanFte.Application.Services;
using MediatR;

namespace CleanFte.WebApi.Services;

/// <summary>What citizens may ask for.</summary>
internal static class ServiceEndpoints
{
    public static void MapServices(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/services", async (ISender sender, CancellationToken ct) =>
                Results.Ok((await sender.Send(new ListServices(), ct)).Value))
            .ForCitizens()
            .RequireCors(Cors.Form)
            .WithTags("Citizens")
            .Produces<IReadOnlyList<ServiceView>>()
            .WithSummary("Lists the public catalogue");
}

using CleanFte.Application.Customers;
using CleanFte.Application.Tenants;
using MediatR;

namespace CleanFte.WebApi.Customers;

/// <summary>Customers and their history across channels.</summary>
internal static class CustomerEndpoints
{
    private const int DefaultLimit = 50;

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup("/customers").WithTags("Customers")
            .ForRoles(ApiRole.Integrator, ApiRole.Staff, ApiRole.Admin);
        customers.MapGet("/", async (string? identifier, ISender sender, CancellationToken ct) =>
                (await sender.Send(new FindCustomers(identifier ?? ""), ct)).ToResult(found => new { items = found }))
            .WithSummary("Finds customers by phone, e-mail or outside id");
        customers.MapGet("/{id:guid}", async (Guid id, ISender sender, CancellationToken ct) =>
                (await sender.Send(new ShowCustomer(id), ct)).ToResult(customer => customer))
            .WithSummary("Shows a customer");
        var roles = routes.MapGroup("/customers/{id:guid}/roles").WithTags("Customers")
            .ForRoles(ApiRole.Integrator, ApiRole.Admin);
        roles.MapPost("/", (Guid id, RoleRequest body, ISender sender, CancellationToken ct) =>
                Change(id, body.Role ?? "", true, sender, ct))
            .Produces<CustomerView>()
            .WithSummary("Grants a role, which opens the services that need it");
        roles.MapDelete("/{role}", (Guid id, string role, ISender sender, CancellationToken ct) =>
                Change(id, role, false, sender, ct))
            .Produces<CustomerView>()
            .WithSummary("Takes a role back");
        customers.MapGet("/{id:guid}/history", History)
            .WithSummary("Shows all messages of all channels in time order");
    }

    private static async Task<IResult> Change(
        Guid id, string role, bool granted, ISender sender, CancellationToken ct) =>
        (await sender.Send(new ChangeRole(id, role, granted), ct)).Refusal is { } refusal
            ? Problems.Of(refusal)
            : (await sender.Send(new ShowCustomer(id), ct)).ToResult(customer => customer);

    private static async Task<IResult> History(
        Guid id, int? limit, string? cursor, ISender sender, CancellationToken ct)
    {
        HistoryCursor? after = null;
        if (cursor is not null && !Cursors.TryRead(cursor, out after))
        {
            return Problems.Of(Cursors.Unreadable);
        }

        var outcome = await sender.Send(new ShowCustomerHistory(id, limit ?? DefaultLimit, after), ct);
        return outcome.ToResult(page => new { items = page.Messages, cursor = Cursors.Write(page.Next) });
    }
}

/// <param name="Role">Such as <c>parent</c>.</param>
internal sealed record RoleRequest(string? Role);

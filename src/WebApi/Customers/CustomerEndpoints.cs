using System.Net.Mime;
using CleanFte.Application;
using CleanFte.Application.Customers;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
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
                Change(id, new ChangeRole(id, body.Role ?? "", true, body.Reference), sender, ct))
            .Produces<CustomerView>()
            .WithSummary("Grants a role, which opens the services that need it");
        roles.MapDelete("/{role}", (Guid id, string role, ISender sender, CancellationToken ct) =>
                Change(id, new ChangeRole(id, role, false), sender, ct))
            .Produces<CustomerView>()
            .WithSummary("Takes a role back");
        customers.MapGet("/{id:guid}/history", History)
            .WithSummary("Shows all messages of all channels in time order");
        customers.MapPost("/{id:guid}/merge", (Guid id, MergeRequest body, ISender sender, CancellationToken ct) =>
                body.CustomerId is { } other
                    ? Change(id, new MergeCustomers(id, other), sender, ct)
                    : Task.FromResult(Problems.Of(Refusal.Malformed(
                        new Dictionary<string, string[]> { ["customerId"] = ["Name the customer who is the same person."] }))))
            .Produces<CustomerView>()
            .WithSummary("Joins another customer with this one: they are one person, who has all histories");
        customers.MapPost("/{id:guid}/unmerge", (Guid id, ISender sender, CancellationToken ct) =>
                Change(id, new UnmergeCustomers(id), sender, ct))
            .Produces<CustomerView>()
            .WithSummary("Takes this customer apart from whom he was joined with; both histories are as they were");
        customers.MapPost("/{id:guid}/block", (Guid id, BlockRequest body, ISender sender, CancellationToken ct) =>
                Change(id, new BlockCustomer(id, body.Blocked ?? true, body.Reason), sender, ct))
            .Produces<CustomerView>()
            .WithSummary("Takes nothing any more of what the person writes; {\"blocked\": false} takes it again");
        var privacy = routes.MapGroup("/customers/{id:guid}").WithTags("Customers").ForRoles(ApiRole.Integrator, ApiRole.Admin);
        privacy.MapPost("/erase", async (Guid id, ISender sender, CancellationToken ct) =>
                (await sender.Send(new EraseCustomer(id), ct)).ToResult(certificate => certificate))
            .Produces<ErasureCertificate>()
            .WithSummary("Erases the person everywhere, for good; a repeat shows the certificate");
        privacy.MapGet("/erasure", async (Guid id, ISender sender, CancellationToken ct) =>
                (await sender.Send(new ShowErasure(id), ct)).ToResult(certificate => certificate))
            .Produces<ErasureCertificate>()
            .WithSummary("Shows what was erased of a person");
        privacy.MapGet("/export", Export)
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Json)
            .WithSummary("Writes everything that is stored of a person, his files with it, as one JSON document");
        customers.MapPost("/{id:guid}/verifications", async (
                Guid id, VerificationRequest body, ISender sender, CancellationToken ct) =>
                (await sender.Send(new VerifyAddress(id, body.Address, body.Language), ct)).ToCreated(sent => sent))
            .Produces<SentVerification>(StatusCodes.Status201Created)
            .WithSummary("Sends a one-time code to an address that the customer claims");
        customers.MapPost("/{id:guid}/verifications/{verification:guid}", (
                Guid id, Guid verification, CodeRequest body, ISender sender, CancellationToken ct) =>
                Change(id, new ConfirmAddress(id, verification, body.Code ?? ""), sender, ct))
            .Produces<CustomerView>()
            .WithSummary("Takes the code: the address is verified, and whoever was verified by it is the same person");
    }

    private static async Task<IResult> Change(
        Guid id, IRequest<Outcome> change, ISender sender, CancellationToken ct) =>
        (await sender.Send(change, ct)).Refusal is { } refusal
            ? Problems.Of(refusal)
            : (await sender.Send(new ShowCustomer(id), ct)).ToResult(customer => customer);

    private static async Task<IResult> Export(
        Guid id, ISender sender, IPersonExport export, Caller caller, CancellationToken ct)
    {
        var outcome = await sender.Send(new ExportPerson(id), ct);
        return outcome.Refusal is { } refusal
            ? Problems.Of(refusal)
            : Results.Stream(
                output => export.Write(caller.Tenant, outcome.Value!, output, ct), MediaTypeNames.Application.Json, $"person-{id}.json");
    }

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
/// <param name="Reference">By what the tenant's own books know him in it, or null.</param>
internal sealed record RoleRequest(string? Role, string? Reference = null);

/// <param name="CustomerId">Who is joined with the customer of the address.</param>
internal sealed record MergeRequest(Guid? CustomerId);

/// <param name="Reason">For colleagues; up to 500 characters.</param>
internal sealed record BlockRequest(bool? Blocked = null, string? Reason = null);

/// <param name="Address">An e-mail address or phone number; null for the first that he claims.</param>
internal sealed record VerificationRequest(string? Address = null, string? Language = null);

/// <param name="Code">The six digits.</param>
internal sealed record CodeRequest(string? Code = null);

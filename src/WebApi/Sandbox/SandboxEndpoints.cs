using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Customers;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using CleanFte.WebApi.Conversations;
using MediatR;

namespace CleanFte.WebApi.Sandbox;

/// <summary>
/// Plays a citizen without any provider: what is posted takes the same way as a message from WhatsApp.
/// </summary>
internal static class SandboxEndpoints
{
    private static readonly Refusal BadPhone = new(
        "request.malformed", "Give from as a phone number with its country code, such as +34600111222.",
        RefusalKind.Shape, "from");

    private static readonly Refusal NoAccount = new(
        "sandbox.unknown_account", "The sandbox has no such account. GET /api/v1/sandbox lists them.", RefusalKind.Shape,
        "account");

    public static void MapSandbox(this IEndpointRouteBuilder routes, Settings settings)
    {
        if (!settings.Infrastructure.Channels.Any(c => c.Provider == SandboxGateway.Name))
        {
            return;
        }

        var sandbox = routes.MapGroup("/sandbox").ForCitizens().WithTags("Sandbox").AddEndpointFilter(SandboxAccess.Check);
        sandbox.MapGet("", Accounts).Produces<SandboxView>().WithSummary("Whom a demo citizen can write to");
        sandbox.MapPost("/messages", Post).Produces<SandboxPosted>(StatusCodes.Status202Accepted)
            .WithSummary("Sends a message as a citizen");
        sandbox.MapGet("/messages", Messages).Produces<IReadOnlyList<SandboxShown>>()
            .WithSummary("What a citizen wrote and what was answered");
        sandbox.MapSandboxPhone();
    }

    /// <summary>The account and the citizen that are named, or why not.</summary>
    public static (ChannelAccount Account, PhoneNumber Phone, IResult? Wrong) Who(
        HttpContext http, string? account, string? from) =>
        http.SandboxAccount(account) is not { } found ? (null!, default, Problems.Of(NoAccount))
        : PhoneNumber.TryParse(from, out var phone) ? (found, phone, null)
        : (found, default, Problems.Of(BadPhone));

    /// <summary>Records what the provider would have posted.</summary>
    public static async Task Record(
        ChannelAccount account, Dictionary<string, string> fields, Guid? reply, Caller caller, ISender sender, CancellationToken ct)
    {
        caller.Tenant = account.Tenant;
        using var form = new FormUrlEncodedContent(fields);
        var payload = await form.ReadAsByteArrayAsync(ct);
        await sender.Send(new RecordInbound(account, [TwilioWebhook.Element(payload, reply)]), ct);
    }

    private static async Task<IResult> Accounts(HttpContext http, ITenantProfiles profiles, CancellationToken ct)
    {
        var views = new List<SandboxAccountView>();
        foreach (var account in http.SandboxAccountsOf())
        {
            var profile = await profiles.Of(account.Tenant, ct);
            views.Add(new SandboxAccountView(account.Name, account.Tenant, profile.Name, profile.Languages));
        }

        return Results.Ok(new SandboxView(views));
    }

    private static async Task<IResult> Post(
        SandboxMessage message, HttpContext http, ISender sender, Caller caller, CancellationToken ct)
    {
        var (account, phone, wrong) = Who(http, message.Account, message.From);
        if (wrong is not null)
        {
            return wrong;
        }

        var sid = $"SM{message.Id ?? Guid.CreateVersion7():N}";
        await Record(account, message.Fields(account, phone, sid), null, caller, sender, ct);
        return Results.Accepted(
            $"/api/v1/sandbox/messages?from={Uri.EscapeDataString(phone.Value)}", new SandboxPosted(sid));
    }

    private static async Task<IResult> Messages(
        string? from, string? account, HttpContext http, ISenders senders, ICustomerQueries customers, CancellationToken ct)
    {
        var (to, phone, wrong) = Who(http, account, from);
        if (wrong is not null)
        {
            return wrong;
        }

        var known = await senders.Find(
            to.Tenant, to.Name, new Identifier(IdentifierKind.Phone, phone.Value, Verification.Verified), ct);
        var history = known.Customer is { } customer
            ? await customers.History(to.Tenant, new ShowCustomerHistory(customer, ShowCustomerHistory.MaxLimit, null), ct)
            : null;
        return Results.Ok((history?.Messages ?? []).Select(m =>
            new SandboxShown(m.Direction, m.Author, m.Text, m.Delivery, m.At)));
    }
}

internal sealed record SandboxView(IReadOnlyList<SandboxAccountView> Accounts);

/// <param name="Name">The tenant's, as citizens know it.</param>
internal sealed record SandboxAccountView(string Account, string Tenant, string Name, IReadOnlyList<string> Languages);

/// <param name="Id">What the provider calls the message.</param>
internal sealed record SandboxPosted(string Id);

internal sealed record SandboxShown(string Direction, string Author, string Text, string? Delivery, DateTimeOffset At);

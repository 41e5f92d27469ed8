using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Application.Team;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Infrastructure.Channels;
using CleanFte.WebApi.Conversations;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CleanFte.WebApi.Sandbox;

/// <summary>What the phone to try it on needs besides messages.</summary>
internal static class SandboxPhone
{
    /// <summary>Conversations of one citizen that are told, the latest.</summary>
    private const int MaxConversations = 5;

    private const string ColleagueName = "Alex (demo)";

    /// <summary>How long a demo colleague's key is good for: a day's work.</summary>
    private static readonly TimeSpan ColleagueKey = TimeSpan.FromHours(12);

    /// <summary>
    /// How long a photo lies here for the message that refers to it: the ticket keeps a copy of its own, and fetching that may
    /// have to be tried again.
    /// </summary>
    private static readonly TimeSpan PhotoStay = TimeSpan.FromDays(1);

    private static readonly string[] Receipts = ["delivered", "read"];

    public static void MapSandboxPhone(this RouteGroupBuilder sandbox)
    {
        sandbox.MapPost("/photos", Keep).DisableAntiforgery().Produces<SandboxPhoto>(StatusCodes.Status201Created)
            .WithMetadata(new RequestSizeLimitAttribute(Evidence.MaxBytes + (64 * 1024)))
            .WithSummary("Takes a photo that a message then refers to");
        sandbox.MapPost("/receipts", Receive).WithSummary("Says that a reply was delivered to the phone or read on it");
        sandbox.MapGet("/story", Tell).Produces<Story>()
            .WithSummary("Everything that happened in a citizen's conversations, in order");
        sandbox.MapGet("/stream", Listen).WithSummary("Tells that something happened, as server-sent events");
        sandbox.MapPost("/colleague", Employ).Produces<SandboxColleague>(StatusCodes.Status201Created)
            .WithSummary("Gives a demo colleague a key for some hours");
    }

    private static async Task<IResult> Keep(
        IFormFile file, string? account, HttpContext http, Caller caller, IEventSession session, IMediaStore store,
        TimeProvider clock, CancellationToken ct)
    {
        var (to, _, wrong) = SandboxEndpoints.Who(http, account, "+15550100000");
        if (wrong is not null)
        {
            return wrong;
        }

        if (file.Length is 0 or > Evidence.MaxBytes)
        {
            return Problems.Of(413, "request.too_large", $"A photo has 1 to {Evidence.MaxBytes} bytes.");
        }

        var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, ct);
        var reference = SandboxGateway.NewReference();
        var key = SandboxGateway.KeyOf(to.Tenant, reference);

        // Its end is set before it is there: a process that dies in between leaves nothing for ever.
        caller.Tenant = to.Tenant;
        session.Schedule(EraseFiles.Timer(Guid.CreateVersion7(), key, clock.GetUtcNow() + PhotoStay));
        await session.Save(ct);
        await store.Put(key, content.GetBuffer().AsMemory(0, (int)content.Length), "application/octet-stream", ct);
        return Results.Json(new SandboxPhoto(reference, file.ContentType), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> Receive(
        SandboxReceipt receipt, HttpContext http, ISender sender, Caller caller, CancellationToken ct)
    {
        var (account, _, wrong) = SandboxEndpoints.Who(http, receipt.Account, "+15550100000");
        if (wrong is not null)
        {
            return wrong;
        }

        if (!Receipts.Contains(receipt.Status))
        {
            return Problems.Of(400, "request.malformed", "Send the status delivered or read.");
        }

        var fields = new Dictionary<string, string>
        {
            ["MessageSid"] = SandboxGateway.ProviderIdOf(receipt.Part),
            ["MessageStatus"] = receipt.Status!,
            ["AccountSid"] = account.Setting("AccountSid"),
            ["From"] = account.Address,
        };
        await SandboxEndpoints.Record(account, fields, receipt.Part, caller, sender, ct);
        return Results.NoContent();
    }

    private static async Task<IResult> Tell(
        string? account, string? from, HttpContext http, ISenders senders, ICustomerQueries customers, Caller caller,
        ISender sender, CancellationToken ct)
    {
        var (to, phone, wrong) = SandboxEndpoints.Who(http, account, from);
        if (wrong is not null)
        {
            return wrong;
        }

        caller.Tenant = to.Tenant;
        var known = await senders.Find(
            to.Tenant, to.Name, new Identifier(IdentifierKind.Phone, phone.Value, Verification.Verified), ct);
        var latest = known.Customer is { } customer
            ? await customers.Latest(to.Tenant, customer, ShowCustomerHistory.MaxLimit, ct)
            : [];
        var events = new List<StoryEvent>();
        foreach (var id in latest.Select(m => m.ConversationId).OfType<Guid>().Distinct().TakeLast(MaxConversations))
        {
            events.AddRange((await sender.Send(new ShowConversationStory(ConversationId.Of(id)), ct)).Value ?? []);
        }

        return Results.Ok(Story.Of(events.DistinctBy(e => e.Sequence).OrderBy(e => e.Sequence)));
    }

    private static IResult Listen(string? account, HttpContext http, IInboxFeed feed, CancellationToken ct)
    {
        var (to, _, wrong) = SandboxEndpoints.Who(http, account, "+15550100000");
        return wrong ?? InboxStream.Open(http, feed, to.Tenant, ct);
    }

    /// <summary>One colleague for each tenant, whoever asks, so that the team stays small.</summary>
    private static async Task<IResult> Employ(
        string? account, HttpContext http, Caller caller, ITeam team, ISender sender, TimeProvider clock, CancellationToken ct)
    {
        var (to, _, wrong) = SandboxEndpoints.Who(http, account, "+15550100000");
        if (wrong is not null)
        {
            return wrong;
        }

        (caller.Tenant, caller.Role) = (to.Tenant, ApiRole.Admin);
        var member = (await team.Members(to.Tenant, ct)).FirstOrDefault(m => m.Name == ColleagueName)?.Id;
        if (member is null)
        {
            var added = await sender.Send(new AddMember(ColleagueName, null, null), ct);
            if (added.Refusal is { } refusal)
            {
                return Problems.Of(refusal);
            }

            member = added.Value!.Id;
        }

        var made = await sender.Send(
            new CreateApiKey(ApiRole.Staff, "Sandbox", member, clock.GetUtcNow() + ColleagueKey), ct);
        return made.Refusal is { } refused
            ? Problems.Of(refused)
            : Results.Json(
                new SandboxColleague(made.Value!.Key, member.Value, ColleagueName), statusCode: StatusCodes.Status201Created);
    }
}

/// <param name="Part">The part of the reply, as <c>reply_decided</c> names it.</param>
/// <param name="Status">delivered or read.</param>
internal sealed record SandboxReceipt(Guid Part, string? Status, string? Account = null);

/// <param name="Key">Of the role staff, for this tenant, for some hours.</param>
internal sealed record SandboxColleague(string Key, Guid MemberId, string Name);

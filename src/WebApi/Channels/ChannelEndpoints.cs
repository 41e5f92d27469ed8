using CleanFte.Application;
using CleanFte.Application.Channels;
using CleanFte.Application.Tenants;
using CleanFte.Domain;
using CleanFte.WebApi.Tickets;
using MediatR;

namespace CleanFte.WebApi.Channels;

/// <summary>The accounts that citizens write to.</summary>
internal static class ChannelEndpoints
{
    public static void MapChannels(this IEndpointRouteBuilder routes)
    {
        var channels = routes.MapGroup("/admin/channels").WithTags("Administration").ForRoles(ApiRole.Admin);
        channels.MapGet("/", async (ISender sender, CancellationToken ct) =>
                (await sender.Send(new ListChannels(), ct)).ToResult(found => new { items = found }))
            .WithSummary("Lists the channel accounts; of secrets only which there are");
        channels.MapGet("/{account}", Show).Produces<ChannelAccountView>().WithSummary("Shows a channel account");
        channels.MapPut("/{account}", Put).Produces<ChannelAccountView>()
            .WithSummary("Enters a channel account, or changes one with If-Match; secrets that are left out stay");
        channels.MapDelete("/{account}", async (string account, ISender sender, CancellationToken ct) =>
                (await sender.Send(new RemoveChannel(account), ct)).ToResult())
            .WithSummary("Removes a channel account");
        channels.MapPost("/{account}/check", async (string account, ISender sender, CancellationToken ct) =>
                (await sender.Send(new CheckChannel(account), ct)).ToResult(check => check)).Produces<ChannelCheck>()
            .WithSummary("Asks the provider whether credentials and webhook are right, and says what to do");
    }

    private static async Task<IResult> Show(string account, HttpContext http, ISender sender, CancellationToken ct) =>
        Answer(await sender.Send(new ShowChannel(account), ct), http);

    private static async Task<IResult> Put(
        string account, ChannelAccountRequest body, HttpContext http, ISender sender, CancellationToken ct)
    {
        long? expected = null;
        if (http.Request.Headers.IfMatch.ToString() is { Length: > 0 } match)
        {
            if (!ETags.TryRead(match, out var version))
            {
                return Problems.Of(412, "version.stale", "If-Match is no ETag of this account. Read it again.");
            }

            expected = version;
        }

        var entry = new ChannelAccountEntry(
            account, body.Provider ?? "", body.Address ?? "", body.Enabled ?? true, body.Settings ?? new Dictionary<string, string>());
        return Answer(await sender.Send(new PutChannel(entry, expected), ct), http);
    }

    private static IResult Answer(Outcome<ChannelAccountView> outcome, HttpContext http)
    {
        if (outcome.Value is { } view)
        {
            http.Response.Headers.ETag = ETags.Of(view.Version);
        }

        return outcome.ToResult(view => view);
    }
}

/// <param name="Provider">twilio, meta, 360dialog, waha or gmail.</param>
/// <param name="Address">What citizens write to: whatsapp:+14155238886, help@example.org.</param>
/// <param name="Enabled">True unless said otherwise. Disabled, nothing is taken and what is to be sent waits.</param>
/// <param name="Settings">The provider's keys, secrets among them.</param>
internal sealed record ChannelAccountRequest(
    string? Provider, string? Address, bool? Enabled, IReadOnlyDictionary<string, string>? Settings);

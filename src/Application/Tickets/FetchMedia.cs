using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Application.Ports;
using CleanFte.Domain.Tickets;
using MediatR;

namespace CleanFte.Application.Tickets;

/// <summary>
/// Fetches a file that a message only referred to and attaches it to the ticket. What cannot be had is refused with a
/// reason; what cannot be had now is tried again.
/// </summary>
public sealed record FetchMedia(LedgerRow Row, TicketId Ticket) : IRequest<Outcome>
{
    public const string TimerKind = "fetch_media";

    /// <summary>
    /// Downloads that may fail before the file is refused as unreachable; with growing pauses some minutes.
    /// </summary>
    public const int MaxTries = 7;

    /// <summary>The timer that fetches a referenced file.</summary>
    public static TimerRow Timer(TicketId ticket, MediaReferenced media) => new(
        ticket,
        $"{TimerKind}/{media.Media:N}",
        media.At,
        JsonSerializer.SerializeToUtf8Bytes(
            new FetchOrder(media.Media, media.Reference, media.DeclaredType, media.Source, media.Purpose, media.Account
                ?? ""),
            FetchJson.Default.FetchOrder));

    internal sealed class Handler(
        IEventSession session, IChannels channels, IMediaSource source, Evidence evidence, TimeProvider clock)
        : IRequestHandler<FetchMedia, Outcome>
    {
        public async Task<Outcome> Handle(FetchMedia command, CancellationToken ct)
        {
            var order = JsonSerializer.Deserialize(command.Row.Payload.Span, FetchJson.Default.FetchOrder)!;
            if (await session.LoadFresh<Ticket>(command.Ticket, ct) is { ReporterIsErased: true })
            {
                // It may have been fetched while he was erased, and could not be recorded then.
                await evidence.Remove(session.Tenant, command.Ticket, order.Media, ct);
                session.Finish(command.Row, LedgerEnd.Ignored, LedgerRow.Erased);
                await session.Save(ct);
                return new Outcome(0, null);
            }

            var e = await Fetch(command, order, ct);
            session.Finish(command.Row, LedgerEnd.Processed);
            if (await session.Load<Ticket>(command.Ticket, ct) is { } ticket)
            {
                session.Append<Ticket>(command.Ticket, e switch
                {
                    MediaAttached attached => TicketDecider.AttachMedia(ticket, attached),
                    MediaRefused refused => TicketDecider.RefuseMedia(ticket, refused),
                    _ => throw new InvalidOperationException($"A download cannot end as {e.GetType().Name}."),
                });
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }

        private async Task<TicketEvent> Fetch(FetchMedia command, FetchOrder order, CancellationToken ct)
        {
            if (order.Source == MediaSource.Open311)
            {
                // Named by another system, so that no account vouches for it: it is fetched like anybody's.
                return Uri.TryCreate(order.Reference, UriKind.Absolute, out var uri)
                    ? await Take(command, order, await source.Fetch(new MediaRequest(uri, null), ct), ct)
                    : Refused(order, "no_address");
            }

            if (await channels.FindNow(order.Account, session.Tenant, ct) is not { } account)
            {
                return Refused(order, "account_removed");
            }

            return await Take(
                command, order, await channels.GatewayOf(account).Fetch(account, order.Reference, source, ct), ct);
        }

        private async Task<TicketEvent> Take(
            FetchMedia command, FetchOrder order, MediaDownload download, CancellationToken ct)
        {
            switch (download)
            {
                case MediaDownload.Fetched fetched:
                    var item = new EvidenceItem(
                        order.Media, fetched.Content, fetched.DeclaredType
                            ?? order.DeclaredType, fetched.FileName, order.Source,
                        order.Purpose);
                    return await evidence.Keep(session.Tenant, command.Ticket, item, ct);
                case MediaDownload.Refused refused:
                    return Refused(order, refused.Reason);
                case MediaDownload.Failed failed when command.Row.Tries + 1 >= MaxTries:
                    return Refused(order, $"unreachable:{failed.Reason}");
                case MediaDownload.Failed failed:
                    throw new HttpRequestException($"A file could not be fetched now: {failed.Reason}.");
                default:
                    throw new InvalidOperationException("A download ended in no known way.");
            }
        }

        private MediaRefused Refused(FetchOrder order, string reason) =>
            new(order.Media, reason, order.DeclaredType, order.Source, order.Purpose, clock.GetUtcNow());
    }
}

/// <summary>What the timer remembers of a file to fetch.</summary>
internal sealed record FetchOrder(
    Guid Media, string Reference, string DeclaredType, MediaSource Source, MediaPurpose Purpose, string Account);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FetchOrder))]
internal sealed partial class FetchJson : JsonSerializerContext;

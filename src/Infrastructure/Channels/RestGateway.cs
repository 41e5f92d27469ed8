using System.Text.Json;
using System.Text.Json.Serialization;
using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Conversations;

namespace CleanFte.Infrastructure.Channels;

/// <summary>
/// The REST channel: an integrator's own front end writes for its users and reads the replies from the message it
/// posted, so there is nothing to send.
/// </summary>
internal sealed class RestGateway : IChannelGateway
{
    public const string AccountName = "@rest";

    public string Provider => ChannelAccount.InternalProvider;

    public int MaxTextLength => 4_096;

    /// <summary>Only the store's own limit: the files are fetched with the history.</summary>
    public FileRules Files { get; } = new(
        ReplyFile.MaxFiles, 4_096, Evidence.MaxBytes, Evidence.MaxBytes, (long)ReplyFile.MaxFiles * Evidence.MaxBytes);

    public bool SendsContent => false;

    /// <summary>The REST channel's account of a tenant.</summary>
    public static ChannelAccount AccountOf(string tenant) => ChannelAccount.Internal(tenant, "rest");

    public Inbound Decode(ReadOnlyMemory<byte> payload)
    {
        try
        {
            var message = JsonSerializer.Deserialize(payload.Span, RestJson.Default.RestMessage)!;
            return new Inbound.Message(
                message.Id,
                new SenderIdentity(message.Kind ?? "external", message.ExternalId),
                message.ExternalId,
                "",
                null,
                message.Name,
                message.Text,
                message.Button,
                [],
                message is { Latitude: { } latitude, Longitude: { } longitude }
                    ? new InboundLocation(latitude, longitude, message.Address, null)
                    : null);
        }
        catch (JsonException)
        {
            return new Inbound.Unknown("unreadable");
        }
    }

    public Task<SendResult> Send(ChannelAccount account, OutgoingMessage message, CancellationToken ct) =>
        Task.FromResult<SendResult>(new SendResult.Accepted(message.Id.ToString("N")));

    public Task<LookupResult> LookUp(
        ChannelAccount account,
        OutgoingMessage message,
        DateTimeOffset since,
        IReadOnlySet<string> others,
        CancellationToken ct) =>
        Task.FromResult<LookupResult>(new LookupResult.Found(message.Id.ToString("N")));

    public IAsyncEnumerable<InboundElement> Missed(
        ChannelAccount account, RecoveryCursor cursor, CancellationToken ct) =>
        AsyncEnumerable.Empty<InboundElement>();

    public Task<MediaDownload> Fetch(
        ChannelAccount account, string reference, IMediaSource source, CancellationToken ct) =>
        source.Fetch(new MediaRequest(new Uri("about:invalid"), null), ct);

    public Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount account, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ChannelFinding>>([new("credentials", true, "This account needs none.")]);
}

/// <summary>A message as the REST channel records it.</summary>
/// <param name="Id">The integrator's id of it, or ours.</param>
/// <param name="ExternalId">What the person is known by; the integrator has authenticated him.</param>
/// <param name="Kind">What kind of identifier that is; null an id of the integrator's own.</param>
/// <param name="Button">The payload of what was pressed, or null.</param>
internal sealed record RestMessage(
    string Id, string ExternalId, string? Name, string Text, double? Latitude, double? Longitude, string? Address = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Kind = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Button = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RestMessage))]
internal sealed partial class RestJson : JsonSerializerContext;

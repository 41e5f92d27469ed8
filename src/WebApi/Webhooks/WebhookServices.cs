using System.Buffers;
using System.Diagnostics.Metrics;
using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure;
using MediatR;

namespace CleanFte.WebApi.Webhooks;

/// <summary>What a webhook needs, resolved at once.</summary>
internal sealed class WebhookServices(IChannels channels, ISender sender, Caller caller, InfrastructureOptions options)
{
    private static readonly Counter<long> BadSignatures = Telemetry.Meter.CreateCounter<long>(
        "cleanfte.webhook.bad_signatures", description: "Webhooks refused for their signature.");

    public IChannels Channels => channels;

    public ISender Sender => sender;

    public Caller Caller => caller;

    public string PublicUrl => options.PublicUrl;

    /// <summary>What is answered to a webhook that is not signed as the account's provider signs.</summary>
    public static IResult BadSignature(string explanation)
    {
        BadSignatures.Add(1);
        return Problems.Of(403, "webhook.bad_signature", explanation);
    }

    /// <summary>What is answered where there is no such account.</summary>
    public static IResult Unknown() => Problems.Of(404, "channel.not_found", "There is no such channel account.");

    /// <summary>What is answered where nothing is taken: no such account of these providers, or a disabled one.</summary>
    public static IResult? Closed(ChannelAccount? account, params ReadOnlySpan<string> providers) =>
        account is null || !providers.Contains(account.Provider)
            ? Unknown()
            : account.IsEnabled ? null : Problems.Of(503, "channel.disabled", "This channel account is disabled.");
}

/// <summary>Reads a body as it came, up to a limit.</summary>
internal static class RawBody
{
    public static async Task<byte[]> Read(HttpRequest request, int max, CancellationToken ct)
    {
        if (request.ContentLength > max)
        {
            throw new BadHttpRequestException("Too large.", StatusCodes.Status413PayloadTooLarge);
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > max)
            {
                throw new BadHttpRequestException("Too large.", StatusCodes.Status413PayloadTooLarge);
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

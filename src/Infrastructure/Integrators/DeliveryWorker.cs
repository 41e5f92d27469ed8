using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Integrators;

/// <summary>Delivers to subscriptions, in order per ticket, conversation and customer; at least once, under the same id.</summary>
internal sealed class DeliveryWorker(
    DeliveryQueue queue, DeliveryResults results, TenantLog events, WebhookClient client, SubscriptionSecrets secrets,
    Signals signals, ILogger<DeliveryWorker> log)
    : LaneWorker<ClaimedDelivery>(signals.Deliveries, Places, log, Headroom)
{
    /// <summary>Requests of one process under way at the same time.</summary>
    public const int Places = 64;

    /// <summary>Fewer than one tenant may leave: where slow receivers hold most places, others are still claimed for.</summary>
    private const int Headroom = Places / 8;

    /// <summary>What ends makes room for its subscription and for what waits behind it, so the end of each is looked at.</summary>
    protected override async Task<Claimed<ClaimedDelivery>> Claim(int lanes, CancellationToken ct) =>
        new(await queue.Claim(lanes, ct), true);

    protected override async Task Run(ClaimedDelivery unit, CancellationToken ct)
    {
        var answer = await Try(unit, ct);
        if (answer is null)
        {
            // A version that tells less than the one that wrote it down: that one may still be there, or come back.
            await results.NotTold(unit, ct);
            return;
        }

        if (answer.Error is not null)
        {
            log.LogInformation(
                "Delivery {Delivery} to subscription {Subscription} failed: {Error}.", unit.Id, unit.Subscription, answer.Error);
        }

        await Patience.Write(
            () => answer.Error is null ? results.Delivered(unit, answer.Status, ct) : results.Failed(unit, answer, ct),
            DeliveryQueue.Lease - WebhookClient.Timeout, ct);
    }

    /// <summary>Sends it once; null where it is nothing that is told.</summary>
    private async Task<WebhookAnswer?> Try(ClaimedDelivery unit, CancellationToken ct)
    {
        try
        {
            return await events.Find(unit.Tenant, unit.Sequence, ct) is not { } item
                ? null
                : await client.Send(
                    unit.Url, unit.Event.ToString(), WebhookClient.BodyOf(item, unit.WithPersonal),
                    secrets.Read(unit.Tenant, unit.Subscription, unit.Secret, unit.PreviousSecret), ct);
        }
        catch (Exception e) when (e is not NpgsqlException && !ct.IsCancellationRequested)
        {
            // It counts as a try: otherwise its lease would end, and it would be taken up again for ever.
            log.LogError(e, "Delivery {Delivery} to subscription {Subscription} could not be made.", unit.Id, unit.Subscription);
            return WebhookAnswer.Failed("internal_error");
        }
    }

    protected override Task HandBack(CancellationToken ct) => queue.HandBack(ct);
}

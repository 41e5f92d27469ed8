using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>Sends what is in the outbox, in order per recipient.</summary>
internal sealed class OutboxWorker(
    OutboxQueue queue, Signals signals, IRetryPauses pauses, IServiceScopeFactory scopes, ILogger<OutboxWorker> log)
    : LaneWorker<OutboxRow>(signals.Outbox, Places, log)
{
    /// <summary>Messages being sent at the same time.</summary>
    private const int Places = 64;

    protected override Task<Claimed<OutboxRow>> Claim(int lanes, CancellationToken ct) => queue.Claim(lanes, ct);

    protected override async Task Run(OutboxRow unit, CancellationToken ct)
    {
        using var logged = log.Correlated(unit.CorrelationId);
        await using var scope = scopes.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        caller.Tenant = unit.Tenant;
        caller.CorrelationId = unit.CorrelationId;
        caller.UserName = "system";
        try
        {
            await scope.ServiceProvider.GetRequiredService<ISender>().Send(new SendReply(unit), ct);
        }
        catch (LostLeaseException)
        {
            log.LogWarning("The lease on outgoing message {Part} ended before its result was saved.",
                unit.Message.Part);
        }
        catch (Exception e)
        {
            // What was sent but not recorded is uncertain: the provider is asked.
            log.LogError(e, "What became of outgoing message {Part} could not be recorded.", unit.Message.Part);
            await Patience.Write(() => queue.Doubt(unit, pauses.Lookup, ct), OutboxQueue.Lease, ct);
        }
    }

    protected override Task HandBack(CancellationToken ct) => queue.HandBack(ct);
}

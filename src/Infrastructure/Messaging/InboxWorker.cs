using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.EventStore;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Runs what was recorded: decodes a unit's rows and sends each to its command. A failure gives the rows back with a
/// growing pause; rows that failed too often, or that crashed the process, are parked with an apology.
/// </summary>
internal sealed class InboxWorker(
    InboxQueue queue,
    Signals signals,
    Precedence precedence,
    IChannels channels,
    IRetryPauses pauses,
    IServiceScopeFactory scopes,
    ILogger<InboxWorker> log)
    : LaneWorker<ClaimedUnit>(signals.Inbox, Places, log)
{
    /// <summary>Lanes processed at the same time.</summary>
    private const int Places = 384;

    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);

    private int _crashedRunning;

    protected override async Task<Claimed<ClaimedUnit>> Claim(int lanes, CancellationToken ct)
    {
        await precedence.GiveWay(ct);
        var claim = await queue.Claim(lanes, ct);
        if (!claim.Crashed || Interlocked.CompareExchange(ref _crashedRunning, 1, 0) != 0)
        {
            return claim;
        }

        ClaimedUnit? crashed = null;
        try
        {
            crashed = await queue.ClaimCrashed(ct);
        }
        catch (Exception e)
        {
            // What is claimed already must be run.
            log.LogWarning("A row that had crashed a worker could not be claimed ({Reason}).", e.Message);
        }

        if (crashed is null)
        {
            Volatile.Write(ref _crashedRunning, 0);
            return claim;
        }

        return new([.. claim.Units, crashed], true);
    }

    protected override async Task Run(ClaimedUnit unit, CancellationToken ct)
    {
        try
        {
            await Dispatch(unit, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            log.LogInformation("Stopping: {Rows} rows are handed back.", unit.Rows.Count);
        }
        catch (LostLeaseException)
        {
            log.LogWarning("The lease on {Rows} rows ended before their work was saved; another worker has them.",
                unit.Rows.Count);
        }
        catch (Exception e)
        {
            await Failed(unit, e, ct);
        }
        finally
        {
            if (unit.Rows[0].Crashes > 0)
            {
                Volatile.Write(ref _crashedRunning, 0);
            }
        }
    }

    protected override Task HandBack(CancellationToken ct) => queue.HandBack(ct);

    private async Task Dispatch(ClaimedUnit unit, CancellationToken ct)
    {
        var first = unit.Rows[0];
        if (first.Crashes >= ParkInbound.MaxCrashes)
        {
            await Send(first, new ParkInbound(unit.Rows, "crashed"), ct);
        }
        else if (first.Account == TimerLoop.Account)
        {
            foreach (var row in unit.Rows)
            {
                await Send(row, TimerCommands.For(row), ct);
            }
        }
        else if (await channels.FindNow(first.Account, first.Tenant, ct) is not { } account)
        {
            await Send(first, new IgnoreInbound(unit.Rows, "account_removed"), ct);
        }
        else
        {
            await DispatchDecoded(unit, account, ct);
        }
    }

    /// <summary>
    /// Neighbours of one kind go together: messages are answered together, statuses are recorded together.
    /// </summary>
    private async Task DispatchDecoded(ClaimedUnit unit, ChannelAccount account, CancellationToken ct)
    {
        var gateway = channels.GatewayOf(account);
        var decoded = unit.Rows.Select(row => (Row: row, Inbound: gateway.Decode(row.Payload))).ToArray();
        for (var start = 0; start < decoded.Length;)
        {
            var kind = decoded[start].Inbound.GetType();
            var end = start;
            while (end < decoded.Length && decoded[end].Inbound.GetType() == kind
                && (end == start || kind != typeof(Inbound.IdentityChanged)))
            {
                end++;
            }

            var run = decoded[start..end];
            var postponed = decoded[start].Inbound switch
            {
                Inbound.Message => await Send(run[0].Row, new ProcessInboundMessage(
                    account, [.. run.Select(d => new ReceivedMessage(d.Row, (Inbound.Message)d.Inbound))]), ct),
                Inbound.Status => await Send(run[0].Row, new RecordDelivery(
                    account, [.. run.Select(d => new ReceivedStatus(d.Row, (Inbound.Status)d.Inbound))]), ct),
                Inbound.OwnMessage => await Send(run[0].Row, new RecordOwnMessage(
                    account, [.. run.Select(d => new ReportedMessage(d.Row, (Inbound.OwnMessage)d.Inbound))]), ct),
                Inbound.Amendment => await Send(run[0].Row, new RecordAmendment(
                    account, [.. run.Select(d => new ReceivedAmendment(d.Row, (Inbound.Amendment)d.Inbound))]), ct),
                Inbound.IdentityChanged change => await Send(
                    run[0].Row, new RecordIdentityChange(account, run[0].Row, change), ct),
                Inbound.Notice => await Send(
                    run[0].Row, new FetchMissed(account, [.. run.Select(d => d.Row)]), ct),
                var other => await Send(run[0].Row, new IgnoreInbound(
                    [.. run.Select(d => d.Row)], ((Inbound.Unknown)other).Reason), ct),
            };
            if (postponed.Refusal is { } refusal)
            {
                var rest = new ClaimedUnit([.. decoded[start..].Select(d => d.Row)]);
                var age = (int)(DateTimeOffset.UtcNow - run[0].Row.ReceivedAt).TotalSeconds;
                await queue.Release(rest, false, refusal.Code, pauses.After(1 + (int)Math.Log2(age + 1)), ct);
                return;
            }

            start = end;
        }
    }

    private async Task<Outcome> Send(LedgerRow row, IRequest<Outcome> command, CancellationToken ct)
    {
        using var logged = log.Correlated(row.CorrelationId);
        await using var scope = scopes.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        caller.Tenant = row.Tenant;
        caller.CorrelationId = row.CorrelationId;
        caller.CausationId = row.ElementKey;
        caller.UserName = "system";
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(command, ct);
    }

    private async Task Failed(ClaimedUnit unit, Exception e, CancellationToken ct)
    {
        var first = unit.Rows[0];
        if (!IsOutage(e) && unit.Rows.Count == 1 && first.Tries + 1 >= ParkInbound.MaxTries)
        {
            log.LogError(e, "Row {Row} failed {Tries} times and is parked.", first.Id, first.Tries + 1);
            await Send(first, new ParkInbound(unit.Rows, "failed"), CancellationToken.None);
            return;
        }

        log.LogWarning(e, "{Rows} rows from {Row} on failed; they are tried again one by one.", unit.Rows.Count,
            first.Id);
        await GiveBack(unit, e, ct);
    }

    /// <summary>
    /// An outage is not the message's fault: it counts no try, and giving back is tried for as long as the lease lasts.
    /// </summary>
    private async Task GiveBack(ClaimedUnit unit, Exception e, CancellationToken ct)
    {
        var tries = unit.Rows[0].Tries;
        var outage = IsOutage(e);
        var pause = outage ? OutagePause : pauses.After(tries + 1);
        await Patience.Write(
            () => queue.Release(unit, !outage, e.GetType().Name, pause, CancellationToken.None), InboxQueue.Lease, ct);
    }

    private static bool IsOutage(Exception e) =>
        e is NpgsqlException and not PostgresException || (e is PostgresException ended && GroupWriter.IsFatal(ended));
}

using CleanFte.Application.Ports;
using MediatR;

namespace CleanFte.Application.Metrics;

/// <summary>What became of everything that came in, per channel: nothing is ever missing from the sum.</summary>
public sealed record ShowLedger : IRequest<Outcome<IReadOnlyList<LedgerBalance>>>
{
    internal sealed class Handler(IEventSession session, ILedgerQueries ledger)
        : IRequestHandler<ShowLedger, Outcome<IReadOnlyList<LedgerBalance>>>
    {
        public async Task<Outcome<IReadOnlyList<LedgerBalance>>> Handle(ShowLedger query, CancellationToken ct) =>
            new(await ledger.Balances(session.Tenant, ct), null);
    }
}

/// <summary>Counts the ledger.</summary>
public interface ILedgerQueries
{
    /// <summary>One balance per channel, by name; rows already removed are counted from the totals.</summary>
    Task<IReadOnlyList<LedgerBalance>> Balances(string tenant, CancellationToken ct);
}

/// <param name="Channel">A channel, or <c>system</c> for timers.</param>
public sealed record LedgerBalance(string Channel, long Processed, long Ignored, long Parked, long Pending)
{
    public long Received => Processed + Ignored + Parked + Pending;
}

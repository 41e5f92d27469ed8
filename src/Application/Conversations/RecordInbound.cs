using CleanFte.Application.Ports;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Records what a provider delivered. Once it returns, nothing of it is lost; a repeat changes nothing.
/// </summary>
public sealed record RecordInbound(ChannelAccount Account, IReadOnlyList<InboundElement> Elements) : IRequest<Outcome>
{
    internal sealed class Handler(ILedger ledger, Caller caller) : IRequestHandler<RecordInbound, Outcome>
    {
        private static readonly Outcome Recorded = new(0, null);

        public async Task<Outcome> Handle(RecordInbound command, CancellationToken ct)
        {
            await ledger.Record(command.Account, command.Elements, caller.CorrelationId, ct);
            return Recorded;
        }
    }
}

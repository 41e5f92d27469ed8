using CleanFte.Application.Ports;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>Ends ledger rows that ask for nothing, with the reason.</summary>
public sealed record IgnoreInbound(IReadOnlyList<LedgerRow> Rows, string Reason) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session) : IRequestHandler<IgnoreInbound, Outcome>
    {
        public async Task<Outcome> Handle(IgnoreInbound command, CancellationToken ct)
        {
            foreach (var row in command.Rows)
            {
                session.Finish(row, LedgerEnd.Ignored, command.Reason);
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}

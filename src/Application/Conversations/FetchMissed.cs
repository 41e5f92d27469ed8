using CleanFte.Application.Ports;
using MediatR;

namespace CleanFte.Application.Conversations;

/// <summary>
/// The provider told that there is something: what was missed is asked for. It is fetched elsewhere, because that may take
/// longer than the notices are leased, and fail for longer than they are tried.
/// </summary>
public sealed record FetchMissed(ChannelAccount Account, IReadOnlyList<LedgerRow> Notices) : IRequest<Outcome>
{
    internal sealed class Handler(IEventSession session, IRecovery recovery) : IRequestHandler<FetchMissed, Outcome>
    {
        public async Task<Outcome> Handle(FetchMissed command, CancellationToken ct)
        {
            recovery.Request(command.Account);
            foreach (var notice in command.Notices)
            {
                session.Finish(notice, LedgerEnd.Processed);
            }

            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}

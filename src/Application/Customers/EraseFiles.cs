using System.Text;
using CleanFte.Application.Ports;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>Removes an erased person's files, where whoever erased him died before he had.</summary>
/// <param name="Row">Its payload holds the keys, one a line.</param>
public sealed record EraseFiles(LedgerRow Row) : IRequest<Outcome>
{
    public const string TimerKind = "erase_files";

    internal sealed class Handler(IEventSession session, IMediaStore media) : IRequestHandler<EraseFiles, Outcome>
    {
        public async Task<Outcome> Handle(EraseFiles command, CancellationToken ct)
        {
            foreach (var key in Encoding.UTF8.GetString(command.Row.Payload.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                await media.Delete(key, ct);
            }

            session.Finish(command.Row, LedgerEnd.Processed);
            await session.Save(ct);
            return new Outcome(0, null);
        }
    }
}

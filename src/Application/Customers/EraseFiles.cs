using System.Text;
using CleanFte.Application.Ports;
using MediatR;

namespace CleanFte.Application.Customers;

/// <summary>
/// Removes files whose time is over: an erased person's, where whoever erased him died before he had, and what was only passing
/// through.
/// </summary>
/// <param name="Row">Its payload holds the keys, one a line.</param>
public sealed record EraseFiles(LedgerRow Row) : IRequest<Outcome>
{
    public const string TimerKind = "erase_files";

    /// <param name="stream">Names the timer; no stream of events need have it.</param>
    public static TimerRow Timer(Guid stream, string key, DateTimeOffset due) =>
        new(stream, TimerKind, due, Encoding.UTF8.GetBytes(key));

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

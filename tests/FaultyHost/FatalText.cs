using System.Diagnostics;
using CleanFte.Application;
using CleanFte.Application.Conversations;
using MediatR;

namespace CleanFte.FaultyHost;

/// <summary>
/// Ends the process as a fault in native code or a lack of memory would: at once, in the middle of the work, without any
/// handler of ours.
/// </summary>
internal sealed class FatalText : IPipelineBehavior<ProcessInboundMessage, Outcome>
{
    /// <summary>A message with this text is the fault.</summary>
    private const string Trigger = "this crashes the worker";

    public Task<Outcome> Handle(
        ProcessInboundMessage request, RequestHandlerDelegate<Outcome> next, CancellationToken cancellationToken)
    {
        if (request.Messages.Any(m => m.Message.Text == Trigger))
        {
            Process.GetCurrentProcess().Kill();
        }

        return next();
    }
}

using CleanFte.Application.Ports;
using Microsoft.Extensions.AI;

namespace CleanFte.Infrastructure.Models;

/// <summary>
/// Answers in time or throws <see cref="ModelUnavailableException"/>, whatever the provider's library does.
/// </summary>
internal sealed class ReliableChatClient(IChatClient inner, TimeSpan timeout) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelFailures.Guard(ct => base.GetResponseAsync(messages, options, ct), timeout, cancellationToken);
}

using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;

namespace CleanFte.Application.Conversations;

internal static class ReplayedMessages
{
    /// <summary>
    /// Our id of a replayed message that is in the log already, or null. Any other message is new by the ledger's own
    /// key, and costs no look-up.
    /// </summary>
    public static async ValueTask<Guid?> Find(
        this IReceivedMessages messages, ReceivedMessage received, Conversation conversation, CancellationToken ct) =>
        received.Row.Replayed
            ? await messages.Find(
                received.Row.Tenant, conversation.Customer, conversation.Account,
                StorableText.Clean(received.Message.ProviderMessageId), received.Row.ReceivedAt, ct)
            : null;
}

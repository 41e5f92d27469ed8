using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;

namespace CleanFte.Application.Conversations;

/// <summary>Recognises or registers a sender and finds or opens the conversation with him.</summary>
internal sealed class Reception(IEventSession session, ISenders senders, TimeProvider clock)
{
    public async Task<Conversation> Receive(ChannelAccount account, Inbound.Message message, CancellationToken ct)
    {
        var identity = IdentityOf(account, message.Sender);
        var known = await senders.Find(
            session.Tenant, account.Name, WireName.Of(identity.Kind), identity.Value, ct);
        var customer = known.Customer is { } id ? await session.Load<Customer>(id, ct) : null;
        if (customer is not null && known.Conversation is { } open)
        {
            var conversation = await session.Load<Conversation>(open, ct);
            if (conversation is { Closed: false }
                && (session.VersionOf(open) < Conversation.MaxEvents || conversation.Task is not null))
            {
                return conversation;
            }

            if (conversation is { Closed: false })
            {
                session.Append<Conversation>(open, ConversationDecider.Close(conversation, "full", clock.GetUtcNow()));
            }
        }

        return Open(account, message, customer ?? Register(account, message, identity));
    }

    /// <summary>The open conversation with somebody, or null.</summary>
    public async Task<Conversation?> Known(ChannelAccount account, SenderIdentity sender, CancellationToken ct)
    {
        var identity = IdentityOf(account, sender);
        var known = await senders.Find(session.Tenant, account.Name, WireName.Of(identity.Kind), identity.Value, ct);
        return known.Conversation is { } open && await session.LoadFresh<Conversation>(open, ct) is { Closed: false } talk
            ? talk
            : null;
    }

    private static Identifier IdentityOf(ChannelAccount account, SenderIdentity sender)
    {
        var kind = WireName.Parse<IdentifierKind>(sender.Kind);

        // Ids of phone-less users are given per business, so they mean someone else on another account.
        var value = kind == IdentifierKind.WhatsappUser ? $"{account.Name}:{sender.Value}" : sender.Value;
        return new Identifier(kind, StorableText.Clean(value), Verification.Verified);
    }

    private Customer Register(ChannelAccount account, Inbound.Message message, Identifier identity)
    {
        var id = CustomerId.New(clock.GetUtcNow());
        var name = message.ProfileName is { } given ? StorableText.Clean(given) : null;
        return session.Start<Customer>(
            id, CustomerDecider.Register(null, id, name, [identity], account.Name, clock.GetUtcNow()));
    }

    private Conversation Open(ChannelAccount account, Inbound.Message message, Customer customer)
    {
        var now = clock.GetUtcNow();
        var id = ConversationId.New(now);
        session.Schedule(CloseIdleConversation.Timer(id, now));
        return session.Start<Conversation>(
            id,
            ConversationDecider.Open(
                null,
                new ConversationOpened(
                    id, customer.Id, WireName.Parse<Channel>(account.Channel), account.Name,
                    StorableText.Clean(message.ReplyAddress), now)));
    }
}

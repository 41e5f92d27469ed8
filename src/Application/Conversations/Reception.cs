using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;

namespace CleanFte.Application.Conversations;

/// <summary>Recognises or registers a sender and finds or opens the conversation with him.</summary>
internal sealed class Reception(
    IEventSession session, ISenders senders, IDeliveries deliveries, Persons persons, TimeProvider clock)
{
    /// <summary>The conversation that a message belongs to; null where nothing of its sender is taken.</summary>
    public async Task<Conversation?> Receive(ChannelAccount account, Inbound.Message message, CancellationToken ct)
    {
        Identifier[] identities =
        [
            .. message.AlsoKnownAs.Prepend(message.Sender).Select(sender => IdentityOf(account, sender)).Distinct(),
        ];
        var (customer, talk) = message.Answers is { } answered && await Answering(account, message, answered, ct) is { } begun
            ? begun
            : await Recognise(account, identities, ct);
        if (customer is not null && await persons.IsBlocked(customer, ct))
        {
            return null;
        }

        if (customer is not null)
        {
            await Link(customer, identities, account.Name, ct);
        }

        if (talk is { Closed: false })
        {
            if (session.VersionOf(talk.Id) < Conversation.MaxEvents || talk.Task is not null)
            {
                return AddressedTo(talk, message.ReplyAddress);
            }

            session.Append<Conversation>(talk.Id, ConversationDecider.Close(talk, "full", clock.GetUtcNow()));
        }

        if (customer is not null)
        {
            // What was held for him in a conversation that is over.
            session.ReleaseHeld(customer.Id, account.Name);
        }

        return Open(account, message.ReplyAddress, customer ?? Register(account, message, identities));
    }

    /// <summary>The open conversation with a customer on an account; begun, where there is none.</summary>
    public async Task<Conversation> TalkWith(
        ChannelAccount account, Customer customer, string address, CancellationToken ct)
    {
        var identity = customer.Identifiers.First(i => i.Value == address);
        var known = await senders.Find(session.Tenant, account.Name, identity, ct);
        return known.Conversation is { } open && await session.Load<Conversation>(open, ct) is { Closed: false } talk
            ? talk
            : Open(account, address, customer);
    }

    /// <summary>The open conversation with somebody, or null.</summary>
    public async Task<Conversation?> Known(ChannelAccount account, SenderIdentity sender, CancellationToken ct)
    {
        var known = await senders.Find(session.Tenant, account.Name, IdentityOf(account, sender), ct);
        return known.Conversation is { } open && await session.LoadFresh<Conversation>(open, ct) is { Closed: false } talk
            ? talk
            : null;
    }

    /// <summary>The customer who is known by an identity, or null.</summary>
    public async Task<Customer?> KnownBy(ChannelAccount account, SenderIdentity sender, CancellationToken ct) =>
        (await senders.Find(session.Tenant, account.Name, IdentityOf(account, sender), ct)).Customer is { } id
            ? await session.LoadFresh<Customer>(id, ct)
            : null;

    public static Identifier IdentityOf(ChannelAccount account, SenderIdentity sender)
    {
        var kind = WireName.Parse<IdentifierKind>(sender.Kind);

        // Ids of phone-less users are given per business, so they mean someone else on another account.
        var value = kind is IdentifierKind.WhatsappUser or IdentifierKind.Lid ? $"{account.Name}:{sender.Value}" : sender.Value;
        return new Identifier(
            kind, StorableText.Clean(value), sender.IsVerified ? Verification.Verified : Verification.Claimed);
    }

    /// <summary>Answers go where he wrote from last: his number may be another by now.</summary>
    public Conversation AddressedTo(Conversation talk, string address)
    {
        address = StorableText.Clean(address);
        if (talk.ReplyAddress == address)
        {
            return talk;
        }

        session.Readdress(talk.Id, talk.Account, talk.ReplyAddress, address);
        return session.Append<Conversation>(
            talk.Id, (Decision<ConversationEvent>)new ReplyAddressChanged(address, clock.GetUtcNow()));
    }

    /// <summary>
    /// Who answers what we sent to his address has received it there: the address is his, and the conversation that we began
    /// goes on. One who is known by the address already is not made another.
    /// </summary>
    private async Task<(Customer? Customer, Conversation? Talk)?> Answering(
        ChannelAccount account, Inbound.Message message, Guid part, CancellationToken ct)
    {
        if (await deliveries.Find(session.Tenant, account.Name, part, "", ct) is not { } sent
            || await session.Load<Conversation>(sent.Conversation, ct) is not { Closed: false } talk
            || talk.Account != account.Name
            || !talk.ReplyAddress.Equals(message.ReplyAddress, StringComparison.OrdinalIgnoreCase)
            || await KnownBy(account, message.Sender, ct) is { } known && known.Id != talk.Customer)
        {
            return null;
        }

        return (await session.Load<Customer>(talk.Customer, ct), talk);
    }

    /// <summary>Whoever is known by the first of the identities that is known.</summary>
    private async Task<(Customer? Customer, Conversation? Talk)> Recognise(
        ChannelAccount account, IReadOnlyList<Identifier> identities, CancellationToken ct)
    {
        foreach (var identity in identities)
        {
            var known = await senders.Find(session.Tenant, account.Name, identity, ct);
            if (known.Customer is { } id && await session.Load<Customer>(id, ct) is { } customer)
            {
                return (customer, known.Conversation is { } open ? await session.Load<Conversation>(open, ct) : null);
            }
        }

        return (null, null);
    }

    /// <summary>The other identities, from now on his too; what is another's already stays that other's.</summary>
    private async Task Link(
        Customer customer, IReadOnlyList<Identifier> identities, string by, CancellationToken ct)
    {
        foreach (var identity in identities.Where(i => !customer.Identifiers.Contains(i)))
        {
            if ((await senders.Find(session.Tenant, by, identity, ct)).Customer is null)
            {
                session.Append<Customer>(
                    customer.Id, CustomerDecider.Link(customer, identity, by, clock.GetUtcNow()));
            }
        }
    }

    private Customer Register(ChannelAccount account, Inbound.Message message, IReadOnlyList<Identifier> identities)
    {
        var id = CustomerId.New(clock.GetUtcNow());
        var name = message.ProfileName is { } given ? StorableText.Clean(given) : null;
        return session.Start<Customer>(
            id, CustomerDecider.Register(null, id, name, identities, account.Name, clock.GetUtcNow()));
    }

    /// <summary>Begins the talk with a customer who has none on the account.</summary>
    /// <param name="subject">What it is about, where its messages have a subject.</param>
    public Conversation Open(ChannelAccount account, string address, Customer customer, string? subject = null)
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
                    StorableText.Clean(address), now, subject)));
    }
}

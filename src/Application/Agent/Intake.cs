using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent;

/// <summary>
/// Takes a message in: finds the service it is about, opens a ticket or adds to the open one, and keeps the session.
/// </summary>
internal sealed class Intake(IEventSession session, Draws draws)
{
    /// <summary>
    /// Takes in one message under the service that was pressed, or that its words choose, or somebody who has read it.
    /// </summary>
    /// <param name="chosen">The service, where no trigger word is in the message and somebody has read it.</param>
    public async Task<TakenIn> Take(
        Conversation conversation, Turn turn, MessageReceived message, ServiceDefinition? chosen, CancellationToken ct)
    {
        var pressed = Pressed(message, turn);
        var match = pressed is null ? turn.Catalogue.Matcher.Find(message.Text, turn.MayUse) : null;
        var service = pressed ?? match?.Service ?? (message.Text.Length > 0 ? chosen : null);
        if (pressed is null && GuidedService.IsActive(conversation, turn) && !QuestionGuess.IsQuestion(message.Text))
        {
            // It answers the step that was asked, whatever words it has.
            service = null;
        }

        var open = await OpenTicket(conversation, ct);
        if (open is null && pressed is null && message is { Text.Length: 0, Media.Count: 0, Place: null })
        {
            return new TakenIn(message, null, null, false, false);
        }

        if (open is null || StartsAnother(open, conversation, turn, service, message))
        {
            return await OpenNew(conversation, turn, message, service, match?.Severity, ct);
        }

        var switched = Switch(conversation, turn, open, service);
        message = Located(message, turn.Catalogue.Find(open.ServiceCode), open.Place, AddressMention.FindInAnswer);
        await Add(open.Id, turn, message, ct);
        return new TakenIn(message, await session.Load<Ticket>(open.Id, ct), service, false, switched);
    }

    /// <summary>
    /// Takes down what somebody says for the customer: opens a ticket under that service, or leaves a note on the open one.
    /// </summary>
    /// <param name="severity">As he judges it; what the words themselves tell is not lowered by it.</param>
    public async Task<TakenIn> TakeDown(
        Conversation conversation, Turn turn, string subject, string text, ServiceDefinition? service, Severity severity,
        CancellationToken ct)
    {
        var message = new MessageReceived(Guid.Empty, "", turn.Channel, text, null, [], null, turn.Now, turn.Now);
        if (await OpenTicket(conversation, ct) is { } open)
        {
            session.Append<Ticket>(
                open.Id,
                TicketDecider.AddNote(
                    new NoteAdded(Guid.CreateVersion7(turn.Now), NoteAuthor.System, $"{subject}\n{text}", turn.Now)));
            return new TakenIn(message, await session.Load<Ticket>(open.Id, ct), service, false, false);
        }

        var told = service is null ? Severity.Moderate : turn.Catalogue.Matcher.SeverityOf(service, text);
        return await OpenNew(
            conversation, turn, message, service, severity > told ? severity : told, ct, subject);
    }

    /// <summary>What a person is to see where the agent may not speak.</summary>
    public async Task File(Conversation conversation, Turn turn, MessageReceived message, CancellationToken ct)
    {
        if (conversation.Session?.Ticket is { } ticket && await session.Load<Ticket>(ticket, ct) is not null)
        {
            await Add(ticket, turn, message, ct);
        }
    }

    /// <summary>The ticket of the session, while it is open.</summary>
    public async Task<Ticket?> OpenTicket(Conversation conversation, CancellationToken ct) =>
        conversation.Session?.Ticket is { } id && await session.Load<Ticket>(id, ct) is { IsOver: false } ticket
            ? ticket
            : null;

    /// <summary>A button's payload comes from outside, so it opens nothing that is not open to the person anyway.</summary>
    private static ServiceDefinition? Pressed(MessageReceived message, Turn turn) =>
        message.ButtonPayload is { } payload && payload.StartsWith(Inbound.Message.ServiceButton, StringComparison.Ordinal)
        && turn.Catalogue.Find(payload[Inbound.Message.ServiceButton.Length..]) is { } service && turn.MayUse(service)
            ? service
            : null;

    /// <summary>A report keeps its ticket to itself: another thing to be mended is another ticket.</summary>
    private static bool StartsAnother(
        Ticket open, Conversation conversation, Turn turn, ServiceDefinition? service, MessageReceived message) =>
        service is { Kind: ServiceKind.Report }
        && service.Code != open.ServiceCode
        && service.Code != conversation.Session!.ServiceCode
        && IsReport(turn, open.ServiceCode)
        && !QuestionGuess.IsQuestion(message.Text);

    private static bool IsReport(Turn turn, string code) =>
        code != TownHall.General && turn.Catalogue.Find(code) is { Kind: ServiceKind.Report };

    /// <summary>Another service is used from now on; the ticket follows, unless it is a report's own.</summary>
    private bool Switch(Conversation conversation, Turn turn, Ticket ticket, ServiceDefinition? service)
    {
        if (service is null || service.Code == conversation.Session!.ServiceCode)
        {
            return false;
        }

        var changed = conversation.Session with
        {
            ServiceCode = service.Code,
            Step = 0,
            Attempts = 0,
            Data = new Dictionary<string, string>(),
        };
        session.Append<Conversation>(
            conversation.Id, ConversationDecider.AdvanceSession(conversation, changed.Advanced(turn.Now)));
        if (!IsReport(turn, ticket.ServiceCode))
        {
            session.Append<Ticket>(ticket.Id, TicketDecider.Categorise(ticket, service.Code, turn.Now));
        }

        return true;
    }

    private async Task<TakenIn> OpenNew(
        Conversation conversation, Turn turn, MessageReceived message, ServiceDefinition? chosen, Severity? found,
        CancellationToken ct, string? subject = null)
    {
        var service = chosen ?? turn.Catalogue.Find(TownHall.General);
        message = Located(message, service, null, AddressMention.Find);
        var severity = found
            ?? (service is null ? Severity.Moderate : turn.Catalogue.Matcher.SeverityOf(service, message.Text));
        var created = TicketOpening.From(
            conversation, message.Text, turn.Language, service, severity, message.Place, turn.Now,
            draws.Ticket(turn.Now));
        created = subject is null ? created : created with { Subject = subject };
        session.Start<Ticket>(created.Ticket, TicketDecider.Create(null, created));
        if (conversation.Session is { } before)
        {
            session.Append<Conversation>(
                conversation.Id, ConversationDecider.EndSession(conversation, before.Id, "switched", turn.Now));
        }

        var opened = new SessionOpened(
            draws.Session(turn.Now), created.ServiceCode, created.Ticket, created.TrackingNumber, turn.Now);
        session.Append<Conversation>(conversation.Id, ConversationDecider.OpenSession(opened));
        session.Schedule(ExpireSession.Timer(
            conversation.Id, opened.Session, turn.Now.AddMinutes(turn.Profile.SessionIdleMinutes)));
        await ReferenceMedia(created.Ticket, turn, message, ct);
        return new TakenIn(message, await session.Load<Ticket>(created.Ticket, ct), chosen, true, chosen is not null);
    }

    /// <summary>Whoever has written where it is does not want to be asked.</summary>
    private static MessageReceived Located(
        MessageReceived message, ServiceDefinition? service, Place? known, Func<string, string?> find) =>
        message.Place is null && known is null && service is { AsksPlace: true } && find(message.Text) is { } address
        && new Place(Address: address) is var place && place.IsOnEarth()
            ? message with { Place = place }
            : message;

    /// <summary>Words become a note, a place the ticket's place, files evidence.</summary>
    private async Task Add(TicketId id, Turn turn, MessageReceived message, CancellationToken ct)
    {
        if (message.Text.Length > 0)
        {
            session.Append<Ticket>(
                id,
                TicketDecider.AddNote(new NoteAdded(
                    Guid.CreateVersion7(turn.Now), NoteAuthor.Citizen, message.Text, turn.Now, message.Message)));
        }

        if (message.Place is { } place
            && TicketDecider.SetPlace((await session.Load<Ticket>(id, ct))!, place, turn.Now) is { Refusal: null } set)
        {
            session.Append<Ticket>(id, set);
        }

        await ReferenceMedia(id, turn, message, ct);
    }

    private async Task ReferenceMedia(TicketId id, Turn turn, MessageReceived message, CancellationToken ct)
    {
        var ticket = (await session.Load<Ticket>(id, ct))!;
        foreach (var media in message.Media)
        {
            var referenced = new MediaReferenced(
                media.Media, media.Reference, media.DeclaredType, MediaSource.Whatsapp, MediaPurpose.Evidence,
                turn.Account.Name, turn.Now);
            var decision = TicketDecider.ReferenceMedia(ticket, referenced);
            if (decision.Refusal is null)
            {
                ticket = session.Append<Ticket>(id, decision);
                session.Schedule(FetchMedia.Timer(id, referenced));
            }
        }
    }
}

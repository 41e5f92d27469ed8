using CleanFte.Application.Ports;
using CleanFte.Application.Services;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Conversations;

/// <summary>
/// Takes a message in without a model: opens a ticket or adds to the open one, and says what is to be answered. What a
/// guardrail found goes to a person.
/// </summary>
internal sealed class Intake(IEventSession session, ICatalogue catalogues, ITicketQueries tickets, TimeProvider clock)
{
    /// <summary>The reasons a ticket is escalated for, the strictest first.</summary>
    private static readonly string[] Strictest =
    [
        .. new[]
        {
            GuardrailReason.Legal, GuardrailReason.HumanRequest, GuardrailReason.Refund, GuardrailReason.Pricing,
        }.Select(WireName.Of),
    ];

    public async Task<Answer> Take(
        Conversation conversation, ChannelAccount account, MessageReceived message, IReadOnlyList<Finding> findings,
        string language, CancellationToken ct)
    {
        if (findings.Count == 0 && StatusQuestion.TryRead(message.Text, out var number))
        {
            return await TellStatus(number, language, ct);
        }

        var open = await OpenTicket(conversation, ct);
        if (open is null && message is { Text.Length: 0, Media.Count: 0, Place: null })
        {
            return new Answer(IntakeTexts.EmptyMessage(language), null, "empty");
        }

        var answer = open is null
            ? await OpenNew(conversation, account, message, language, ct)
            : await Add(open, account, message, language, ct);
        return findings.Count == 0 ? answer : await Escalate(answer, findings, language, ct);
    }

    private async Task<Answer> Escalate(
        Answer answer, IReadOnlyList<Finding> findings, string language, CancellationToken ct)
    {
        var finding = findings.MinBy(f => Array.IndexOf(Strictest, f.Reason))!;
        var ticket = (await session.Load<Ticket>(answer.Ticket!.Value, ct))!;
        session.Append<Ticket>(
            ticket.Id, TicketDecider.Escalate(ticket, finding.Reason, finding.Evidence, clock.GetUtcNow()));
        return answer with
        {
            Text = IntakeTexts.HandedOver(language, ticket.TrackingNumber),
            Topic = $"{ticket.TrackingNumber} handed over",
        };
    }

    private async Task<Answer> TellStatus(TrackingNumber number, string language, CancellationToken ct)
    {
        var ticket = await tickets.Find(session.Tenant, number.Value, ct);
        return new Answer(
            ticket is null
                ? IntakeTexts.StatusUnknown(language)
                : IntakeTexts.StatusIs(language, number.Value, ticket.Status, ticket.UpdatedAt),
            null,
            $"status {number.Value}");
    }

    private async Task<Ticket?> OpenTicket(Conversation conversation, CancellationToken ct) =>
        conversation.Session?.Ticket is { } id && await session.Load<Ticket>(id, ct) is { IsOver: false } ticket
            ? ticket
            : null;

    private async Task<Answer> OpenNew(
        Conversation conversation, ChannelAccount account, MessageReceived message, string language,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var catalogue = await catalogues.Of(session.Tenant, ct);
        var match = catalogue.Matcher.Find(message.Text);
        var service = match?.Service ?? catalogue.Find(TownHall.General);
        var severity = match?.Severity
            ?? (service is null ? Severity.Moderate : catalogue.Matcher.SeverityOf(service, message.Text));
        var created = TicketOpening.From(conversation, message.Text, language, service, severity, message.Place, now);
        session.Start<Ticket>(created.Ticket, TicketDecider.Create(null, created));
        session.Append<Conversation>(
            conversation.Id,
            ConversationDecider.OpenSession(new SessionOpened(
                Guid.CreateVersion7(now), created.ServiceCode, created.Ticket, created.TrackingNumber, now)));
        await ReferenceMedia(created.Ticket, account, message, ct);
        var text = IntakeTexts.Acknowledge(
            language,
            created.TrackingNumber,
            match is null ? null : Catalogue.NameOf(match.Value.Service, language),
            service is { AsksPlace: true } && message.Place is null,
            service is { AsksPhoto: true } && message.Media.Count == 0);
        return new Answer(text, created.Ticket, created.TrackingNumber);
    }

    /// <summary>
    /// Words become a note, a place the ticket's place, files evidence; the last of these is what is answered.
    /// </summary>
    private async Task<Answer> Add(
        Ticket ticket, ChannelAccount account, MessageReceived message, string language, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var text = IntakeTexts.EmptyMessage(language);
        if (message.Text.Length > 0)
        {
            session.Append<Ticket>(
                ticket.Id,
                TicketDecider.AddNote(new NoteAdded(Guid.CreateVersion7(now), NoteAuthor.Citizen, message.Text, now)));
            text = IntakeTexts.Added(language, ticket.TrackingNumber);
        }

        if (message.Place is { } place)
        {
            session.Append<Ticket>(ticket.Id, TicketDecider.SetPlace(ticket, place, now));
            text = IntakeTexts.PlaceSet(language, ticket.TrackingNumber);
        }

        if (message.Media.Count > 0)
        {
            await ReferenceMedia(ticket.Id, account, message, ct);
            text = IntakeTexts.MediaAdded(language, ticket.TrackingNumber, message.Media.Count);
        }

        return new Answer(text, ticket.Id, ticket.TrackingNumber);
    }

    private async Task ReferenceMedia(
        TicketId id, ChannelAccount account, MessageReceived message, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ticket = (await session.Load<Ticket>(id, ct))!;
        foreach (var media in message.Media)
        {
            var referenced = new MediaReferenced(
                media.Media, media.Reference, media.DeclaredType, MediaSource.Whatsapp, MediaPurpose.Evidence,
                account.Name, now);
            var decision = TicketDecider.ReferenceMedia(ticket, referenced);
            if (decision.Refusal is null)
            {
                ticket = session.Append<Ticket>(id, decision);
                session.Schedule(FetchMedia.Timer(id, referenced));
            }
        }
    }
}

/// <summary>What a message is answered with.</summary>
/// <param name="Topic">Messages of one unit about the same thing are answered once.</param>
internal sealed record Answer(string Text, TicketId? Ticket, string Topic);

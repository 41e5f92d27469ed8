namespace CleanFte.Domain.Tickets;

/// <summary>What may be done with a ticket, and what then has happened. Pure: times and ids come in.</summary>
public static class TicketDecider
{
    /// <summary>How long after it was resolved a ticket can be reopened; later a new one is due.</summary>
    public static readonly TimeSpan ReopenWindow = TimeSpan.FromDays(30);

    public static Decision<TicketEvent> Create(Ticket? ticket, TicketCreated created) =>
        ticket is null ? created : Decision.Nothing;

    public static Decision<TicketEvent> Escalate(Ticket ticket, string reason, string? evidence, DateTimeOffset now) =>
        ticket.Status switch
        {
            TicketStatus.Escalated => Decision.Nothing,
            TicketStatus.Resolved or TicketStatus.Closed => TicketRefusals.AlreadyResolved,
            _ => new TicketEscalated(ticket.Channel, reason, evidence, now),
        };

    /// <summary>What it is about has become clear.</summary>
    public static Decision<TicketEvent> Categorise(Ticket ticket, string serviceCode, DateTimeOffset now) => ticket switch
    {
        _ when ticket.ServiceCode == serviceCode => Decision.Nothing,
        { IsOver: true } => TicketRefusals.AlreadyResolved,
        _ => new TicketCategorised(serviceCode, now),
    };

    /// <summary>A note is taken whatever the state: a late remark still belongs to the file.</summary>
    public static Decision<TicketEvent> AddNote(NoteAdded note) => note;

    public static Decision<TicketEvent> ChangeStatus(Ticket ticket, TicketStatus to, DateTimeOffset now) => to switch
    {
        _ when to == ticket.Status => Decision.Nothing,
        TicketStatus.Resolved => Resolve(ticket, null, now),
        TicketStatus.Closed when ticket.Status == TicketStatus.Resolved =>
            new StatusChanged(ticket.Status, to, now),
        TicketStatus.Escalated => TicketRefusals.EscalationNeedsReason,
        _ when ticket.IsOver => TicketRefusals.AlreadyResolved,
        _ => new StatusChanged(ticket.Status, to, now),
    };

    public static Decision<TicketEvent> Resolve(Ticket ticket, string? resolution, DateTimeOffset now) =>
        ticket.Status switch
        {
            TicketStatus.Resolved => Decision.Nothing,
            TicketStatus.Closed => TicketRefusals.AlreadyResolved,
            _ => new TicketResolved(resolution, now),
        };

    public static Decision<TicketEvent> Reopen(Ticket ticket, string? reason, DateTimeOffset now) => ticket switch
    {
        { IsOver: false } => Decision.Nothing,
        _ when now - (ticket.ResolvedAt ?? ticket.UpdatedAt) > ReopenWindow => TicketRefusals.TooLateToReopen,
        _ => new TicketReopened(reason, now),
    };

    public static Decision<TicketEvent> RaisePriority(
        Ticket ticket, Priority priority, string reason, DateTimeOffset now) => priority switch
        {
            _ when priority == ticket.Priority => Decision.Nothing,
            _ when priority < ticket.Priority => TicketRefusals.PriorityOnlyRises,
            _ when ticket.IsOver => TicketRefusals.AlreadyResolved,
            _ => new PriorityRaised(priority, reason, now),
        };

    public static Decision<TicketEvent> PublishText(Ticket ticket, string text, DateTimeOffset now) =>
        ticket.PublicText == text ? Decision.Nothing : new PublicTextPublished(text, now);

    /// <summary>
    /// What another system says: its words and, where it names one, how the ticket stands. It knows open and closed, and that
    /// somebody works on it; where that is so already, its words are all that is new. What it works on is not over: a ticket
    /// that was is reopened first, since there is no other word for that.
    /// </summary>
    public static Decision<TicketEvent> PostUpdate(Ticket ticket, UpdatePosted update, TicketStatus? to)
    {
        if (ticket.Updates.Contains(update.Update))
        {
            return TicketRefusals.UpdateRepeated;
        }

        if (ticket.Updates.Count >= Ticket.MaxUpdates)
        {
            return TicketRefusals.TooManyUpdates;
        }

        Decision<TicketEvent> change = to switch
        {
            null => Decision.Nothing,
            TicketStatus.Open => Reopen(ticket, update.Text, update.At),
            TicketStatus.Resolved or TicketStatus.Closed when ticket.IsOver => Decision.Nothing,
            TicketStatus.Resolved => Resolve(ticket, update.Text, update.At),
            { } status when ticket.IsOver => TakeUp(ticket, status, update),
            { } status => ChangeStatus(ticket, status, update.At),
        };
        return change.Refusal is { } refusal
            ? refusal
            : (List<TicketEvent>)
            [
                update with { Status = change.Events.Count > 0 ? to : null }, .. change.Events.Cast<TicketEvent>(),
            ];
    }

    private static Decision<TicketEvent> TakeUp(Ticket ticket, TicketStatus to, UpdatePosted update) =>
        Reopen(ticket, update.Text, update.At) is { Refusal: { } refusal }
            ? refusal
            : (List<TicketEvent>)
            [
                new TicketReopened(update.Text, update.At), new StatusChanged(TicketStatus.Open, to, update.At),
            ];

    public static Decision<TicketEvent> SetPlace(Ticket ticket, Place place, DateTimeOffset now) => ticket switch
    {
        _ when ticket.Place == place => Decision.Nothing,
        { IsOver: true } => TicketRefusals.AlreadyResolved,
        _ => new PlaceSet(place, now),
    };

    public static Decision<TicketEvent> ReferenceMedia(Ticket ticket, MediaReferenced media) => ticket switch
    {
        _ when ticket.Media.ContainsKey(media.Media) => Decision.Nothing,
        _ when ticket.Media.Count >= Ticket.MaxMedia => TicketRefusals.TooManyMedia,
        _ => media,
    };

    public static Decision<TicketEvent> AttachMedia(Ticket ticket, MediaAttached media) => ticket switch
    {
        { ReporterIsErased: true } when media.Source != MediaSource.Staff => TicketRefusals.ReporterErased,
        _ when ticket.Media.TryGetValue(media.Media, out var kept) && kept is not null => Decision.Nothing,
        _ when !ticket.Media.ContainsKey(media.Media) && ticket.Media.Count >= Ticket.MaxMedia =>
            TicketRefusals.TooManyMedia,
        _ => media,
    };

    public static Decision<TicketEvent> RefuseMedia(Ticket ticket, MediaRefused refused) => ticket switch
    {
        _ when ticket.Media.TryGetValue(refused.Media, out var kept) && kept is not null => Decision.Nothing,
        _ when !ticket.Media.ContainsKey(refused.Media) && ticket.Media.Count >= Ticket.MaxMedia =>
            TicketRefusals.TooManyMedia,
        _ => refused,
    };

    public static Decision<TicketEvent> GiveFeedback(Ticket ticket, int rating, string? comment, DateTimeOffset now) =>
        ticket switch
        {
            _ when rating is < 1 or > 5 => TicketRefusals.RatingOutOfRange,
            { IsOver: false } => TicketRefusals.NotResolvedYet,
            _ => new FeedbackGiven(rating, comment, now),
        };
}

public static class TicketRefusals
{
    public static readonly Refusal AlreadyResolved = new(
        "ticket.already_resolved", "The ticket is resolved or closed. Reopen it first.", RefusalKind.State);

    public static readonly Refusal TooLateToReopen = new(
        "ticket.too_late_to_reopen",
        $"A ticket can be reopened for {TicketDecider.ReopenWindow.Days} days after it was resolved. Open a new one.",
        RefusalKind.State);

    public static readonly Refusal EscalationNeedsReason = new(
        "ticket.escalation_needs_reason", "Escalate with a reason: POST /tickets/{ticket}/escalate.", RefusalKind.Rule,
        "status");

    public static readonly Refusal PriorityOnlyRises = new(
        "ticket.priority_only_rises", "A ticket's priority can be raised, not lowered.", RefusalKind.Rule, "priority");

    public static readonly Refusal ReporterErased = new(
        "ticket.reporter_erased", "The reporter of this ticket was erased; nothing of his is taken any more.", RefusalKind.State);

    public static readonly Refusal TooManyMedia = new(
        "ticket.too_many_media", $"A ticket holds at most {Ticket.MaxMedia} files.", RefusalKind.Rule);

    public static readonly Refusal UpdateRepeated = new(
        "ticket.update_repeated", "An update with this update_id was taken before.", RefusalKind.State, "update_id");

    public static readonly Refusal TooManyUpdates = new(
        "ticket.too_many_updates", $"A ticket takes at most {Ticket.MaxUpdates} updates.", RefusalKind.Rule);

    public static readonly Refusal RatingOutOfRange = new(
        "ticket.rating_out_of_range", "A rating is a whole number from 1 to 5.", RefusalKind.Shape, "rating");

    public static readonly Refusal NotResolvedYet = new(
        "ticket.not_resolved_yet", "The outcome can be rated once the ticket is resolved.", RefusalKind.State);
}

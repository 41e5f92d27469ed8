using CleanFte.Application.Knowledge;
using CleanFte.Application.Services;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Knowledge;
using CleanFte.Domain.Services;
using CleanFte.Domain.Texts;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Agent;

/// <summary>
/// Answers without a model: in the knowledge base's own sentences, or with what the catalogue says; asks back, and hands
/// over what it has no answer to. Deterministic.
/// </summary>
internal sealed class OfflineAgent(GuidedService guided)
{
    /// <summary>Messages in a row that nothing was known for, before a person takes over.</summary>
    public const int MaxUnmatched = 2;

    /// <summary>What a service has to tell itself is only passed over for an article that fits as well as this.</summary>
    private const double BetterThanItems = 0.6;

    /// <summary>What is said to one message.</summary>
    /// <param name="taken">The message, taken in.</param>
    /// <param name="conversation">The conversation after that.</param>
    /// <param name="run">What it is answered by.</param>
    /// <param name="asks">Whether it is known to be a question.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<Draft> Answer(
        TakenIn taken, Conversation conversation, RunState run, bool asks, CancellationToken ct)
    {
        var language = run.Turn.Spoken;
        if (taken.Ticket is null)
        {
            return new Draft(RunDecision.Ask, IntakeTexts.EmptyMessage(run.Turn.Manner), "empty") { Fixed = true };
        }

        if (taken.Service is { Kind: ServiceKind.Human } human)
        {
            return new Draft(RunDecision.Escalate, "", "handover")
            {
                Reason = "human_request",
                Evidence = Catalogue.NameOf(human, language),
            };
        }

        if (GuidedService.IsActive(conversation, run.Turn))
        {
            return await guided.Answer(taken, conversation, run, ct);
        }

        var text = taken.Message.Text;
        asks |= QuestionGuess.IsQuestion(text);
        if (asks && await FromKnowledge(text, taken.Service, conversation, run, asks, ct) is { } answer)
        {
            return answer;
        }

        if (taken.Service is { } service)
        {
            return service.Kind == ServiceKind.Report
                ? Registered(taken, service, run.Turn.Manner)
                : await Informed(service, text, conversation, run, ct);
        }

        return await Unrouted(taken, conversation, run, asks, ct);
    }

    private static async Task<Draft> Unrouted(
        TakenIn taken, Conversation conversation, RunState run, bool asks, CancellationToken ct)
    {
        var turn = run.Turn;
        var message = taken.Message;
        var ticket = taken.Ticket!;
        var courtesy = message is { Media.Count: 0, Place: null } ? CourtesyGuess.Of(message.Text) : Courtesy.None;

        // What is said in the middle of a report belongs to it, who says it as well.
        var reporting = !taken.Opened && ticket.ServiceCode != TownHall.General
            && turn.Catalogue.Find(ticket.ServiceCode) is { Kind: ServiceKind.Report };
        if (courtesy != Courtesy.None && !(reporting && courtesy == Courtesy.Introduction))
        {
            return Polite(courtesy, conversation, turn.Manner);
        }

        if (!asks && !reporting && message.Text.Length > 0
            && await FromKnowledge(message.Text, null, conversation, run, asks, ct) is { } answer)
        {
            return answer;
        }

        return message.Media.Count > 0 || message.Place is not null || (reporting && !asks)
            ? Added(message, ticket, turn.Manner)
            : Unclear(conversation, turn);
    }

    /// <summary>Who agrees before anything was said only begins to talk.</summary>
    private static Draft Polite(Courtesy courtesy, Conversation conversation, Manner manner) =>
        courtesy is Courtesy.Greeting or Courtesy.Introduction || (courtesy == Courtesy.Assent && IsFirst(conversation))
            ? Polite(RunDecision.Ask, AnswerTexts.Greeting(manner), "greeting")
            : Polite(RunDecision.Acknowledge, AnswerTexts.Welcome(manner), "thanks");

    private static Draft Polite(RunDecision decision, string text, string topic) =>
        new(decision, text, topic) { Fixed = true, Courtesy = true };

    /// <summary>Whether nothing but politeness was exchanged so far.</summary>
    private static bool IsFirst(Conversation conversation) =>
        conversation is { LastSession: null, Session.Answered: null };

    private static Draft Added(MessageReceived message, Ticket ticket, Manner manner) => new(
        RunDecision.Acknowledge,
        message switch
        {
            { Media.Count: > 0 } => IntakeTexts.MediaAdded(manner, ticket.TrackingNumber, message.Media.Count),
            { Place: not null } => IntakeTexts.PlaceSet(manner, ticket.TrackingNumber),
            _ => IntakeTexts.Added(manner, ticket.TrackingNumber),
        },
        ticket.TrackingNumber)
    {
        Fixed = true,
    };

    private static Draft Unclear(Conversation conversation, Turn turn) =>
        conversation.Session?.Unmatched + 1 >= MaxUnmatched
            ? new Draft(RunDecision.Escalate, "", "handover", Matched: false) { Reason = "no_kb_match" }
            : new Draft(RunDecision.Ask, AnswerTexts.Unclear(turn.Manner), "unclear", Matched: false)
            {
                Fixed = true,
                Offer = Services(turn),
            };

    /// <summary>The services that whoever is not understood may have meant; null where there are none to choose from.</summary>
    private static ReplyOffer? Services(Turn turn)
    {
        ReplyChoice[] choices =
        [
            .. turn.Catalogue.Services.Where(s => s.Code != TownHall.General && turn.MayUse(s)).Take(ReplyOffer.MaxChoices)
                .Select(s => new ReplyChoice(
                    Ports.Inbound.Message.ServiceButton + s.Code, Catalogue.NameOf(s, turn.Manner.Language))),
        ];
        return choices.Length < 2 ? null : new ReplyOffer(OfferKind.Choices, choices);
    }

    private static Draft Registered(TakenIn taken, ServiceDefinition service, Manner manner)
    {
        var message = taken.Message;
        var ticket = taken.Ticket!;
        if (taken is { Opened: false, Chosen: false })
        {
            return Added(message, ticket, manner);
        }

        var place = service.AsksPlace && ticket.Place is null;
        var photo = service.AsksPhoto && ticket.Media.Count == 0;
        return new Draft(
            place || photo ? RunDecision.Ask : RunDecision.Acknowledge,
            IntakeTexts.Acknowledge(
                manner,
                ticket.TrackingNumber,
                service.Code == TownHall.General ? null : Catalogue.NameOf(service, manner.Language),
                place,
                photo),
            ticket.TrackingNumber)
        {
            Fixed = true,
            Offer = place ? ReplyOffer.Location : null,
        };
    }

    private static async Task<Draft> Informed(
        ServiceDefinition service, string text, Conversation conversation, RunState run,
        CancellationToken ct)
    {
        if (Items(service, run.Turn) is { } items)
        {
            return new Draft(RunDecision.Answer, items, $"service {service.Code}");
        }

        var found = await run.Desk.Search(text, conversation, run.Turn, service.Code, ct);
        return FoundPassage.Clear(found) is { } passage ? FromPassage(passage, run) : Unclear(conversation, run.Turn);
    }

    /// <summary>What a service tells at the moment, or null when that is nothing.</summary>
    public static string? Items(ServiceDefinition service, Turn turn)
    {
        var texts = service.Items
            .Where(item => item.HoldsAt(turn.Now))
            .Select(item => item.Texts.GetValueOrDefault(turn.Spoken) ?? item.Texts.GetValueOrDefault("en")
                ?? item.Texts.Values.FirstOrDefault())
            .OfType<ServiceItemText>()
            .Select(item => $"{item.Title}: {item.Text}")
            .ToArray();
        return texts.Length == 0 ? null : string.Join('\n', texts);
    }

    private static async Task<Draft?> FromKnowledge(
        string text, ServiceDefinition? service, Conversation conversation, RunState run, bool asks,
        CancellationToken ct)
    {
        var found = await run.Desk.Search(text, conversation, run.Turn, null, ct);
        if (FoundPassage.Clear(found, asks) is not { } passage
            || (service is { Kind: ServiceKind.Information } && passage.Score < BetterThanItems
                && Items(service, run.Turn) is not null))
        {
            return null;
        }

        return FromPassage(passage, run);
    }

    public static Draft FromPassage(FoundPassage found, RunState run)
    {
        run.Desk.Use(found);
        var turn = run.Turn;
        return new Draft(
            RunDecision.Answer,
            $"{Extract.Of(found.Passage, turn.PreferredCharacters)}\n{AnswerTexts.Source(turn.Manner, found.Title)}",
            $"article {found.ArticleId}");
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;
using Microsoft.Extensions.AI;

namespace CleanFte.Application.Agent;

/// <summary>
/// One conversation with a model. It fills the tools' arguments in; which tools there are, in which order and how often, is
/// decided here.
/// </summary>
internal sealed class ModelRun(TenantModel model, ModelMemory memory, RunState run, string prompt)
    : IAgentTools
{
    /// <summary>Answers of the model in one run.</summary>
    public const int MaxRounds = 6;

    /// <summary>Tokens of one answer.</summary>
    public const int MaxAnswerTokens = 1_000;

    /// <summary>Tokens of one run, read and written.</summary>
    public const int MaxTokens = 60_000;

    /// <summary>Calls that are looked at in one answer; the rest is told to be too many.</summary>
    private const int MaxCalls = 8;

    /// <summary>Characters of the citizen's messages that a model reads.</summary>
    public const int MaxText = 8_000;

    private readonly List<ChatMessage> _messages = [];
    private readonly List<ModelAnswer> _answers = [];
    private readonly List<FunctionCallContent> _waiting = [];
    private long _tokens;
    private Conversation _conversation = null!;
    private TakenIn? _taken;
    private Draft? _draft;

    /// <summary>Its instructions, without the marker.</summary>
    public string Prompt => prompt;

    public string Name => model.Name;

    public IReadOnlyList<ModelAnswer> Answers => _answers;

    /// <summary>What the model made of the message, once it has called create_ticket.</summary>
    public Understanding? Understood { get; private set; }

    /// <summary>The first round: the model reads the message and says what it is about.</summary>
    public async Task Understand(Conversation conversation, CancellationToken ct)
    {
        _conversation = conversation;
        var text = string.Join("\n\n", run.Turn.Messages.Select(m => m.Message.Text).Where(t => t.Length > 0));
        _messages.Add(new ChatMessage(ChatRole.System, Agent.Prompt.Marked(prompt, memory.Marker)));
        _messages.Add(new ChatMessage(
            ChatRole.User, ModelText.Delimit(ModelText.Clean(text, MaxText), memory.Marker)));
        var answer = await Ask(AgentTools.First, ct);
        _waiting.AddRange(Calls(answer)
            .Where(call => AgentTools.First.Contains(call.Name))
            .DistinctBy(call => call.Name == AgentTools.SearchKnowledgeBase ? call.CallId : call.Name));
        if (_waiting.Find(call => call.Name == AgentTools.CreateTicket) is { } create)
        {
            // Read now, answered when the ticket is there.
            await Invoke(create, ct);
        }
    }

    /// <summary>The rounds after the ticket is there, until the model has answered or handed over.</summary>
    public async Task<Draft> Compose(TakenIn taken, Conversation conversation, CancellationToken ct)
    {
        _taken = taken;
        _conversation = conversation;
        await DoFirst(ct);
        while (_answers.Count < MaxRounds)
        {
            var answer = await Ask(AgentTools.Then, ct);
            var calls = Calls(answer);
            if (calls.Count == 0)
            {
                return answer.Text is { Length: > 0 } text
                    ? Said(text, text.TrimEnd().EndsWith('?'))
                    : throw new ModelUnavailableException("empty");
            }

            _messages.AddMessages(answer);
            var results = new List<AIContent>(calls.Count);
            foreach (var call in calls.OrderBy(c => Order(c.Name)))
            {
                results.Add(new FunctionResultContent(call.CallId, await Invoke(call, ct)));
                if (_draft is not null)
                {
                    return _draft;
                }
            }

            _messages.Add(new ChatMessage(ChatRole.Tool, results));
        }

        throw new ModelUnavailableException("rounds");
    }

    public object CreateTicket(
        string service_code, string subject, TicketSeverity severity, double sentiment, string language)
    {
        if (_taken is not null || Understood is not null)
        {
            return Error("The ticket is there already.");
        }

        Understood = new Understanding(
            run.Turn.Catalogue.Find(service_code) is { } service && run.Turn.MayUse(service) ? service : null,
            (Domain.Tickets.Severity)severity,
            double.IsFinite(sentiment) ? Math.Clamp(sentiment, 0, 1) : null,
            language is "en" or "es" or "fr" ? language : null);
        return new JsonObject { ["status"] = "taken down" };
    }

    public async Task<object> GetCustomerHistory(CancellationToken cancellationToken) =>
        await run.Desk.History(cancellationToken, ToolCaller.Model);

    public async Task<object> SearchKnowledgeBase(string query, CancellationToken cancellationToken)
    {
        var found = await run.Desk.Search(
            ModelText.Clean(query, QuestionLimit), _conversation, run.Turn, null, cancellationToken, ToolCaller.Model);
        foreach (var passage in found)
        {
            run.Desk.Use(passage);
        }

        return new JsonObject
        {
            ["passages"] = new JsonArray(
                [.. found.Select(f => (JsonNode)new JsonObject { ["title"] = f.Title, ["text"] = f.Passage })]),
        };
    }

    public object EscalateToHuman(EscalationCode reason, string summary)
    {
        _draft = new Draft(RunDecision.Escalate, "", "handover")
        {
            Reason = reason switch
            {
                EscalationCode.HumanRequest => "human_request",
                EscalationCode.Legal => "legal",
                EscalationCode.Refund => "refund",
                EscalationCode.Pricing => "pricing",
                _ => "no_kb_match",
            },
            Evidence = ModelText.Clean(summary, GuardrailFinding.MaxEvidence),
        };
        return new JsonObject { ["status"] = "handed over" };
    }

    public object SendResponse(string text, bool expects_reply)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Error("The text is empty.");
        }

        _draft = Said(text, expects_reply);
        return new JsonObject { ["status"] = "sent" };
    }

    private const int QuestionLimit = 1_000;

    private static Draft Said(string text, bool expectsReply) =>
        new(expectsReply ? RunDecision.Ask : RunDecision.Answer, text.Trim(), "model");

    private static JsonObject Error(string text) => new() { ["error"] = text };

    private static int Order(string tool) => AgentTools.First.Concat(AgentTools.Then).ToList().IndexOf(tool);

    /// <summary>What must have happened before anything is said happens now, asked for or not.</summary>
    private async Task DoFirst(CancellationToken ct)
    {
        foreach (var tool in AgentTools.First.Where(tool => !_waiting.Exists(call => call.Name == tool)))
        {
            _waiting.Add(new FunctionCallContent($"call_{tool}", tool, tool switch
            {
                AgentTools.CreateTicket => new Dictionary<string, object?> { ["service_code"] = _taken!.Ticket!.ServiceCode },
                AgentTools.SearchKnowledgeBase => new Dictionary<string, object?> { ["query"] = Asked() },
                _ => [],
            }));
        }

        _waiting.Sort((a, b) => Order(a.Name).CompareTo(Order(b.Name)));
        _messages.Add(new ChatMessage(ChatRole.Assistant, [.. _waiting]));
        var results = new List<AIContent>(_waiting.Count);
        foreach (var call in _waiting)
        {
            results.Add(new FunctionResultContent(
                call.CallId, call.Name == AgentTools.CreateTicket ? Ticket() : await Invoke(call, ct)));
        }

        _messages.Add(new ChatMessage(ChatRole.Tool, results));
    }

    /// <summary>What the model is told of the ticket: nothing that could leave with an answer by mistake.</summary>
    private JsonObject Ticket()
    {
        var ticket = _taken!.Ticket!;
        var service = run.Turn.Catalogue.Find(ticket.ServiceCode);
        var missing = new JsonArray();
        if (service is { AsksPlace: true } && ticket.Place is null)
        {
            missing.Add("place");
        }

        if (service is { AsksPhoto: true } && ticket.Media.Count == 0)
        {
            missing.Add("photo");
        }

        var told = new JsonObject
        {
            ["status"] = _taken.Opened ? "opened" : "added to the open ticket",
            ["service"] = ticket.ServiceCode,
            ["still_needed"] = missing,
        };
        if (service is not null && OfflineAgent.Items(service, run.Turn) is { } items)
        {
            told["holds_now"] = items;
        }

        return told;
    }

    private async Task<object> Invoke(FunctionCallContent call, CancellationToken ct)
    {
        var result = await Result(call, ct);
        var failed = result is JsonObject o && o.ContainsKey("error");
        if (failed || call.Name is not (AgentTools.SearchKnowledgeBase or AgentTools.GetCustomerHistory))
        {
            run.Desk.Record(Named(call.Name), ToolCaller.Model, Arguments(call), (JsonNode)result, failed);
        }

        return result;
    }

    private async Task<object> Result(FunctionCallContent call, CancellationToken ct)
    {
        if (!AgentTools.Of(this).TryGetValue(call.Name, out var tool))
        {
            return Error($"There is no such tool. Use {string.Join(", ", AgentTools.Then)}.");
        }

        if (_taken is not null && AgentTools.First.Contains(call.Name) && call.Name == AgentTools.CreateTicket)
        {
            return Error("The ticket is there already.");
        }

        if (call.Exception is not null)
        {
            return Error("The arguments are not a JSON object.");
        }

        try
        {
            return await tool.InvokeAsync(new AIFunctionArguments(call.Arguments), ct) is { } result
                ? JsonSerializer.SerializeToNode(result, AIJsonUtilities.DefaultOptions)!
                : Error("Nothing came of it.");
        }
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException)
        {
            return Error("The arguments do not fit the tool's schema.");
        }
    }

    private string Asked() => ModelText.Clean(
        string.Join(' ', run.Turn.Messages.Select(m => m.Message.Text)), QuestionLimit);

    private static string Named(string name) => name.Length <= 50 ? StorableText.Clean(name) : StorableText.Clean(name[..50]);

    private static JsonObject Arguments(FunctionCallContent call) =>
        JsonSerializer.SerializeToNode(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions)
            as JsonObject ?? [];

    private static List<FunctionCallContent> Calls(ChatResponse answer) =>
        [.. answer.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Take(MaxCalls)];

    private async Task<ChatResponse> Ask(IReadOnlyList<string> offered, CancellationToken ct)
    {
        var tools = AgentTools.Of(this);
        var options = new ChatOptions
        {
            Tools = [.. offered.Select(name => (AITool)tools[name])],
            ToolMode = offered == AgentTools.First ? ChatToolMode.RequireAny : ChatToolMode.Auto,
            MaxOutputTokens = MaxAnswerTokens,
        };
        var (answer, spent) = await memory.Ask(model.Client, _messages, options, ct);
        var (read, written) = (answer.Usage?.InputTokenCount ?? 0, answer.Usage?.OutputTokenCount ?? 0);
        _tokens += read + written;
        _answers.Add(new ModelAnswer(
            StorableText.Clean(JsonSerializer.Serialize(answer.Messages, AIJsonUtilities.DefaultOptions)), read, written, spent));
        return answer switch
        {
            _ when _tokens > MaxTokens => throw new ModelUnavailableException("tokens"),
            _ when answer.Messages.SelectMany(m => m.Contents).OfType<ErrorContent>().Any()
                || answer.FinishReason == ChatFinishReason.ContentFilter =>
                throw new ModelUnavailableException("refused"),
            _ when answer.FinishReason == ChatFinishReason.Length =>
                throw new ModelUnavailableException("length"),
            _ => answer,
        };
    }
}

/// <summary>What a model made of a message.</summary>
internal sealed record Understanding(
    Domain.Services.ServiceDefinition? Service, Domain.Tickets.Severity Severity, double? Sentiment, string? Language);

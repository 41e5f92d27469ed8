using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Domain;
using CleanFte.Domain.Agent;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Guardrails;
using Microsoft.Extensions.AI;

namespace CleanFte.Application.Agent;

/// <summary>The tools of one run: does what a model asks for, refuses what it may not ask for, and writes both down.</summary>
internal sealed class ModelTools(RunState run) : IAgentTools
{
    private const int QuestionLimit = 1_000;

    private const int MaxName = 64;

    /// <summary>What a tool is called that has no name a provider would read again.</summary>
    private const string Nameless = "unknown_tool";

    private ToolCaller _by;
    private TakenIn? _taken;

    /// <summary>As it is before the message is taken in, and then after that.</summary>
    public Conversation Conversation { get; set; } = null!;

    /// <summary>What the model made of the message, once it has called create_ticket.</summary>
    public Understanding? Understood { get; private set; }

    /// <summary>What is to be said, once the model has answered or handed over.</summary>
    public Draft? Draft { get; private set; }

    public IReadOnlyDictionary<string, AIFunction> All => _all ??= AgentTools.Of(this);

    private IReadOnlyDictionary<string, AIFunction>? _all;

    /// <summary>What create_ticket answers, now that the ticket is there.</summary>
    public JsonObject Took(TakenIn taken)
    {
        _taken = taken;
        var told = TicketNote.Of(taken, run.Turn);
        if (Understood is null)
        {
            run.Desk.Record(
                AgentTools.CreateTicket, ToolCaller.Code, new JsonObject { ["service_code"] = taken.Ticket!.ServiceCode }, told);
        }

        return told;
    }

    /// <summary>Runs a call; a model reads the error where that is not possible.</summary>
    public async Task<object> Invoke(FunctionCallContent call, ToolCaller by, CancellationToken ct)
    {
        _by = by;
        var began = run.Desk.Begin();
        var result = await Result(call, ct);
        var failed = result is JsonObject o && o.ContainsKey("error");
        if (failed || call.Name is not (AgentTools.SearchKnowledgeBase or AgentTools.GetCustomerHistory))
        {
            Record(call, by, (JsonNode)result, failed, began);
        }

        return result;
    }

    public JsonObject Refuse(FunctionCallContent call, string why)
    {
        var error = Error(why);
        Record(call, ToolCaller.Model, error, failed: true);
        return error;
    }

    /// <summary>An answer as it may be given back to its provider, which refuses names that no tool could have.</summary>
    public static ChatMessage Echo(ChatResponse answer) => new(
        ChatRole.Assistant,
        [
            .. answer.Messages.SelectMany(m => m.Contents).Where(c => c is TextContent or FunctionCallContent)
                .Select(c => c is FunctionCallContent call ? Echo(call) : c),
        ]);

    public static FunctionCallContent Echo(FunctionCallContent call) =>
        call.Name.Length is > 0 and <= MaxName && call.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? call
            : new FunctionCallContent(call.CallId, Nameless);

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
        await run.Desk.History(cancellationToken, _by);

    public async Task<object> SearchKnowledgeBase(string query, CancellationToken cancellationToken)
    {
        var cleaned = ModelText.Clean(query, QuestionLimit);
        if (run.Desk.IsExhausted(cleaned))
        {
            return Error("There have been enough searches; answer with what was found, or escalate.");
        }

        var found = await run.Desk.Search(cleaned, Conversation, run.Turn, null, cancellationToken, _by);
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
        Draft = new Draft(RunDecision.Escalate, "", "handover")
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

        Draft = Draft.Said(text, expects_reply);
        return new JsonObject { ["status"] = "sent" };
    }

    /// <summary>What the code searches for when the model does not.</summary>
    public string Asked() => ModelText.Clean(
        string.Join(' ', run.Turn.Messages.Select(m => m.Message.Text)), QuestionLimit);

    private async Task<object> Result(FunctionCallContent call, CancellationToken ct)
    {
        if (!All.TryGetValue(call.Name, out var tool))
        {
            return Error($"There is no such tool. Use {string.Join(", ", AgentTools.Then)}.");
        }

        if (Draft is not null)
        {
            return Error("Nothing can be done after the answer or the hand-over.");
        }

        if (call.Name == AgentTools.CreateTicket && _taken is not null)
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

    private void Record(FunctionCallContent call, ToolCaller by, JsonNode result, bool failed, long? began = null) =>
        run.Desk.Record(
            StorableText.Clean(call.Name[..Math.Min(call.Name.Length, MaxName)]), by, Arguments(call), result, failed, began);

    private static JsonObject Arguments(FunctionCallContent call) =>
        JsonSerializer.SerializeToNode(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions)
            as JsonObject ?? [];

    private static JsonObject Error(string text) => new() { ["error"] = text };
}

/// <summary>What a model made of a message.</summary>
internal sealed record Understanding(
    Domain.Services.ServiceDefinition? Service, Domain.Tickets.Severity Severity, double? Sentiment, string? Language);

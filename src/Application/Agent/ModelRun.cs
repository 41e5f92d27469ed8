using System.Text.Json;
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
{
    /// <summary>Answers of the model in one run.</summary>
    public const int MaxRounds = 6;

    /// <summary>Tokens of one answer.</summary>
    public const int MaxAnswerTokens = 1_000;

    /// <summary>Tokens of one run, read and written.</summary>
    public const int MaxTokens = 60_000;

    /// <summary>Calls of one answer that are looked at; the rest is told to be too many.</summary>
    private const int MaxCalls = 8;

    /// <summary>Characters of the citizen's messages that a model reads.</summary>
    public const int MaxText = 8_000;

    private readonly List<ChatMessage> _messages = [];
    private readonly List<ModelAnswer> _answers = [];
    private readonly List<FunctionCallContent> _waiting = [];
    private readonly List<(FunctionCallContent Call, object Error)> _refused = [];
    private readonly ModelTools _tools = new(run);
    private long _tokens;

    /// <summary>Its instructions, without the marker.</summary>
    public string Prompt => prompt;

    /// <summary>What sets the citizen's text apart.</summary>
    public string Marker => memory.Marker;

    public string Name => model.Name;

    public IReadOnlyList<ModelAnswer> Answers => _answers;

    /// <summary>What the model made of the message, once it has called create_ticket.</summary>
    public Understanding? Understood => _tools.Understood;

    /// <summary>The first round: the model reads the message and says what it is about.</summary>
    public async Task Understand(Conversation conversation, CancellationToken ct)
    {
        _tools.Conversation = conversation;
        var text = string.Join("\n\n", run.Turn.Messages.Select(m => m.Message.Text).Where(t => t.Length > 0));
        _messages.Add(new ChatMessage(ChatRole.System, Agent.Prompt.Marked(prompt, memory.Marker)));
        _messages.Add(new ChatMessage(
            ChatRole.User, ModelText.Delimit(ModelText.Clean(text, MaxText), memory.Marker)));
        var calls = Calls(await Ask(AgentTools.First, ct));
        _refused.AddRange(calls.Skip(MaxCalls).Select(call => (call, (object)TooMany)));
        for (var i = 0; i < calls.Count && i < MaxCalls; i++)
        {
            if (WhyNot(calls, i) is { } why)
            {
                _refused.Add((calls[i], _tools.Refuse(calls[i], why)));
                continue;
            }

            _waiting.Add(calls[i]);
            if (calls[i].Name == AgentTools.CreateTicket)
            {
                // Read now, answered when the ticket is there.
                await _tools.Invoke(calls[i], ToolCaller.Model, ct);
            }
        }
    }

    /// <summary>The rounds after the ticket is there, until the model has answered or handed over.</summary>
    public async Task<Draft> Compose(TakenIn taken, Conversation conversation, CancellationToken ct)
    {
        _tools.Conversation = conversation;
        await DoFirst(taken, ct);
        while (_answers.Count < MaxRounds)
        {
            var answer = await Ask(AgentTools.Then, ct);
            var calls = Calls(answer);
            if (calls.Count == 0)
            {
                return answer.Text is { Length: > 0 } text && !string.IsNullOrWhiteSpace(text)
                    ? Draft.Said(text, text.TrimEnd().EndsWith('?'))
                    : throw new ModelUnavailableException("empty");
            }

            _messages.Add(ModelTools.Echo(answer));
            await Do(calls, ct);
            if (_tools.Draft is { } draft)
            {
                return draft;
            }
        }

        throw new ModelUnavailableException("rounds");
    }

    /// <summary>Runs the calls of one answer in the order of the tools; each has a result, a refused one too.</summary>
    private async Task Do(List<FunctionCallContent> calls, CancellationToken ct)
    {
        var results = new List<AIContent>(calls.Count);
        foreach (var call in calls.Take(MaxCalls).OrderBy(c => Order(c.Name)))
        {
            results.Add(new FunctionResultContent(call.CallId, await _tools.Invoke(call, ToolCaller.Model, ct)));
        }

        results.AddRange(calls.Skip(MaxCalls).Select(call => new FunctionResultContent(call.CallId, TooMany)));
        _messages.Add(new ChatMessage(ChatRole.Tool, results));
    }

    /// <summary>What must have happened before anything is said happens now, asked for or not.</summary>
    private async Task DoFirst(TakenIn taken, CancellationToken ct)
    {
        var asked = _waiting.ToHashSet();
        foreach (var tool in AgentTools.First.Where(tool => !_waiting.Exists(call => call.Name == tool)))
        {
            _waiting.Add(new FunctionCallContent($"call_{tool}", tool, tool switch
            {
                AgentTools.CreateTicket => new Dictionary<string, object?> { ["service_code"] = taken.Ticket!.ServiceCode },
                AgentTools.SearchKnowledgeBase => new Dictionary<string, object?> { ["query"] = _tools.Asked() },
                _ => [],
            }));
        }

        _waiting.Sort((a, b) => Order(a.Name).CompareTo(Order(b.Name)));
        _messages.Add(new ChatMessage(ChatRole.Assistant, [.. _waiting, .. _refused.Select(r => ModelTools.Echo(r.Call))]));
        var results = new List<AIContent>(_waiting.Count + _refused.Count);
        foreach (var call in _waiting)
        {
            results.Add(new FunctionResultContent(
                call.CallId,
                call.Name == AgentTools.CreateTicket
                    ? _tools.Took(taken)
                    : await _tools.Invoke(call, asked.Contains(call) ? ToolCaller.Model : ToolCaller.Code, ct)));
        }

        results.AddRange(_refused.Select(r => new FunctionResultContent(r.Call.CallId, r.Error)));
        _messages.Add(new ChatMessage(ChatRole.Tool, results));
    }

    private const string TooMany = "Not looked at: too many calls in one answer.";

    /// <summary>Why a call of the first answer is not run, or null.</summary>
    private static string? WhyNot(List<FunctionCallContent> calls, int i)
    {
        var name = calls[i].Name;
        if (!AgentTools.First.Contains(name))
        {
            return AgentTools.Then.Contains(name)
                ? $"Not yet. {FirstTools} come first, and their results are to be read."
                : $"There is no such tool. {FirstTools} come first.";
        }

        return name != AgentTools.SearchKnowledgeBase && calls.FindIndex(c => c.Name == name) < i
            ? name == AgentTools.CreateTicket ? "The ticket is there already." : "Once is enough."
            : null;
    }

    private static readonly string FirstTools =
        $"{string.Join(", ", AgentTools.First.SkipLast(1))} and {AgentTools.First[^1]}";

    private static int Order(string tool) => AgentTools.First.Concat(AgentTools.Then).ToList().IndexOf(tool) is >= 0 and var at
        ? at
        : int.MaxValue;

    private static List<FunctionCallContent> Calls(ChatResponse answer) =>
        [.. answer.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>()];

    private async Task<ChatResponse> Ask(IReadOnlyList<string> offered, CancellationToken ct)
    {
        var options = new ChatOptions
        {
            Tools = [.. offered.Select(name => (AITool)_tools.All[name])],
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

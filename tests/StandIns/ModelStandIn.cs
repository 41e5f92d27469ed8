using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanFte.StandIns;

/// <summary>
/// Language model APIs on a loopback port, OpenAI's chat completions and embeddings and Anthropic's messages: they speak the
/// wire formats and refuse what the providers refuse. What the model says is given by the test.
/// </summary>
public sealed class ModelStandIn : IAsyncDisposable
{
    public const string Key = "sk-test-key";

    /// <summary>No vector is made of a text with this in it, as Azure's filters do with what they find harmful.</summary>
    public const string Unspeakable = "(unspeakable)";

    private readonly WebApplication _app;

    private readonly CancellationTokenSource _stopping = new();

    private ModelStandIn(WebApplication app) => _app = app;

    /// <summary>OpenAI's address, as its library wants it.</summary>
    public string OpenAiUrl { get; private set; } = "";

    /// <summary>Anthropic's address, as its library wants it.</summary>
    public string AnthropicUrl { get; private set; } = "";

    /// <summary>What comes next, in order; when it is empty, the model says "Hello".</summary>
    public ConcurrentQueue<ModelTurn> Turns { get; } = new();

    /// <summary>
    /// Who answers a request before <see cref="Turns"/> do, where several are asked at a time; null leaves it to them. It may
    /// let the request wait.
    /// </summary>
    public Func<JsonObject, Task<ModelTurn?>>? Player { get; set; }

    /// <summary>What comes when nothing else does, instead of an answer: an outage that stays.</summary>
    public ModelTurn? Outage { get; set; }

    /// <summary>Whether vectors are lists of numbers although base64 was asked for.</summary>
    public bool Floats { get; set; }

    /// <summary>The requests that were well-formed, oldest first.</summary>
    public ConcurrentQueue<JsonObject> Requests { get; } = new();

    /// <summary>All requests, refused ones included.</summary>
    public int Attempts => _attempts;

    private int _attempts;

    public static async Task<ModelStandIn> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var standIn = new ModelStandIn(app);
        app.MapPost("/v1/chat/completions", context => standIn.Answer(context, OpenAiWire.Instance));
        app.MapPost("/v1/embeddings", context => standIn.Answer(context, new EmbeddingWire(standIn.Floats)));
        app.MapPost("/v1/messages", context => standIn.Answer(context, AnthropicWire.Instance));
        await app.StartAsync();
        var root = app.Urls.Single();
        standIn.OpenAiUrl = $"{root}/v1";
        standIn.AnthropicUrl = root;
        return standIn;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task Answer(HttpContext context, ModelWire wire)
    {
        Interlocked.Increment(ref _attempts);
        if (!wire.IsAuthorised(context.Request.Headers))
        {
            await Write(context, 401, wire.Error("authentication_error", "Invalid key."));
            return;
        }

        var request = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        if (wire.Complaint(request) is { } complaint)
        {
            await Write(context, 400, wire.Error("invalid_request_error", complaint));
            return;
        }

        Requests.Enqueue(request);
        var turn = Player is { } player ? await player(request) : null;
        turn ??= Turns.TryDequeue(out var next) ? next : Outage ?? ModelTurn.Says("Hello");
        if (turn.Fault is { } fault)
        {
            await fault.Apply(context, _stopping.Token);
            return;
        }

        if (turn.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = $"{seconds}";
        }

        if (turn.Status != 200)
        {
            await Write(context, turn.Status, wire.Error("api_error", "Disturbed"));
            return;
        }

        await Write(context, 200, turn.Raw ?? wire.Reply(request, turn));
    }

    private static async Task Write(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }
}

/// <summary>What the model does when it is asked.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Calls">The tools it calls, with their arguments as they stand on the wire.</param>
/// <param name="Refusal">Why it refuses.</param>
/// <param name="Raw">The whole body, right or wrong.</param>
/// <param name="Tokens">Tokens it has read.</param>
/// <param name="Finish">Why it stopped, in the provider's word, when that is not for what it did.</param>
public sealed record ModelTurn(
    string? Text = null,
    IReadOnlyList<(string Tool, string Arguments)>? Calls = null,
    string? Refusal = null,
    string? Raw = null,
    int Status = 200,
    int? RetryAfter = null,
    Fault? Fault = null,
    string? Finish = null,
    int Tokens = 12)
{
    public static ModelTurn Says(string text) => new(text);

    public static ModelTurn Uses(params (string Tool, string Arguments)[] calls) => new(Calls: calls);

    public static ModelTurn Fails(int status, int? retryAfter = null) => new(Status: status, RetryAfter: retryAfter);

    public static ModelTurn Disturbed(Fault fault) => new(Fault: fault);
}

/// <summary>How one provider's API looks.</summary>
internal abstract class ModelWire
{
    public abstract bool IsAuthorised(IHeaderDictionary headers);

    /// <summary>What the provider would refuse the request for.</summary>
    public abstract string? Complaint(JsonObject request);

    public abstract string Reply(JsonObject request, ModelTurn turn);

    public abstract string Error(string type, string message);

    /// <summary>Every result must answer a call, and every call must be answered before anything else is said.</summary>
    protected static string? CallsComplaint(IEnumerable<(IReadOnlyList<string> Calls, IReadOnlyList<string> Results)> messages)
    {
        var open = new HashSet<string>();
        foreach (var (calls, results) in messages)
        {
            foreach (var result in results)
            {
                if (!open.Remove(result))
                {
                    return $"The tool result {result} answers no call of the message before.";
                }
            }

            if (results.Count == 0 && open.Count > 0)
            {
                return $"The tool call {open.First()} has no result.";
            }

            open.UnionWith(calls);
        }

        return open.Count == 0 ? null : $"The tool call {open.First()} has no result.";
    }

    /// <summary>No tool can have another name, and none is read that does.</summary>
    protected static string? NamesComplaint(IEnumerable<string?> names) =>
        names.FirstOrDefault(name => name is not { Length: > 0 and <= 64 }
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')) is { } wrong
            ? $"'{wrong}' does not match '^[a-zA-Z0-9_-]+$'"
            : null;

    protected static string Text(JsonNode node) => node.ToJsonString(JsonSerializerOptions.Default);
}

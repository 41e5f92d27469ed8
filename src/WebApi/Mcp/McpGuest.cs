using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Application;
using CleanFte.Application.Agent;
using CleanFte.Application.Agent.Guests;
using CleanFte.Application.Ports;
using CleanFte.Application.Tenants;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Infrastructure.Tenants;
using MediatR;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CleanFte.WebApi.Mcp;

/// <summary>Who is connected: a key's tenant and name, never what a tool was told.</summary>
/// <param name="Key">The key's id, or what stands in for one.</param>
internal sealed record McpIdentity(string Tenant, string Key, string UserName)
{
    public static McpIdentity Of(VerifiedKey key) => new(key.Tenant, key.Id, key.Caller);
}

/// <summary>
/// An agent of somebody else: runs its calls one after the other, each in a scope of its own, as requests of the API are
/// run. What is refused is a result that says what to do; only a tool that is not there is a fault of the protocol.
/// </summary>
/// <param name="session">The connection's id, or null where requests are not known to belong together.</param>
internal sealed class McpGuest(
    McpIdentity identity, string? session, GuestSession state, IServiceScopeFactory scopes, ILogger<McpGuest> log)
    : IDisposable
{
    /// <summary>Where a client tells a repeated request itself, in the request's <c>_meta</c>.</summary>
    public const string RepeatKey = "cleanfte/idempotency-key";

    /// <summary>Bytes of a request's hash in its key: far more than two could share by chance.</summary>
    private const int KeyBytes = 16;

    private const int MaxRepeatKey = 200;

    private readonly SemaphoreSlim _turn = new(1, 1);

    public McpIdentity Identity => identity;

    public GuestSession State => state;

    public void Dispose() => _turn.Dispose();

    public async Task<IReadOnlyList<Tool>> Tools(string? correlation, CancellationToken ct) =>
        [.. (await Offered(correlation, ct)).Select(tool => tool.ToProtocol())];

    /// <summary>Runs a call.</summary>
    /// <param name="call">As it came.</param>
    /// <param name="request">The request's id in the session.</param>
    /// <param name="correlation">Of what brought it.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<CallToolResult> Call(
        CallToolRequestParams call, RequestId request, string? correlation, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        McpTool? tool = null;
        RequestKey? key = null;
        try
        {
            tool = (await Offered(correlation, ct)).FirstOrDefault(t => t.Name == call.Name)
                ?? throw new McpProtocolException(await NoSuchTool(call.Name, correlation, ct), McpErrorCode.InvalidParams);
            var arguments = new McpArguments(call.Arguments);
            if (arguments.Errors(tool) is { } errors)
            {
                return Refused(Refusal.Malformed(errors));
            }

            if (!TryKey(call.Meta, request, tool, arguments, out key))
            {
                return Refused(new Refusal(
                    "idempotency.key_malformed",
                    $"_meta[\"{RepeatKey}\"] is a text of 1 to {MaxRepeatKey} characters. Nothing was done.",
                    RefusalKind.Shape));
            }

            await using var scope = Scope(correlation);
            var outcome = tool.Opening is { } opening
                ? await Open(scope.ServiceProvider, opening(arguments), key, ct)
                : await Sender(scope).Send(tool.Request!(new GuestCall(state, key), arguments), ct);
            return outcome.Refusal is { } refusal ? Refused(refusal) : Done(outcome.Value!);
        }
        catch (Exception e) when (e is not (McpException or OperationCanceledException))
        {
            return Failed(e, call.Name, tool is { Changes: true }, key);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The API's own way to a ticket: answered once for every request, in the commit that opens it.</summary>
    private static async Task<Outcome<JsonObject>> Open(
        IServiceProvider services, CreateTicket command, RequestKey? key, CancellationToken ct)
    {
        var (answers, tenant) = (services.GetRequiredService<IIdempotency>(), services.GetRequiredService<Caller>().Tenant);
        if (await Stored() is { } before)
        {
            return before;
        }

        try
        {
            var outcome = await services.GetRequiredService<ISender>().Send(
                command with { Answer = key is null ? null : ticket => key.Answered(Opened(ticket)) }, ct);
            return outcome.Refusal is { } refusal ? refusal : Opened(outcome.Value!);
        }
        catch (LostRaceException) when (key is not null)
        {
            // A twin in another process was faster; its answer is this one's too.
            return await Stored() ?? throw new LostRaceException();
        }

        async Task<Outcome<JsonObject>?> Stored() =>
            key is not null && await answers.Find(tenant, key.Scope, key.Key, ct) is { } stored ? key.Repeat(stored) : null;
    }

    private static JsonObject Opened(CreatedTicket ticket) => new()
    {
        ["status"] = "opened",
        ["tracking_number"] = ticket.TrackingNumber,
        ["access_code"] = ticket.AccessCode,
    };

    private async Task<IReadOnlyList<McpTool>> Offered(string? correlation, CancellationToken ct)
    {
        await using var scope = Scope(correlation);
        var binding = await Sender(scope).Send(new BindGuest(state.Conversation), ct);
        return binding.Value is { } bound
            ? McpTool.Of(state.Conversation is not null, bound)
            : throw new McpProtocolException(binding.Refusal!.Message, McpErrorCode.InvalidRequest);
    }

    private async Task<string> NoSuchTool(string name, string? correlation, CancellationToken ct)
    {
        var offered = string.Join(", ", (await Offered(correlation, ct)).Select(tool => tool.Name));
        return state.Conversation is null && AgentTools.First.Concat(AgentTools.Then).Contains(name)
            ? $"{name} works in a conversation only, and this connection serves none: name one when you connect. "
                + $"Here are {offered}."
            : $"There is no tool {McpArguments.Quoted(name)}. Here are {offered}.";
    }

    private bool TryKey(JsonObject? meta, RequestId request, McpTool tool, McpArguments arguments, out RequestKey? key)
    {
        key = null;
        if (!tool.Changes)
        {
            return true;
        }

        var known = session is null ? null : $"{session} {(request.Id is string ? "s" : "n")} {request.Id}";
        if (meta is not null && meta.TryGetPropertyValue(RepeatKey, out var given))
        {
            if (given is not JsonValue value || !value.TryGetValue(out string? text) || text.Length is 0 or > MaxRepeatKey)
            {
                return false;
            }

            known = $"key {text}";
        }

        key = known is null ? null : new RequestKey(
            $"{identity.Key} mcp {tool.Name} {state.Conversation}",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(known)).AsSpan(0, KeyBytes)),
            SHA256.HashData(arguments.Canonical()));
        return true;
    }

    private AsyncServiceScope Scope(string? correlation)
    {
        var scope = scopes.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        (caller.Tenant, caller.Role, caller.UserName) = (identity.Tenant, ApiRole.Agent, identity.UserName);
        caller.CorrelationId = correlation;
        return scope;
    }

    private static ISender Sender(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<ISender>();

    private static CallToolResult Done(JsonObject answer) => Result(answer, answer.ToJsonString(Readable), isError: false);

    private static CallToolResult Refused(Refusal refusal)
    {
        var fields = refusal.Errors?.ToDictionary(e => FieldOf(e.Key), e => string.Join(' ', e.Value));
        var text = fields is null
            ? refusal.Message
            : $"{refusal.Message[..(refusal.Message.IndexOf(';', StringComparison.Ordinal) is > 0 and var end ? end : ^1)]}: "
                + string.Join(" ", fields.Select(f => $"{f.Key}: {f.Value}"));
        return Error(refusal.Code, text, fields);
    }

    /// <param name="e">Why.</param>
    /// <param name="tool">Its name, as it came.</param>
    /// <param name="changes">Whether it may have done something.</param>
    /// <param name="key">What tells the request when it comes again, or null where nothing does.</param>
    private CallToolResult Failed(Exception e, string tool, bool changes, RequestKey? key)
    {
        var (status, code, message) = Problems.Of(e);
        if (status >= 500)
        {
            log.LogError(e, "The tool {Tool} failed with {Code}.", McpArguments.Quoted(tool), code);
        }

        var repeat = !changes ? "Nothing was done."
            : key is not null ? "Sent again as the same request, it is done once however often it is sent."
            : state.Conversation is null ? "It may have been done; nothing tells this request when it comes again."
            : $"It may have been done; read {AgentTools.GetCustomerHistory} first.";
        return Error(code, $"{message} {repeat}", null);
    }

    private static CallToolResult Error(string code, string text, Dictionary<string, string>? fields)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = text };
        if (fields is not null)
        {
            error["errors"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value)));
        }

        return Result(error, text, isError: true);
    }

    private static CallToolResult Result(JsonObject content, string text, bool isError) => new()
    {
        Content = [new TextContentBlock { Text = text }],
        StructuredContent = JsonSerializer.SerializeToElement(content),
        IsError = isError,
    };

    /// <summary>The use case's field under the tool's name for it.</summary>
    private static string FieldOf(string field) => field switch
    {
        "category" => "service_code",
        "location" => "address",
        _ => field,
    };

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

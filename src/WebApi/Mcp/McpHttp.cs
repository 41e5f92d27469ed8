using System.Security.Cryptography;
using CleanFte.Application.Agent.Guests;
using CleanFte.Domain.Conversations;
using MediatR;
using Microsoft.AspNetCore.Http.Features;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CleanFte.WebApi.Mcp;

/// <summary>Brings requests and guests together: by session, or by key and conversation where the protocol has none.</summary>
internal sealed class McpHttp(
    McpSessions sessions, IServiceScopeFactory scopes, IHttpContextAccessor accessor, IHostApplicationLifetime lifetime,
    ILoggerFactory logging)
{
    /// <summary>Which conversation is served, with the first request at least; without it none is.</summary>
    public const string ConversationHeader = "Cleanfte-Conversation";

    public const string SessionHeader = "Mcp-Session-Id";

    public const string VersionHeader = "MCP-Protocol-Version";

    private const int SessionBytes = 16;

    /// <summary>The revision from which on every request stands for itself.</summary>
    private const string Sessionless = "2026-07-28";

    private static readonly string[] Versions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", Sessionless];

    public McpSessions Sessions => sessions;

    /// <summary>The session a message belongs to, in use; a message that begins one begins it.</summary>
    public async Task<(McpSession? Session, IResult? Refusal)> SessionFor(
        HttpContext http, JsonRpcMessage message, CancellationToken ct)
    {
        var version = VersionOf(http);
        if (version.Length > 0 && !Versions.Contains(version))
        {
            return (null, Problems.Of(
                400, "mcp.unsupported_version", $"{VersionHeader} is none of {string.Join(", ", Versions)}."));
        }

        if (http.Request.Headers.ContainsKey(SessionHeader))
        {
            return (Known(http, out var refusal), refusal);
        }

        if (version != Sessionless && message is not JsonRpcRequest { Method: RequestMethods.Initialize })
        {
            return (null, Problems.Of(
                400, "mcp.session_required", $"Begin with initialize, and send the {SessionHeader} that it answers."));
        }

        var (conversation, unknown) = await Conversation(http, ct);
        return unknown is null ? Open(http, conversation, version) : (null, unknown);
    }

    /// <summary>The session that a request names, in use, or why there is none.</summary>
    public McpSession? Known(HttpContext http, out IResult? refusal)
    {
        refusal = null;
        var id = http.Request.Headers[SessionHeader].ToString();
        if (id.Length == 0)
        {
            refusal = Problems.Of(400, "mcp.session_required", $"Send the {SessionHeader} that initialize has answered.");
            return null;
        }

        if (sessions.Use(id, http.Key()!.Id) is not { } session)
        {
            refusal = NoSuchSession();
            return null;
        }

        if (session.Transport is null)
        {
            sessions.Leave(session);
            refusal = NoSuchSession();
            return null;
        }

        var named = http.Request.Headers[ConversationHeader].ToString();
        if (named.Length > 0 && !(Guid.TryParse(named, out var other) && session.Guest.State.Conversation?.Value == other))
        {
            sessions.Leave(session);
            refusal = Problems.Of(
                400, "mcp.other_conversation",
                $"This session began with another {ConversationHeader}. Begin a new one for that one.");
            return null;
        }

        return session;
    }

    /// <summary>Has a message handled; false where nothing is to be answered.</summary>
    public async Task<bool> Handle(HttpContext http, McpSession session, JsonRpcMessage message)
    {
        Stream(http);
        if (session.Transport is { } kept)
        {
            http.Response.Headers[SessionHeader] = session.Id;
            return await kept.HandlePostRequestAsync(message, http.Response.Body, http.RequestAborted);
        }

        message.Context = new JsonRpcMessageContext { ProtocolVersion = VersionOf(http) };
        await using var transport = NewTransport(null);
        await using var server = McpServers.For(session.Guest, transport, logging, Correlation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, session.Ended);
        var running = server.RunAsync(ended.Token);
        try
        {
            return await transport.HandlePostRequestAsync(
                message, http.Response.Body, first => Status(http, first), ended.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Tells a session's news until it or the process ends: nobody waits for a stream that only listens.</summary>
    public async Task Listen(HttpContext http, McpSession session)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, session.Ended, lifetime.ApplicationStopping);
        Stream(http);
        await http.Response.Body.FlushAsync(ended.Token);
        await session.Transport!.HandleGetRequestAsync(http.Response.Body, ended.Token);
    }

    private (McpSession? Session, IResult? Refusal) Open(HttpContext http, ConversationId? conversation, string version)
    {
        var key = http.Key()!;
        var identity = McpIdentity.Of(key);
        var isKept = version != Sessionless;
        var id = isKept ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SessionBytes)) : $"{key.Id} {conversation}";
        var session = sessions.UseOrOpen(id, identity, () =>
        {
            var guest = new McpGuest(
                identity, isKept ? id : null, new GuestSession(conversation), scopes, logging.CreateLogger<McpGuest>());
            var opened = new McpSession(id, guest);
            if (isKept)
            {
                var transport = NewTransport(id);
                opened.Serve(transport, McpServers.For(guest, transport, logging, Correlation));
            }

            return opened;
        });
        return session is not null ? (session, null) : (null, Full(http));
    }

    private static async Task<(ConversationId? Conversation, IResult? Refusal)> Conversation(
        HttpContext http, CancellationToken ct)
    {
        if (!http.Request.Headers.TryGetValue(ConversationHeader, out var named))
        {
            return (null, null);
        }

        if (!Guid.TryParse(named.ToString(), out var id))
        {
            return (null, Problems.Of(400, "mcp.conversation_malformed", $"{ConversationHeader} is the id of a conversation."));
        }

        var conversation = ConversationId.Of(id);
        var binding = await http.RequestServices.GetRequiredService<ISender>().Send(new BindGuest(conversation), ct);
        return binding.Refusal is { } refusal ? (null, Problems.Of(refusal)) : (conversation, null);
    }

    private StreamableHttpServerTransport NewTransport(string? session) => new(logging)
    {
        SessionId = session,
        Stateless = session is null,
        FlowExecutionContextFromRequests = true,
    };

    private string? Correlation() => accessor.HttpContext?.TraceIdentifier;

    private static string VersionOf(HttpContext http) => http.Request.Headers[VersionHeader].ToString();

    private static void Stream(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }

    /// <summary>Without a session, faults of the protocol are HTTP's too.</summary>
    private static ValueTask Status(HttpContext http, JsonRpcMessage? first)
    {
        http.Response.StatusCode = first is JsonRpcError error
            ? error.Error.Code switch
            {
                (int)McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                (int)McpErrorCode.HeaderMismatch or (int)McpErrorCode.UnsupportedProtocolVersion
                    or (int)McpErrorCode.MissingRequiredClientCapability => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status200OK,
            }
            : StatusCodes.Status200OK;
        return ValueTask.CompletedTask;
    }

    private static IResult NoSuchSession() => Problems.Of(
        404, "mcp.session_not_found",
        $"This key has no such session; it rested for more than {McpSessions.MaxIdle.TotalMinutes:0} minutes, or another "
        + "took its place. Begin a new one with initialize.");

    private static IResult Full(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "60";
        return Problems.Of(
            503, "mcp.no_room", $"There are as many sessions as there may be: {McpSessions.MaxPerKey} of one key, "
            + $"{McpSessions.MaxSessions:N0} in all. End one, or try again.");
    }
}

using System.Text.Json;
using CleanFte.Application.Tenants;
using Microsoft.AspNetCore.Mvc;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CleanFte.WebApi.Mcp;

/// <summary>The tools over streamable HTTP, for agents of somebody else.</summary>
internal static class McpEndpoints
{
    /// <summary>Bytes of one message: the longest text there is a use for, escaped throughout, and much room.</summary>
    public const int MaxMessage = 1024 * 1024;

    public static void MapMcp(this IEndpointRouteBuilder routes)
    {
        var mcp = routes.MapGroup("/mcp").WithTags("MCP").ForRoles(ApiRole.Agent).WithBearerKeys()
            .RequireRateLimiting(Limits.Mcp).RequireCors(Cors.Mcp)
            .AddEndpointFilter(FromKnownPage);
        mcp.MapPost("/", Post).WithMetadata(new RequestSizeLimitAttribute(MaxMessage))
            .Accepts<JsonElement>("application/json")
            .Produces<JsonElement>(StatusCodes.Status200OK, "text/event-stream").Produces(StatusCodes.Status202Accepted)
            .WithSummary("Takes one message of the Model Context Protocol");
        mcp.MapGet("/", Listen).Produces<JsonElement>(StatusCodes.Status200OK, "text/event-stream")
            .WithSummary("Listens to what a session has to say of itself");
        mcp.MapDelete("/", Close).Produces(StatusCodes.Status204NoContent).WithSummary("Ends a session");
    }

    private static async ValueTask<object?> FromKnownPage(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<McpOrigins>().Admits(context.HttpContext.Request)
            ? await next(context)
            : Problems.Of(
                403, "mcp.foreign_origin",
                "A page of this origin may not use the tools. Add it to Mcp__AllowedOrigins, or call without an Origin.");

    private static async Task<IResult> Post(HttpContext http, McpHttp mcp, CancellationToken ct)
    {
        var (message, unreadable) = await Read(http.Request, ct);
        if (message is null)
        {
            return unreadable!;
        }

        var (session, refusal) = await mcp.SessionFor(http, message, ct);
        if (session is null)
        {
            return refusal!;
        }

        try
        {
            if (!await mcp.Handle(http, session, message))
            {
                // Nothing was to be answered, so there is no stream either.
                http.Response.ContentType = null;
                http.Response.StatusCode = StatusCodes.Status202Accepted;
            }

            return Results.Empty;
        }
        finally
        {
            mcp.Sessions.Leave(session);
        }
    }

    private static async Task<(JsonRpcMessage? Message, IResult? Refusal)> Read(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problems.Of(415, "request.unsupported_media_type", "Send one JSON-RPC message as application/json."));
        }

        try
        {
            var message = await JsonSerializer.DeserializeAsync<JsonRpcMessage>(
                request.Body, McpJsonUtilities.DefaultOptions, ct);
            return message is null ? (null, Malformed()) : (message, null);
        }
        catch (JsonException)
        {
            return (null, Malformed());
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Problems.Of(
                413, "request.too_large", $"A message holds at most {MaxMessage:N0} bytes. Nothing of it was done; send less."));
        }
    }

    private static IResult Malformed() => Problems.Of(
        400, "mcp.malformed", "This is no JSON-RPC 2.0 message. Send one, and no more than one, in each request.");

    private static async Task<IResult> Listen(HttpContext http, McpHttp mcp)
    {
        if (mcp.Known(http, out var refusal) is not { } session)
        {
            return refusal!;
        }

        // Listening is no use of a session: one that does nothing else ends all the same.
        mcp.Sessions.Leave(session);
        if (!session.TryListen())
        {
            return Problems.Of(409, "mcp.listening", "This session is listened to already. End that stream first.");
        }

        try
        {
            await mcp.Listen(http, session);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the session is over.
        }
        finally
        {
            session.StopListening();
        }

        return Results.Empty;
    }

    private static IResult Close(HttpContext http, McpHttp mcp)
    {
        if (mcp.Known(http, out var refusal) is not { } session)
        {
            return refusal!;
        }

        mcp.Sessions.Leave(session);
        mcp.Sessions.Close(session.Id, session.Guest.Identity.Key);
        return Results.NoContent();
    }
}

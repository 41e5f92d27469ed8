using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Application;
using CleanFte.Application.Agent.Guests;
using CleanFte.Domain.Conversations;
using CleanFte.WebApi.Mcp;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Protocol;

namespace CleanFte.Integration.Mcp;

/// <summary>What is told of a call that failed on our side: only what is known.</summary>
public sealed class McpFailureTests
{
    private const string Once = "it is done once however often it is sent";

    [Fact]
    public async Task Where_a_repeated_request_is_known_it_may_be_sent_again()
    {
        (await Failed(Say, session: "s1")).ShouldContain(Once);
        (await Failed(Say, session: null, key: "k1")).ShouldContain(Once);
    }

    [Fact]
    public async Task Where_nothing_tells_a_repeated_request_it_may_have_been_done()
    {
        var told = await Failed(Say, session: null);

        told.ShouldContain("It may have been done; read get_customer_history first.");
        told.ShouldNotContain(Once);
    }

    [Fact]
    public async Task Who_serves_no_conversation_is_not_sent_to_a_tool_that_is_not_there()
    {
        var told = await Failed(Open, session: null, conversation: null);

        told.ShouldContain("It may have been done;");
        told.ShouldNotContain("get_customer_history");
    }

    [Fact]
    public async Task What_only_reads_has_done_nothing() =>
        (await Failed(new() { Name = "get_customer_history" }, session: "s1")).ShouldEndWith("Nothing was done.");

    private static CallToolRequestParams Say => Call("send_response", ("text", "Hello."), ("expects_reply", false));

    private static CallToolRequestParams Open => Call(
        "create_ticket", ("service_code", "general"), ("subject", "A broken bench"), ("message", "The bench is broken."),
        ("name", "Ana"));

    private static CallToolRequestParams Call(string tool, params (string Name, object Value)[] arguments) => new()
    {
        Name = tool,
        Arguments = arguments.ToDictionary(a => a.Name, a => JsonSerializer.SerializeToElement(a.Value)),
    };

    private static Task<string> Failed(CallToolRequestParams call, string? session, string? key = null) =>
        Failed(call, session, ConversationId.New(DateTimeOffset.UtcNow), key);

    private static async Task<string> Failed(
        CallToolRequestParams call, string? session, ConversationId? conversation, string? key = null)
    {
        call.Meta = key is null ? null : new JsonObject { [McpGuest.RepeatKey] = key };
        await using var services = new ServiceCollection().AddScoped<Caller>().AddScoped<ISender, Unreachable>()
            .BuildServiceProvider();
        using var guest = new McpGuest(
            new McpIdentity("default", "key", "key"), session, new GuestSession(conversation),
            services.GetRequiredService<IServiceScopeFactory>(), NullLogger<McpGuest>.Instance);

        var result = await guest.Call(call, new RequestId(1), null, CancellationToken.None);

        result.ShouldBeRefused(conversation is null ? "service.failed" : "service.unavailable");
        return result.Text();
    }

    /// <summary>Knows which tools there are; what they do fails.</summary>
    private sealed class Unreachable : ISender
    {
        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) =>
            request is BindGuest
                ? Task.FromResult((TResponse)(object)(Outcome<GuestBinding>)new GuestBinding(["general"]))
                : throw new TimeoutException();

        public Task Send<TRequest>(TRequest request, CancellationToken cancellationToken = default)
            where TRequest : IRequest => throw new TimeoutException();

        public Task<object?> Send(object request, CancellationToken cancellationToken = default) => throw new TimeoutException();

        public IAsyncEnumerable<TResponse> CreateStream<TResponse>(
            IStreamRequest<TResponse> request, CancellationToken cancellationToken = default) => throw new TimeoutException();

        public IAsyncEnumerable<object?> CreateStream(object request, CancellationToken cancellationToken = default) =>
            throw new TimeoutException();
    }
}

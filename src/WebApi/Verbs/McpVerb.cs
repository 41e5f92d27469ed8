using System.Runtime.InteropServices;
using CleanFte.Application;
using CleanFte.Application.Agent.Guests;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Infrastructure.Tenants;
using CleanFte.WebApi.Mcp;
using MediatR;
using ModelContextProtocol.Server;

namespace CleanFte.WebApi.Verbs;

/// <summary>
/// <c>--mcp</c>: the agent's tools for an agent of somebody else, over standard input and output. Joins the database of the
/// running service, which sends what is said; all that is logged goes to standard error.
/// </summary>
internal static class McpVerb
{
    private const string Conversation = "--conversation";

    private const string KeySetting = "Mcp:ApiKey";

    /// <summary>
    /// Who acts without a key. Whoever may start a process on the folder of an embedded database can read its password there,
    /// so a key would protect nothing from him.
    /// </summary>
    private static readonly McpIdentity Owner = new(ITenants.Default, "stdio", "stdio");

    public static async Task<int> Run(string[] args)
    {
        if (VerbArguments.Read(args, 0, Conversation) is not { } arguments)
        {
            return await Usage.Of($"--mcp [{Conversation} ID]");
        }

        await using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        await using var host = await CleanFteHost.Create([], logToError: true);
        var services = host.App.Services;
        var given = services.GetRequiredService<IConfiguration>()[KeySetting];
        var identity = string.IsNullOrEmpty(given) ? host.IsEmbedded ? Owner : null : await IdentityOf(services, given);
        if (identity is null)
        {
            return await Refuse(string.IsNullOrEmpty(given)
                ? "Set Mcp__ApiKey to a key of the role agent; without one, --mcp runs on its own embedded database only."
                : "Mcp__ApiKey is no valid key of the role agent. POST /api/v1/admin/api-keys makes one.");
        }

        var (conversation, unknown) = await Bound(services, identity, arguments.Option(Conversation));
        if (unknown is not null)
        {
            return await Refuse(unknown);
        }

        await Serve(services, identity, given, conversation, output);
        return Usage.Ok;
    }

    private static async Task Serve(
        IServiceProvider services, McpIdentity identity, string? key, ConversationId? conversation, Stream output)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        var logging = services.GetRequiredService<ILoggerFactory>();
        var session = Guid.NewGuid().ToString("N");
        using var guest = new McpGuest(
            identity, session, new GuestSession(conversation), services.GetRequiredService<IServiceScopeFactory>(),
            logging.CreateLogger<McpGuest>());
        await using var answers = new McpAnswers(output);

        // So that the running service sends at once what is said here, and what it learns is known here.
        var instance = services.GetRequiredService<Instance>();
        await instance.StartAsync(stop.Token);
        await using var input = new McpLines(Console.OpenStandardInput(), McpEndpoints.MaxMessage, answers);
        await using var transport = new StreamServerTransport(input, answers, loggerFactory: logging);
        await using var server = McpServers.For(
            guest, transport, logging, () => session,
            async _ => string.IsNullOrEmpty(key) || await IdentityOf(services, key) is not null);
        await server.RunAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await instance.StopAsync(default);

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<McpIdentity?> IdentityOf(IServiceProvider services, string key)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ApiKeyVerifier>().Verify(key, default) is { Role: ApiRole.Agent } known
            ? McpIdentity.Of(known)
            : null;
    }

    private static async Task<(ConversationId? Conversation, string? Refusal)> Bound(
        IServiceProvider services, McpIdentity identity, string? given)
    {
        if (given is null)
        {
            return (null, null);
        }

        if (!Guid.TryParse(given, out var id))
        {
            return (null, $"{Conversation} takes the id of a conversation.");
        }

        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = identity.Tenant;
        var binding = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new BindGuest(ConversationId.Of(id)));
        return binding.Refusal is { } refusal ? (null, refusal.Message) : (ConversationId.Of(id), null);
    }

    private static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return Usage.Refused;
    }
}

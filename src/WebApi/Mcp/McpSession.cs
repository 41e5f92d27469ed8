using ModelContextProtocol.Server;

namespace CleanFte.WebApi.Mcp;

/// <summary>
/// A guest who is remembered between requests. Revisions of the protocol that know sessions have a server for each; later ones
/// name no session, and their guest is known by key and conversation.
/// </summary>
internal sealed class McpSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private Task _running = Task.CompletedTask;
    private McpServer? _server;
    private int _reading;

    public McpSession(string id, McpGuest guest)
    {
        (Id, Guest) = (id, guest);
        Ended = _ended.Token;
    }

    public string Id { get; }

    public McpGuest Guest { get; }

    public StreamableHttpServerTransport? Transport { get; private set; }

    /// <summary>When a request of it began or ended last; kept by <see cref="McpSessions"/>.</summary>
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>Requests under way; a stream that only listens is none.</summary>
    public int Busy { get; set; }

    /// <summary>Ends when the session does.</summary>
    public CancellationToken Ended { get; }

    public void Serve(StreamableHttpServerTransport transport, McpServer server)
    {
        (Transport, _server) = (transport, server);
        _running = Run(server);
    }

    /// <summary>Whether a stream may listen: one at a time.</summary>
    public bool TryListen() => Interlocked.CompareExchange(ref _reading, 1, 0) == 0;

    public void StopListening() => Volatile.Write(ref _reading, 0);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        if (Transport is not null)
        {
            await Transport.DisposeAsync();
        }

        await _running;
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Guest.Dispose();
        _ended.Dispose();
    }

    private async Task Run(McpServer server)
    {
        try
        {
            await server.RunAsync(Ended);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }
}

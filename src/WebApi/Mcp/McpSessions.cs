namespace CleanFte.WebApi.Mcp;

/// <summary>
/// The sessions of this process, a limited number of them, each for a limited time. Nothing is lost with one: what a guest
/// did is saved, and what it had read it reads again.
/// </summary>
internal sealed class McpSessions : IAsyncDisposable
{
    /// <summary>Sessions of all keys together.</summary>
    public const int MaxSessions = 1_000;

    /// <summary>Sessions of one key; whoever opens more loses the one that has rested longest.</summary>
    public const int MaxPerKey = 200;

    /// <summary>A session in which nothing is asked for so long is over.</summary>
    public static readonly TimeSpan MaxIdle = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, McpSession> _sessions = [];
    private readonly TimeProvider _clock;
    private readonly ILogger<McpSessions> _log;
    private readonly ITimer _sweeping;
    private bool _closed;

    public McpSessions(TimeProvider clock, ILogger<McpSessions> log)
    {
        (_clock, _log) = (clock, log);
        _sweeping = clock.CreateTimer(_ => End(Rested()), null, SweepEvery, SweepEvery);
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _sessions.Count;
            }
        }
    }

    /// <summary>A session of that key, in use until it is given back; null when it has none of that name.</summary>
    public McpSession? Use(string id, string key)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(id, out var session) && session.Guest.Identity.Key == key ? Begin(session) : null;
        }
    }

    /// <summary>The session of that name, or a new one; null when there is no room for one.</summary>
    public McpSession? UseOrOpen(string id, McpIdentity identity, Func<McpSession> create)
    {
        McpSession? session = null;
        lock (_gate)
        {
            if (_sessions.TryGetValue(id, out var known) && known.Guest.Identity.Key == identity.Key)
            {
                return Begin(known);
            }

            if (_closed || !MakeRoom(identity.Key, out session))
            {
                return null;
            }

            var opened = create();
            _sessions[id] = opened;
            End(session is null ? [] : [session]);
            return Begin(opened);
        }
    }

    /// <summary>Ends a request's use.</summary>
    public void Leave(McpSession session)
    {
        lock (_gate)
        {
            session.Busy--;
            session.UsedAt = _clock.GetUtcNow();
        }
    }

    /// <summary>Whether there was such a session of that key to end.</summary>
    public bool Close(string id, string key)
    {
        McpSession? session;
        lock (_gate)
        {
            if (!_sessions.TryGetValue(id, out session) || session.Guest.Identity.Key != key)
            {
                return false;
            }

            _sessions.Remove(id);
        }

        End([session]);
        return true;
    }

    private void CloseAll()
    {
        McpSession[] all;
        lock (_gate)
        {
            _closed = true;
            all = [.. _sessions.Values];
            _sessions.Clear();
        }

        End(all);
    }

    public async ValueTask DisposeAsync()
    {
        await _sweeping.DisposeAsync();
        CloseAll();
    }

    private McpSession Begin(McpSession session)
    {
        session.Busy++;
        session.UsedAt = _clock.GetUtcNow();
        return session;
    }

    /// <summary>Call inside the gate.</summary>
    private bool MakeRoom(string key, out McpSession? removed)
    {
        removed = null;
        var own = _sessions.Values.Where(s => s.Guest.Identity.Key == key).ToArray();
        if (own.Length >= MaxPerKey || (own.Length > 0 && _sessions.Count >= MaxSessions))
        {
            removed = own.Where(s => s.Busy == 0).MinBy(s => s.UsedAt);
            return removed is not null && _sessions.Remove(removed.Id);
        }

        return _sessions.Count < MaxSessions;
    }

    private McpSession[] Rested()
    {
        lock (_gate)
        {
            var since = _clock.GetUtcNow() - MaxIdle;
            McpSession[] rested = [.. _sessions.Values.Where(s => s.Busy == 0 && s.UsedAt <= since)];
            foreach (var session in rested)
            {
                _sessions.Remove(session.Id);
            }

            return rested;
        }
    }

    private void End(IReadOnlyList<McpSession> sessions)
    {
        foreach (var session in sessions)
        {
            _ = End(session);
        }
    }

    private async Task End(McpSession session)
    {
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or OperationCanceledException)
        {
            _log.LogWarning(e, "An MCP session did not end in order.");
        }
    }
}

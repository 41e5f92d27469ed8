using CleanFte.Application.Agent.Guests;
using CleanFte.WebApi.Mcp;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanFte.Integration.Mcp;

/// <summary>How many sessions there may be, and for how long.</summary>
public sealed class McpSessionsTests
{
    private readonly Clock _clock = new();

    [Fact]
    public async Task A_session_that_rests_too_long_is_over()
    {
        await using var sessions = new McpSessions(_clock, NullLogger<McpSessions>.Instance);
        Leave(sessions, Open(sessions, "a", "key"));
        var busy = Open(sessions, "b", "key");

        _clock.Pass(McpSessions.MaxIdle - TimeSpan.FromMinutes(1));
        Leave(sessions, sessions.Use("a", "key"));
        _clock.Pass(TimeSpan.FromMinutes(2));
        sessions.Count.ShouldBe(2, "one was used, the other is in use");

        _clock.Pass(McpSessions.MaxIdle);
        sessions.Use("a", "key").ShouldBeNull();
        Leave(sessions, busy);
        sessions.Use("b", "key").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_key_that_opens_too_many_loses_the_one_that_rested_longest()
    {
        await using var sessions = new McpSessions(_clock, NullLogger<McpSessions>.Instance);
        for (var i = 0; i < McpSessions.MaxPerKey; i++)
        {
            Leave(sessions, Open(sessions, $"s{i}", "key"));
            _clock.Pass(TimeSpan.FromSeconds(1));
        }

        Leave(sessions, sessions.Use("s0", "key"));
        Open(sessions, "one more", "key").ShouldNotBeNull();

        sessions.Count.ShouldBe(McpSessions.MaxPerKey);
        sessions.Use("s1", "key").ShouldBeNull();
        sessions.Use("s0", "key").ShouldNotBeNull();
    }

    [Fact]
    public async Task Where_all_are_in_use_there_is_no_room()
    {
        await using var sessions = new McpSessions(_clock, NullLogger<McpSessions>.Instance);
        for (var i = 0; i < McpSessions.MaxPerKey; i++)
        {
            Open(sessions, $"s{i}", "key").ShouldNotBeNull();
        }

        Open(sessions, "one more", "key").ShouldBeNull();
        Open(sessions, "another key's", "other").ShouldNotBeNull();
    }

    [Fact]
    public async Task Keys_together_have_a_limit_too()
    {
        await using var sessions = new McpSessions(_clock, NullLogger<McpSessions>.Instance);
        for (var i = 0; i < McpSessions.MaxSessions; i++)
        {
            Leave(sessions, Open(sessions, $"s{i}", $"key {i / McpSessions.MaxPerKey}"));
        }

        Open(sessions, "one more", "late").ShouldBeNull();
        Open(sessions, "in place of an own one", "key 0").ShouldNotBeNull();
        sessions.Count.ShouldBe(McpSessions.MaxSessions);
    }

    [Fact]
    public async Task A_session_is_nobody_elses()
    {
        await using var sessions = new McpSessions(_clock, NullLogger<McpSessions>.Instance);
        Leave(sessions, Open(sessions, "a", "key"));

        sessions.Use("a", "other").ShouldBeNull();
        sessions.Close("a", "other").ShouldBeFalse();
        sessions.Close("a", "key").ShouldBeTrue();
    }

    private static McpSession? Open(McpSessions sessions, string id, string key)
    {
        var identity = new McpIdentity("default", key, key);
        return sessions.UseOrOpen(
            id, identity,
            () => new McpSession(
                id, new McpGuest(identity, id, new GuestSession(null), null!, NullLogger<McpGuest>.Instance)));
    }

    private static void Leave(McpSessions sessions, McpSession? session) => sessions.Leave(session!);

    /// <summary>Time that passes when it is told to, and its timers with it.</summary>
    private sealed class Clock : TimeProvider
    {
        private readonly List<Action> _timers = [];
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(TimeSpan time)
        {
            _now += time;
            _timers.ForEach(fire => fire());
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add(() => callback(state));
            return new Nothing();
        }

        private sealed class Nothing : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

using System.Diagnostics;
using CleanFte.Application.Integrators;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Integrators;

/// <inheritdoc cref="IEventFeed"/>
internal sealed class EventFeed(NpgsqlDataSource database, TenantLog log, SettledLog settled, LogBell bell) : IEventFeed
{
    /// <summary>Requests of one process that wait at the same time; whoever comes then is answered at once.</summary>
    private const int MaxWaiting = 500;

    /// <summary>
    /// When to look again while a transaction under way holds the log up: that it was given up rings no bell.
    /// </summary>
    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(250);

    private string? _database;
    private int _waiting;

    public string Database =>
        _database ?? throw new InvalidOperationException("The id of the database was not loaded.");

    /// <summary>Reads which database this is; once, before the first cursor.</summary>
    public async Task Load(CancellationToken ct) =>
        _database = Convert.ToHexStringLower((await database
            .Statement("select value from database_secrets where name = 'feed'")
            .Rows(r => r.GetFieldValue<byte[]>(0), ct)).Single());

    public async Task<long> End(CancellationToken ct) => (await settled.Look(ct)).End;

    public async Task<FeedPage?> Read(
        string tenant, long after, Guid? last, IReadOnlyCollection<string> types, int limit, TimeSpan wait, CancellationToken ct)
    {
        if (last is { } known && await log.LastAt(tenant, after, ct) != known)
        {
            return null;
        }

        var names = StoredNames(types);
        var began = Stopwatch.StartNew();
        while (true)
        {
            var next = bell.Next;
            var page = await log.Read(tenant, after, names, limit, ct);
            if (page is null)
            {
                return null;
            }

            var left = wait - began.Elapsed;
            if (page.Events.Count > 0 || page.HasMore || left <= TimeSpan.Zero || bell.IsOver
                || !await Wait(next, page.IsAll || left < HeldUp ? left : HeldUp, ct))
            {
                return new FeedPage(
                    [.. page.Events.Select(e => e.Item).OfType<FeedItem>()], page.Position,
                    await log.LastAt(tenant, page.Position, ct), page.HasMore);
            }

            after = page.Position;
        }
    }

    /// <summary>The names under which what is told as these types is stored.</summary>
    public static string[] StoredNames(IEnumerable<string> types) =>
        [.. types.Select(type => EventTypes.NameOf(PublicEvents.Types[type]))];

    /// <summary>Whether there was room to wait.</summary>
    private async Task<bool> Wait(Task next, TimeSpan atMost, CancellationToken ct)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        try
        {
            await next.WaitAsync(atMost, ct);
        }
        catch (TimeoutException)
        {
            // Nothing came: it looks once more and says so.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return true;
    }
}

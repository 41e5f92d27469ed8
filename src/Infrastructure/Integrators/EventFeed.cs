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

    /// <summary>Those of one tenant among them.</summary>
    private const int MaxOfTenant = 20;

    private readonly Dictionary<string, int> _waiting = [];
    private string? _database;

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
            var next = wait > TimeSpan.Zero ? bell.Next(tenant) : Task.CompletedTask;
            var page = await log.Read(tenant, after, names, limit, ct);
            if (page is null)
            {
                return null;
            }

            if (!page.IsAll)
            {
                bell.LookAgain();
            }

            var left = wait - began.Elapsed;
            if (page.Events.Count > 0 || page.HasMore || left <= TimeSpan.Zero || bell.IsOver
                || !await Wait(tenant, next, left, ct))
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
    private async Task<bool> Wait(string tenant, Task next, TimeSpan atMost, CancellationToken ct)
    {
        if (!TakePlace(tenant))
        {
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
            GivePlaceBack(tenant);
        }

        return true;
    }

    private bool TakePlace(string tenant)
    {
        lock (_waiting)
        {
            var ofTenant = _waiting.GetValueOrDefault(tenant);
            if (ofTenant >= MaxOfTenant || _waiting.Values.Sum() >= MaxWaiting)
            {
                return false;
            }

            _waiting[tenant] = ofTenant + 1;
            return true;
        }
    }

    private void GivePlaceBack(string tenant)
    {
        lock (_waiting)
        {
            if (--_waiting[tenant] == 0)
            {
                _waiting.Remove(tenant);
            }
        }
    }
}

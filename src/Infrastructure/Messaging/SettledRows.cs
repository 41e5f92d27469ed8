using System.Diagnostics;
using CleanFte.Domain;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>Waits for recorded elements to be done with. Whoever looks at the same moment shares a round trip.</summary>
internal sealed class SettledRows
{
    /// <summary>Elements that are looked up at once.</summary>
    private const int MaxBatch = 1_000;

    private const string Sql = """
        select k.place
        from unnest($1::varchar[], $2::varchar[], $3::varchar[]) with ordinality k (tenant_id, account, element_key, place)
        join inbox_elements e on e.tenant_id = k.tenant_id and e.account = k.account and e.element_key = k.element_key
        join inbox i on i.tenant_id = e.tenant_id and i.id = e.id and i.state > 0
        """;

    /// <summary>Should nobody tell, as when another process has done it and its notice was lost.</summary>
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _database;
    private readonly Settlements _told;
    private readonly Coalescer<(string Tenant, string Account, string Key), bool> _looks;

    public SettledRows(NpgsqlDataSource database, Signals signals)
    {
        _database = database;
        _told = signals.Settlements;
        _looks = new(1, MaxBatch, Look);
    }

    /// <returns>Whether it was done with in time.</returns>
    public async Task<bool> Wait(string tenant, string account, string key, TimeSpan atMost, CancellationToken ct)
    {
        key = StorableText.Clean(key);
        var began = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                // Before the look, so that nothing is told in between.
                var told = _told.Of(tenant, account, key);
                if (await _looks.Run((tenant, account, key)).WaitAsync(ct))
                {
                    return true;
                }

                var left = atMost - Stopwatch.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                await Task.WhenAny(told, Task.Delay(left < SlowPoll ? left : SlowPoll, ct));
                ct.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            _told.Forget(tenant, account, key);
        }
    }

    private async Task Look(IReadOnlyList<Coalesced<(string Tenant, string Account, string Key), bool>> batch)
    {
        var done = await _database.Statement(
            Sql,
            batch.Select(b => b.Item.Tenant).ToArray(),
            batch.Select(b => b.Item.Account).ToArray(),
            batch.Select(b => b.Item.Key).ToArray()).Rows(r => (int)r.GetInt64(0) - 1, CancellationToken.None);
        var settled = done.ToHashSet();
        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Complete(settled.Contains(i));
        }
    }
}

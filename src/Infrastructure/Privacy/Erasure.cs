using System.Data;
using System.Text;
using CleanFte.Application;
using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure.EventStore;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Infrastructure.Projections;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanFte.Infrastructure.Privacy;

/// <inheritdoc cref="IErasure"/>
internal sealed class Erasure(NpgsqlDataSource database, LaneHash lanes, IMediaStore media, Signals signals, ILogger<Erasure> log)
    : IErasure
{
    /// <summary>How often a person is looked for anew to whom something came in the meantime.</summary>
    private const int MaxTries = 5;

    /// <summary>Files are removed by the timer if this process dies before it has.</summary>
    private static readonly TimeSpan FilesPause = TimeSpan.FromMinutes(1);

    private const string FoldsSql = "select pg_try_advisory_xact_lock_shared($1)";

    /// <summary>One erasure of a tenant at a time: two may have to mask the same note.</summary>
    private const string AloneSql = "select pg_advisory_xact_lock(hashtextextended('erasure ' || $1, 0))";

    /// <summary>What he claims and another has, too, proved or not.</summary>
    private const string OthersSql = """
        select distinct value from customer_identifiers
        where tenant_id = $1 and value = any($2) and linked and customer_id <> all($3)
        """;

    private const string NamedBySql = """
        select distinct other.customer_id
        from customer_identifiers own
        join customer_identifiers other on other.tenant_id = own.tenant_id and other.kind = own.kind and other.value = own.value
        where own.tenant_id = $1 and own.customer_id = any($2) and own.linked and other.linked and other.customer_id <> all($2)
        order by 1
        """;

    private const string SilentSql = """
        select c.id from customers c
        where c.tenant_id = $1 and c.merged_into is null and c.erased_at is null and c.created_at < $2
            and ($4::uuid is null or (c.created_at, c.id) > (
                select a.created_at, a.id from customers a where a.tenant_id = $1 and a.id = $4))
            and not exists (
            with recursive person as (
                select c.id
                union
                select m.id from person p join customers m on m.tenant_id = $1 and m.merged_into = p.id)
            select from person p
            where exists (select from customers m where m.tenant_id = $1 and m.id = p.id and m.created_at >= $2)
                or exists (select from messages m where m.tenant_id = $1 and m.customer_id = p.id and m.at >= $2)
                or exists (select from conversations v where v.tenant_id = $1 and v.customer_id = p.id and not v.closed)
                or exists (
                    select from tickets t where t.tenant_id = $1 and t.customer_id = p.id
                        and (t.updated_at >= $2 or t.status not in ('resolved', 'closed'))))
        order by c.created_at, c.id limit $3
        """;

    private const string FilesSql = """
        insert into timers (tenant_id, stream_id, kind, due, payload) values ($1, $2, $3, $4, $5)
        on conflict (tenant_id, stream_id, kind) do update set due = excluded.due, payload = excluded.payload
        """;

    private const string FilesGoneSql = "delete from timers where tenant_id = $1 and stream_id = $2 and kind = $3";

    public async Task<Outcome<CustomerErased>> Erase(
        string tenant, Guid customer, string by, DateTimeOffset now, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= MaxTries; attempt++)
        {
            try
            {
                if (await EraseOnce(tenant, customer, by, now, ct) is { } outcome)
                {
                    return outcome;
                }
            }
            catch (PostgresException e) when (GroupWriter.IsLostRace(e))
            {
                // Somebody else had a row first; his person is looked at anew.
            }
        }

        return ErasureRefusals.Busy;
    }

    public async Task<bool> TryErase(string tenant, Guid customer, string by, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return (await Erase(tenant, customer, by, now, ct)).Refusal is null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "The person {Person} could not be erased.", customer);
            return false;
        }
    }

    /// <summary>Null where something came to the person meanwhile, or was archived just now.</summary>
    private async Task<Outcome<CustomerErased>?> EraseOnce(
        string tenant, Guid customer, string by, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        if (!await connection.Statement(FoldsSql, Rebuild.AdvisoryLock).IsTrue(ct))
        {
            return ErasureRefusals.Rebuilding;
        }

        await connection.Statement(AloneSql, tenant).Run(ct);
        var person = await PersonStreams.Find(connection, tenant, customer, ct);
        var root = person.Root;
        var locked = (await StoredEvents.Lock(connection, tenant, person.All, ct)).ToDictionary(s => s.Id);
        if (locked.Count < person.All.Length || !person.SameAs(await PersonStreams.Find(connection, tenant, customer, ct)))
        {
            return null;
        }

        var events = (await StoredEvents.Read(connection, tenant, person.All, ct)).ToLookup(e => e.Stream);
        if (events[root].FirstOrDefault(e => e.Type == EventTypes.NameOf<CustomerErased>()) is { } before)
        {
            return (CustomerErased)before.Read();
        }

        var proposals = person.Proposals.ToHashSet();
        var traces = StoredEvents.TracesIn(tenant, events.Where(s => !proposals.Contains(s.Key)).SelectMany(s => s));
        var others = await connection.Statement(OthersSql, tenant, traces.Claimed.ToArray(), person.Customers.ToArray())
            .Rows(r => r.GetString(0), ct);
        traces.Addresses.UnionWith(traces.Claimed.Except(others));
        var messages = new ErasedMessages(connection, lanes, tenant, person, traces);
        if (await messages.IsBusy(ct))
        {
            return ErasureRefusals.Busy;
        }

        var removed = await messages.Remove(ct);
        var streams = new ErasedStreams(connection, tenant, by, now);
        var erased = await Mask(connection, streams, tenant, person, locked, events, traces, removed, by, now, ct);
        await streams.Write(person.Customers, ct);
        var files = Encoding.UTF8.GetBytes(string.Join('\n', traces.Files));
        await connection.Statement(FilesSql, tenant, root, EraseFiles.TimerKind, now.ToUniversalTime() + FilesPause, files).Run(ct);
        await transaction.CommitAsync(ct);

        signals.Raise(Topic.Log | Topic.Knowledge | Topic.Erasure | Topic.Timers);
        await RemoveFiles(tenant, root, traces.Files);
        return erased;
    }

    /// <summary>What cannot be removed now, the timer removes.</summary>
    private async Task RemoveFiles(string tenant, Guid root, IEnumerable<string> files)
    {
        try
        {
            foreach (var key in files)
            {
                await media.Delete(key, CancellationToken.None);
            }

            await database.Statement(FilesGoneSql, tenant, root, EraseFiles.TimerKind).Run(CancellationToken.None);
        }
        catch (Exception e) when (e is MediaStoreUnavailableException or NpgsqlException or IOException)
        {
            log.LogWarning("Files of the erased person {Person} are removed later ({Reason}).", root, e.Message);
        }
    }

    public async Task<IReadOnlyList<Guid>> FindSilent(
        string tenant, DateTimeOffset since, int limit, Guid? after, CancellationToken ct) =>
        await database.Statement(SilentSql, tenant, since.ToUniversalTime(), limit, after).Rows(r => r.GetGuid(0), ct);

    /// <summary>Masks all streams; the customers' come last, because the root's holds what was masked.</summary>
    private static async Task<CustomerErased> Mask(
        NpgsqlConnection connection, ErasedStreams streams, string tenant, PersonStreams person,
        Dictionary<Guid, LockedStream> locked, ILookup<Guid, StoredEvent> events, PersonTraces traces, Removed removed, string by,
        DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in person.Conversations)
        {
            List<IEvent> more = removed.Unsent[id].ToList() is { Count: > 0 } parts ? [new ReplyWithheld(parts, "erased", now)] : [];
            streams.Mask(locked[id], events[id], [.. more, new CitizenErased(now)]);
        }

        foreach (var id in person.Tickets)
        {
            streams.Mask(locked[id], events[id], new ReporterErased(now));
        }

        foreach (var id in person.Runs)
        {
            streams.Mask(locked[id], events[id]);
        }

        var mask = new QuoteMask(traces.Addresses, traces.Names, traces.Texts, traces.Told);
        var quotations = new Quotations(connection, streams, tenant, mask, by, now);
        foreach (var id in person.Proposals)
        {
            quotations.MaskLearned(locked[id], [.. events[id]], person.Conversations.ToHashSet());
        }

        var elsewhere = await quotations.MaskElsewhere(person.All, ct);
        var knowledge = person.Proposals.Order().ToList();
        ErasedStore[] stores =
        [
            new("events", streams.Masked - elsewhere), new("read_models", streams.Rows + person.Customers.Count),
            new("customers", person.Customers.Count), new("conversations", person.Conversations.Count),
            new("tickets", person.Tickets.Count), new("agent_runs", person.Runs.Count), new("inbox", removed.Received),
            new("outbox", removed.Unsent.Sum(u => u.Count())), new("dead_letters", removed.Dead), new("timers", removed.Timers),
            new("one_time_codes", removed.Codes), new("idempotency_answers", removed.Answers),
            new("media_files", traces.Files.Count), new("knowledge", knowledge.Count), new("notes_elsewhere", elsewhere),
        ];
        var namedBy = await connection.Statement(NamedBySql, tenant, person.Customers.ToArray()).Rows(r => CustomerId.Of(r.GetGuid(0)), ct);
        var erased = new CustomerErased(CustomerId.Of(person.Root), stores, knowledge, namedBy, by, now)
        {
            Elsewhere = quotations.Elsewhere is { Count: > 0 } found ? found : null,
        };
        foreach (var id in person.Customers)
        {
            streams.Mask(locked[id], events[id], id == person.Root ? erased : erased with { Stores = [], Knowledge = [], NamedBy = [], Elsewhere = null });
        }

        return erased;
    }
}

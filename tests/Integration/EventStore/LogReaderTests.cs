using System.Diagnostics;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Integration.EventStore;

public sealed class LogReaderTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private readonly LogReader _reader = new(database.Database);
    private long _start;

    public async Task InitializeAsync() => _start = await _reader.Settle(CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>What PostgreSQL promises the reader; without it nothing here is safe.</summary>
    [Fact]
    public async Task A_transaction_that_took_a_number_shows_in_pg_locks_until_it_ends()
    {
        await using var writer = await Writer.Open(database);
        await writer.TakeNumber();
        (await Holders()).ShouldBe([writer.Pid]);

        // Idle, and after a rolled back savepoint, it still shows.
        await writer.Run("savepoint s; select nextval('mt_events_sequence'); rollback to s");
        (await Holders()).ShouldBe([writer.Pid]);
        await writer.Run("rollback");
        (await Holders()).ShouldBeEmpty();

        await writer.Run("begin");
        await writer.Run("savepoint s; select nextval('mt_events_sequence'); rollback to s");
        (await Holders()).ShouldBe([writer.Pid]);
        await writer.Run("rollback");
    }

    [Fact]
    public async Task A_writer_that_took_no_number_does_not_show_in_pg_locks()
    {
        await using var writer = await Writer.Open(database);
        await writer.Run("insert into mt_event_progression (name) values ('other')");
        await writer.Run("select last_value from mt_events_sequence");

        (await Holders()).ShouldBeEmpty();
        await writer.Run("rollback");
    }

    [Fact]
    public async Task A_later_number_waits_for_an_earlier_one_still_in_flight()
    {
        await using var slow = await Writer.Open(database);
        await using var fast = await Writer.Open(database);
        var first = await slow.Append();
        var second = await fast.Append();
        await fast.Run("commit");

        var blocked = await Read();
        blocked.Events.ShouldBeEmpty();
        blocked.BlockedBy.ShouldBe([slow.Pid]);

        await slow.Run("commit");
        var page = await Read();
        page.Events.Select(e => e.Sequence).ShouldBe([first, second]);
        page.BlockedBy.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_aborted_number_is_passed_over()
    {
        await using var slow = await Writer.Open(database);
        await using var fast = await Writer.Open(database);
        await slow.Append();
        var second = await fast.Append();
        await fast.Run("commit");
        (await Read()).Events.ShouldBeEmpty();

        await slow.Run("rollback");

        (await Read()).Events.Select(e => e.Sequence).ShouldBe([second]);
    }

    /// <summary>
    /// The listing is held up by a third session that wants the sequence for itself, so that the commit falls exactly
    /// between the read that saw the gap and the listing that no longer sees its owner.
    /// </summary>
    [Fact]
    public async Task What_commits_between_reading_and_listing_is_not_lost()
    {
        await using var slow = await Writer.Open(database);
        await using var fast = await Writer.Open(database);
        await using var third = await Writer.Open(database);
        var first = await slow.Append();
        var second = await fast.Append();
        await fast.Run("commit");
        var wanting = third.Run("alter sequence mt_events_sequence rename to wanted");
        await Waiting(1);
        var reading = Read();
        await Waiting(2);

        await slow.Run("commit");
        await wanting;
        await third.Run("rollback");

        (await reading).Events.Select(e => e.Sequence).ShouldBe([first, second]);
    }

    [Fact]
    public async Task Writers_that_came_later_do_not_hold_up_an_aborted_number()
    {
        await using var slow = await Writer.Open(database);
        await using var fast = await Writer.Open(database);
        await using var later = await Writer.Open(database);
        await slow.Append();
        var second = await fast.Append();
        await fast.Run("commit");
        (await Read()).BlockedBy.ShouldBe([slow.Pid]);

        await later.Append();
        (await Read()).BlockedBy.ShouldBe([slow.Pid]);
        await slow.Run("rollback");

        (await Read()).Events.Select(e => e.Sequence).ShouldBe([second]);
        await later.Run("rollback");
    }

    [Fact]
    public async Task What_lies_before_the_gap_is_delivered_at_once()
    {
        await using var fast = await Writer.Open(database);
        await using var slow = await Writer.Open(database);
        var first = await fast.Append();
        await fast.Run("commit; begin");
        await slow.Append();
        await fast.Append();
        await fast.Run("commit");

        var page = await Read();

        page.Events.Select(e => e.Sequence).ShouldBe([first]);
        page.Position.ShouldBe(first);
        page.BlockedBy.ShouldBe([slow.Pid]);
        await slow.Run("rollback");
    }

    [Fact]
    public async Task A_terminated_writer_counts_as_ended()
    {
        await using var slow = await Writer.Open(database);
        await using var fast = await Writer.Open(database);
        await slow.Append();
        var second = await fast.Append();
        await fast.Run("commit");
        (await Read()).Events.ShouldBeEmpty();

        await database.Execute($"select pg_terminate_backend({slow.Pid}, 5000)");

        (await Read()).Events.Select(e => e.Sequence).ShouldBe([second]);
    }

    [Fact]
    public async Task Archived_events_are_read_too()
    {
        await using var writer = await Writer.Open(database);
        var first = await writer.Append();
        var second = await writer.Append();
        await writer.Run("commit");
        await database.Execute(
            $"""
            alter table mt_events drop constraint fkey_mt_events_stream_id_tenant_id_is_archived;
            update mt_events set is_archived = true where seq_id = {first}
            """);

        (await Read()).Events.Select(e => e.Sequence).ShouldBe([first, second]);
    }

    [Fact]
    public async Task Only_the_data_asked_for_is_read()
    {
        await using var writer = await Writer.Open(database);
        await writer.Append();
        await writer.Run("commit");

        var page = await new LogReader(database.Database, ["another"]).Read(_start, 10, CancellationToken.None);

        page.Events.ShouldHaveSingleItem().Data.IsEmpty.ShouldBeTrue();
    }

    /// <summary>Until so many sessions wait for the sequence.</summary>
    private async Task Waiting(int sessions)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var waiting = await database.Scalar<long>(
                """
                select count(*) from pg_locks
                where relation = (select oid from pg_class where relname = 'mt_events_sequence') and not granted
                """);
            if (waiting == sessions)
            {
                return;
            }

            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), "nobody waits for the sequence");
            await Task.Yield();
        }
    }

    private Task<LogPage> Read() => _reader.Read(_start, 100, CancellationToken.None);

    private async Task<List<int>> Holders()
    {
        await using var command = database.Database.CreateCommand(
            """
            select pid from pg_locks where locktype = 'relation' and relation = 'mt_events_sequence'::regclass
                and mode = 'RowExclusiveLock'
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var pids = new List<int>();
        while (await reader.ReadAsync())
        {
            pids.Add(reader.GetInt32(0));
        }

        return pids;
    }
}

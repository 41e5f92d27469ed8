using System.Collections.Concurrent;
using System.Diagnostics;
using CleanFte.Infrastructure.EventStore;
using Xunit.Abstractions;

namespace CleanFte.Integration.EventStore;

/// <summary>Classes that measure time run alone, after all others.</summary>
[CollectionDefinition(nameof(Measured), DisableParallelization = true)]
public sealed class Measured;

/// <summary>
/// A thousand random schedules of slow, aborted and idle transactions against one reader. A failure names its seed.
/// </summary>
[Collection(nameof(Measured))]
public sealed class LogReaderScheduleTests(FreshDatabase database, ITestOutputHelper output) : IClassFixture<FreshDatabase>
{
    private const int Schedules = 1_000;

    /// <summary>Schedules at the same time in one database.</summary>
    private const int Lanes = 4;

    private const int Writers = 3;

    private const int PageSize = 7;

    /// <summary>Short, so that reads fall between all steps of the writers.</summary>
    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// On an idle machine it is below 250 ms, which is printed; a machine that others use too keeps anybody waiting longer.
    /// What this must find is a lag that ends by a time-out only.
    /// </summary>
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(2);

    /// <summary>Everything delivered and settled by then, or the test fails instead of hanging.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Seeds of all numbers, by what became of them.</summary>
    private readonly ConcurrentDictionary<long, int> _committed = new();
    private readonly ConcurrentDictionary<long, int> _aborted = new();

    /// <summary>When the transaction that owned a number was told to end.</summary>
    private readonly ConcurrentDictionary<long, long> _endedAt = new();
    private readonly ConcurrentQueue<int> _seeds = new();
    private readonly List<LogEvent> _delivered = [];
    private readonly List<long> _deliveredAt = [];

    /// <summary>When each read came back.</summary>
    private readonly List<long> _reads = [];
    private int _blockedReads;

    [Fact]
    public async Task Nothing_committed_is_skipped_nothing_aborted_delivered_and_nothing_comes_late()
    {
        var first = 20_261_121;
        foreach (var seed in Enumerable.Range(first, Schedules))
        {
            _seeds.Enqueue(seed);
        }

        using var writing = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(Limit);
        await using var idle = await Writer.Open(database);
        await idle.Run("insert into mt_event_progression (name) values ('idle beside')");

        // The first read compiles code and opens connections, which is not the lag in question.
        var reader = new LogReader(database.Database);
        await reader.Read(0, PageSize, limit.Token);
        var reading = Read(reader, writing.Token, limit.Token);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Lane(limit.Token)));
        await writing.CancelAsync();
        await reading;

        var longestLag = LongestLag();
        output.WriteLine(
            $"{_committed.Count:N0} committed, {_aborted.Count:N0} aborted, {_blockedReads:N0} blocked reads, "
            + $"longest lag {longestLag.TotalMilliseconds:N0} ms");
        var delivered = _delivered.Select(e => e.Sequence).ToList();
        delivered.ShouldBeInOrder();
        Missing(delivered).ShouldBeEmpty();
        delivered.Where(_aborted.ContainsKey).Select(n => $"{n} of seed {_aborted[n]}").ShouldBeEmpty();
        delivered.Count.ShouldBe(_committed.Count);
        foreach (var stream in _delivered.GroupBy(e => e.Stream))
        {
            stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, stream.Count()).Select(v => (long)v));
        }

        _blockedReads.ShouldBeGreaterThan(0, "the schedules must hold the reader up now and then");
        longestLag.ShouldBeLessThan(MaxLag);
    }

    /// <summary>
    /// From the first read that came back after the last transaction that owned an event's number or a lower one had ended,
    /// up to the event's delivery: what the reader itself adds, on however busy a machine.
    /// </summary>
    private TimeSpan LongestLag()
    {
        var ends = _endedAt.OrderBy(e => e.Key).ToList();
        var (next, readyAt, longest) = (0, 0L, 0L);
        for (var i = 0; i < _delivered.Count; i++)
        {
            for (; next < ends.Count && ends[next].Key <= _delivered[i].Sequence; next++)
            {
                readyAt = Math.Max(readyAt, ends[next].Value);
            }

            var read = _reads.BinarySearch(readyAt);
            longest = Math.Max(longest, _deliveredAt[i] - _reads[read < 0 ? ~read : read]);
        }

        return Stopwatch.GetElapsedTime(0, longest);
    }

    private IEnumerable<string> Missing(List<long> delivered) =>
        _committed.Keys.Except(delivered).Select(n => $"{n} of seed {_committed[n]}");

    private async Task Lane(CancellationToken ct)
    {
        var writers = new List<Writer>();
        for (var i = 0; i < Writers; i++)
        {
            writers.Add(await Writer.Open(database));
        }

        while (!ct.IsCancellationRequested && _seeds.TryDequeue(out var seed))
        {
            await Play(writers, new Random(seed), seed);
        }

        foreach (var writer in writers)
        {
            await writer.DisposeAsync();
        }
    }

    /// <summary>Steps of several transactions, interleaved by the seed alone.</summary>
    private async Task Play(List<Writer> writers, Random random, int seed)
    {
        var open = writers.ToDictionary(w => w, _ => new List<long>());
        var taken = writers.ToDictionary(w => w, _ => new List<long>());
        var streams = writers.ToDictionary(w => w, _ => (Id: Guid.NewGuid(), Version: 0L));
        for (var step = random.Next(6, 14); step > 0; step--)
        {
            var writer = writers[random.Next(writers.Count)];
            switch (random.Next(10))
            {
                case < 4:
                    var (id, version) = streams[writer];
                    streams[writer] = (id, version + 1);
                    open[writer].Add(await writer.Append(id, version + 1));
                    break;
                case 4:
                    // A number that no event ever gets.
                    var unused = await writer.TakeNumber();
                    _aborted[unused] = seed;
                    taken[writer].Add(unused);
                    break;
                case 5:
                    await writer.Run("select count(*) from mt_streams");
                    break;
                case < 8:
                    await End(writer, open[writer], taken[writer], "commit", seed);
                    break;
                default:
                    var undone = open[writer].Count;
                    await End(writer, open[writer], taken[writer], "rollback", seed);
                    streams[writer] = (streams[writer].Id, streams[writer].Version - undone);
                    break;
            }
        }

        foreach (var writer in writers)
        {
            await End(writer, open[writer], taken[writer], random.Next(4) == 0 ? "rollback" : "commit", seed);
        }
    }

    private async Task End(Writer writer, List<long> numbers, List<long> unused, string how, int seed)
    {
        var now = Stopwatch.GetTimestamp();
        await writer.Run(how);
        foreach (var number in numbers)
        {
            (how == "commit" ? _committed : _aborted)[number] = seed;
        }

        foreach (var number in numbers.Concat(unused))
        {
            _endedAt[number] = now;
        }

        numbers.Clear();
        unused.Clear();
        await writer.Run("begin");
    }

    private async Task Read(LogReader reader, CancellationToken writing, CancellationToken limit)
    {
        var position = 0L;
        while (true)
        {
            var over = writing.IsCancellationRequested;
            var page = await reader.Read(position, PageSize, limit);
            _delivered.AddRange(page.Events);
            _reads.Add(Stopwatch.GetTimestamp());
            _deliveredAt.AddRange(page.Events.Select(_ => _reads[^1]));
            position = page.Position;
            _blockedReads += page.BlockedBy.Count > 0 ? 1 : 0;
            if (over && page.Events.Count == 0 && page.BlockedBy.Count == 0)
            {
                return;
            }

            if (page.Events.Count == 0)
            {
                await Task.Delay(page.BlockedBy.Count > 0 ? LogReader.Recheck : IdlePoll, limit);
            }
        }
    }
}

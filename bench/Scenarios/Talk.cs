using CleanFte.Bench.Generators;
using CleanFte.Bench.Load;

namespace CleanFte.Bench.Scenarios;

/// <summary>
/// Citizens who write, and the count of who has been answered. It holds back what would run too far ahead of the replies: the
/// ledger takes messages much faster than they can be processed, and a growing backlog would be answered several at once.
/// </summary>
internal sealed class Talk : IDisposable
{
    private const int Connections = 32;

    /// <summary>Messages under way; far fewer than senders, so that a sender seldom waits for himself.</summary>
    private const int Window = 2_000;

    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(60);

    private readonly BenchRun _bench;

    private readonly Product _product;

    private readonly SemaphoreSlim _window = new(Window);

    private readonly int[] _open;

    private long _replies;

    public Talk(BenchRun bench, Product product)
    {
        (_bench, _product, _open) = (bench, product, new int[bench.Options.Senders]);
        bench.Laboratory.Twilio.Accepting = (sid, to, callback) =>
        {
            Interlocked.Increment(ref _replies);
            var sender = Webhooks.NumberOf(to);

            // One reply may answer several messages of its sender; it frees the places of all of them.
            if (Interlocked.Exchange(ref _open[sender], 0) is > 0 and var answered)
            {
                _window.Release(answered);
            }

            Answered?.Invoke(sender, sid, callback);
        };
    }

    /// <summary>Messages the product took.</summary>
    public long Posted { get; private set; }

    public long Replies => Interlocked.Read(ref _replies);

    /// <summary>Told of each reply: sender, sid and status callback.</summary>
    public Action<int, string, string?>? Answered { get; set; }

    /// <summary>Everybody writes once, and is answered.</summary>
    public async Task<double> Open()
    {
        var senders = _bench.Options.Senders;
        var requests = Requests.Make(senders, i => Webhooks.Message(_bench.Laboratory, _product, i));
        return await Write(requests, i => i, TimeSpan.FromMinutes(5));
    }

    /// <summary>Writes for so long and until all is answered; returns messages per second over all of that time.</summary>
    /// <param name="senderOf">Who writes the message of a running number.</param>
    public async Task<double> Write(Requests requests, Func<int, int> senderOf, TimeSpan duration, Action<int>? beside = null)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var result = await ClosedLoop.Run(
            _product.Port, Connections, duration, requests.Find,
            async i =>
            {
                if (!await _window.WaitAsync(DrainLimit, _bench.Stop))
                {
                    throw new TimeoutException($"No reply for {DrainLimit.TotalSeconds:0} s; {Window} messages are unanswered.");
                }

                Interlocked.Increment(ref _open[senderOf(i)]);
                beside?.Invoke(i);
            },
            _bench.Stop);
        Posted += result.Taken;
        var left = await _product.Store.Drain(DrainLimit, _bench.Stop);
        var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (left > 0 || result.Refused.Length > 0)
        {
            _bench.Report.Line($"- {left} rows still pending; refused: {result.Refused}");
        }

        return result.Taken / seconds;
    }

    /// <summary>Counts at both ends: every message processed once, every reply decided once and accepted once.</summary>
    public async Task Check(long statuses = 0)
    {
        var (store, report) = (_product.Store, _bench.Report);
        report.Check("messages taken are rows processed",
            await store.Ask<long>("select count(*) from inbox where state = 1 and account <> '@timers'"), Posted + statuses);
        report.Check("and messages in the log, each once",
            await store.Ask<long>("select count(distinct data ->> 'providerMessageId') from mt_events where type = 'message_received'"),
            Posted);
        report.Check("and no more than that",
            await store.Ask<long>("select count(*) from mt_events where type = 'message_received'"), Posted);
        report.Check("messages answered, by the log",
            await store.Ask<long>(
                "select coalesce(sum(jsonb_array_length(data -> 'inReplyTo')), 0)::bigint from mt_events where type = 'reply_decided'"),
            Posted);
        report.Check("replies decided are replies at the provider",
            await store.Ask<long>("select count(*) from messages where direction = 'out'"), Replies);
        report.Check("replies recorded as sent",
            await store.Ask<long>("select count(*) from mt_events where type = 'reply_sent'"), Replies);
        report.Check("streams with a gap in their versions",
            await store.Ask<long>(
                "select count(*) from (select 1 from mt_events group by tenant_id, stream_id having max(version) <> count(*)) g"),
            0);
    }

    public void Dispose()
    {
        _bench.Laboratory.Twilio.Accepting = null;
        _window.Dispose();
    }
}

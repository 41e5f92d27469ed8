using System.Threading.Channels;

namespace CleanFte.Infrastructure;

/// <summary>
/// Lets concurrent callers share a round trip. A lone caller does not wait: whoever comes while a round trip is under
/// way goes with the next one.
/// </summary>
/// <param name="lanes">Round trips at the same time.</param>
/// <param name="maxBatch">Callers in one round trip.</param>
/// <param name="run">
/// Handles a batch; sets each item's result. An exception is given to every item it left open.
/// </param>
internal sealed class Coalescer<TItem, TResult>(
    int lanes, int maxBatch, Func<IReadOnlyList<Coalesced<TItem, TResult>>, Task> run)
{
    private readonly Channel<Coalesced<TItem, TResult>> _waiting =
        Channel.CreateUnbounded<Coalesced<TItem, TResult>>(new() { SingleReader = false });

    private int _running;

    public Task<TResult> Run(TItem item)
    {
        var coalesced = new Coalesced<TItem, TResult>(item);
        _waiting.Writer.TryWrite(coalesced);
        StartLane();
        return coalesced.Task;
    }

    private void StartLane()
    {
        while (Volatile.Read(ref _running) is var running && running < lanes)
        {
            if (Interlocked.CompareExchange(ref _running, running + 1, running) == running)
            {
                _ = Task.Run(Drain);
                return;
            }
        }
    }

    private async Task Drain()
    {
        var batch = new List<Coalesced<TItem, TResult>>(maxBatch);
        while (true)
        {
            while (batch.Count < maxBatch && _waiting.Reader.TryRead(out var item))
            {
                batch.Add(item);
            }

            if (batch.Count == 0)
            {
                Interlocked.Decrement(ref _running);

                // Someone may have come between the last look and the decrement, and found every lane taken.
                if (_waiting.Reader.Count > 0)
                {
                    StartLane();
                }

                return;
            }

            try
            {
                await run(batch);
            }
            catch (Exception e)
            {
                batch.ForEach(item => item.Fail(e));
            }

            batch.Clear();
        }
    }
}

/// <summary>One caller's share of a round trip.</summary>
internal sealed class Coalesced<TItem, TResult>(TItem item)
{
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TItem Item => item;

    public Task<TResult> Task => _done.Task;

    public void Complete(TResult result) => _done.TrySetResult(result);

    public void Fail(Exception e) => _done.TrySetException(e);
}

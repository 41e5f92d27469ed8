namespace CleanFte.Infrastructure;

/// <summary>
/// A value kept in memory and read anew once it is older than allowed or was invalidated. Callers that come meanwhile
/// share one reading; a failed one is not kept.
/// </summary>
/// <param name="maxAge">How far behind it may be.</param>
/// <param name="clock">Measures the age.</param>
/// <param name="read">Reads it; given the value before, if there was one, to keep what did not change.</param>
internal sealed class Refreshed<T>(TimeSpan maxAge, TimeProvider clock, Func<T?, Task<T>> read)
    where T : class
{
    private readonly Lock _lock = new();
    private Task<T>? _reading;
    private T? _last;
    private long _began;

    public ValueTask<T> Get(CancellationToken ct)
    {
        Task<T> reading;
        lock (_lock)
        {
            if (_reading is null or { IsFaulted: true } or { IsCanceled: true }
                || clock.GetElapsedTime(_began) >= maxAge)
            {
                Forget();
                _began = clock.GetTimestamp();
                var last = _last;

                // Not the first caller's to cancel: others wait for it too.
                _reading = Task.Run(() => read(last), CancellationToken.None);
            }

            reading = _reading;
        }

        return reading.IsCompletedSuccessfully ? new(reading.Result) : new(reading.WaitAsync(ct));
    }

    /// <summary>The next caller reads anew, even if a reading is under way that may have missed the change.</summary>
    public void Invalidate()
    {
        lock (_lock)
        {
            Forget();
        }
    }

    private void Forget()
    {
        if (_reading is { IsCompletedSuccessfully: true })
        {
            _last = _reading.Result;
        }

        _reading = null;
    }
}

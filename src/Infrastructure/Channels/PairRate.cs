using System.Collections.Concurrent;

namespace CleanFte.Infrastructure.Channels;

/// <summary>
/// How often one account may write to one person: once in so long, with bursts that are paid back by a longer pause. Each
/// process counts for itself; what several send too fast together, the provider turns away and it is sent later.
/// </summary>
internal sealed class PairRate(TimeProvider clock, TimeSpan interval, int burst)
{
    /// <summary>WhatsApp's Cloud API: error 131056 beyond it.</summary>
    public static readonly TimeSpan WhatsAppInterval = TimeSpan.FromSeconds(6);

    public const int WhatsAppBurst = 45;

    /// <summary>Persons remembered; those whose pause is over are forgotten first.</summary>
    private const int MaxPersons = 100_000;

    /// <summary>When all that was sent to a person will have been paid back.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _paid = new(StringComparer.Ordinal);

    /// <summary>Takes a turn; null where there was one, else how long to wait for it.</summary>
    public TimeSpan? Take(string recipient)
    {
        var now = clock.GetUtcNow();
        var paid = _paid.GetValueOrDefault(recipient, now);
        paid = paid > now ? paid : now;
        var debt = paid - now + interval - (interval * burst);
        if (debt > TimeSpan.Zero)
        {
            return debt;
        }

        if (_paid.Count >= MaxPersons)
        {
            Forget(now);
        }

        _paid[recipient] = paid + interval;
        return null;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (recipient, paid) in _paid)
        {
            if (paid <= now)
            {
                _paid.TryRemove(recipient, out _);
            }
        }
    }
}

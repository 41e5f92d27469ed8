using CleanFte.Domain.Team;

namespace CleanFte.Application.Team;

/// <summary>
/// Whose turn it is in this process while hand-overs are under way: who is being given something counts as given to until
/// that is saved, so that of two hand-overs at once each finds another member. Between processes the versions of the
/// members' streams decide.
/// </summary>
internal sealed class Rota
{
    /// <summary>The database keeps times to the microsecond; no two turns are the same time.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMicroseconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Tenant, MemberId Member), Place> _places = [];
    private DateTimeOffset _last;

    /// <summary>Reserves the next in turn; null when nobody is eligible.</summary>
    public Reservation? Reserve(string tenant, IReadOnlyList<Candidate> candidates, DateTimeOffset now)
    {
        lock (_lock)
        {
            var seen = candidates.Select(c => c with { LastGivenAt = Later(c.LastGivenAt, Reserved(tenant, c.Member)) });
            if (RoundRobin.Choose(seen) is not { } member)
            {
                return null;
            }

            var key = (tenant, member);
            if (!_places.TryGetValue(key, out var place))
            {
                _places.Add(key, place = new Place());
            }

            _last = now > _last ? now : _last + Step;
            place.Waiting++;
            place.ReservedAt = _last;
            return new Reservation(member, _last, First: place.Waiting == 1, place.Gate, () => Free(key, place));
        }
    }

    private DateTimeOffset? Reserved(string tenant, MemberId member) =>
        _places.TryGetValue((tenant, member), out var place) ? place.ReservedAt : null;

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null || b is null ? a ?? b : a > b ? a : b;

    private void Free((string, MemberId) key, Place place)
    {
        lock (_lock)
        {
            if (--place.Waiting == 0)
            {
                _places.Remove(key);
            }
        }
    }

    private sealed class Place
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Waiting { get; set; }

        public DateTimeOffset ReservedAt { get; set; }
    }
}

/// <summary>A place in the turn, held until the save has ended.</summary>
/// <param name="At">Its time; the order of turns goes by it.</param>
/// <param name="First">Whether nothing else was being given to the member.</param>
internal sealed record Reservation(MemberId Member, DateTimeOffset At, bool First, SemaphoreSlim Gate, Action Free)
    : IDisposable
{
    private bool _entered;
    private bool _over;

    /// <summary>Waits until what is being given to the member before this is saved.</summary>
    public async Task Enter(CancellationToken ct)
    {
        await Gate.WaitAsync(ct);
        _entered = true;
    }

    public void Dispose()
    {
        if (_over)
        {
            return;
        }

        _over = true;
        if (_entered)
        {
            Gate.Release();
        }

        Free();
    }
}

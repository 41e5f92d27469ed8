using CleanFte.Infrastructure.EventStore;

namespace CleanFte.Unit.EventStore;

public sealed class StreamCacheTests
{
    private static readonly StreamKey Key = new("default", Guid.Parse("0193d2a4-0000-7000-8000-000000000001"));

    private readonly StreamCache _cache = new();

    [Fact]
    public void What_a_slow_reader_brings_does_not_replace_what_a_writer_put()
    {
        _cache.Put(Key, new Cached("new", 7));
        _cache.Put(Key, new Cached("old", 6));

        _cache.Find(Key).ShouldBe(new Cached("new", 7));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void A_state_falls_behind_only_when_it_is_older(long version, bool behind)
    {
        _cache.Put(Key, new Cached("state", version));
        _cache.FallBehind(Key, 7);

        _cache.Find(Key).ShouldBe(new Cached("state", version, behind));
    }

    [Fact]
    public void A_state_beyond_what_is_stored_is_forgotten()
    {
        _cache.Put(Key, new Cached("never saved", 8));
        _cache.FallBehind(Key, 7);

        _cache.Find(Key).ShouldBeNull();
    }

    [Fact]
    public void The_newest_states_are_kept_and_their_number_is_bounded()
    {
        var keys = Enumerable.Range(0, 3 * StreamCache.Generation).Select(_ => new StreamKey("default", Guid.NewGuid())).ToArray();
        foreach (var key in keys)
        {
            _cache.Put(key, new Cached("state", 1));
        }

        keys.Count(key => _cache.Find(key) is not null).ShouldBeInRange(1, 2 * StreamCache.Generation);
        _cache.Find(keys[^1]).ShouldNotBeNull();
    }
}

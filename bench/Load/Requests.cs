namespace CleanFte.Bench.Load;

/// <summary>
/// Requests made before the clock starts, kept in a few large blocks: half a million small arrays would cost the garbage
/// collector more than sending them.
/// </summary>
internal sealed class Requests
{
    private const int BlockBytes = 4 * 1024 * 1024;

    private readonly List<byte[]> _blocks = [];

    private readonly List<(int Block, int Start, int Length)> _index = [];

    private int _used = BlockBytes;

    public int Count => _index.Count;

    public ReadOnlyMemory<byte> this[int i] =>
        _index[i] is var (block, start, length) ? _blocks[block].AsMemory(start, length) : default;

    /// <summary>The request of a number, or null behind the last one.</summary>
    public ReadOnlyMemory<byte>? Find(int i)
    {
        if (i < Count)
        {
            return this[i];
        }

        return null;
    }

    /// <summary>Makes many at once on all cores, in order.</summary>
    public static Requests Make(int count, Func<int, byte[]> make)
    {
        var requests = new Requests();
        const int chunk = 4_096;
        var made = new byte[chunk][];
        for (var start = 0; start < count; start += chunk)
        {
            var size = Math.Min(chunk, count - start);
            var from = start;
            Parallel.For(0, size, i => made[i] = make(from + i));
            for (var i = 0; i < size; i++)
            {
                requests.Add(made[i]);
            }
        }

        return requests;
    }

    private void Add(byte[] request)
    {
        if (_used + request.Length > BlockBytes)
        {
            _blocks.Add(new byte[BlockBytes]);
            _used = 0;
        }

        request.CopyTo(_blocks[^1], _used);
        _index.Add((_blocks.Count - 1, _used, request.Length));
        _used += request.Length;
    }
}

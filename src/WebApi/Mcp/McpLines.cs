using System.Text;

namespace CleanFte.WebApi.Mcp;

/// <summary>
/// Standard input by lines of limited length. A line that is longer is not kept; a request to be told so, under the line's
/// own id, takes its place. The end is told when all that was asked is answered: who has asked and closed still reads.
/// </summary>
internal sealed class McpLines(Stream input, int max, McpAnswers answers) : Stream
{
    /// <summary>The tool that is asked for in place of a line that was too long: there is none of that name.</summary>
    public const string TooLong = "cleanfte/too_long";

    private const int Chunk = 64 * 1024;

    private readonly byte[] _chunk = new byte[Chunk];
    private readonly MemoryStream _line = new();
    private readonly Queue<byte[]> _ready = new();
    private JsonRpcIdScanner _id = new();
    private long _length;
    private int _given;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_ready.Count == 0)
        {
            var read = await input.ReadAsync(_chunk, cancellationToken);
            if (read == 0)
            {
                await answers.All(cancellationToken);
                return 0;
            }

            Take(_chunk.AsSpan(0, read));
        }

        var line = _ready.Peek();
        var count = Math.Min(buffer.Length, line.Length - _given);
        line.AsMemory(_given, count).CopyTo(buffer);
        _given += count;
        if (_given == line.Length)
        {
            _ready.Dequeue();
            _given = 0;
        }

        return count;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            _id.Read(part);
            _length += part.Length;
            if (_length <= max)
            {
                _line.Write(part);
            }

            if (end < 0)
            {
                return;
            }

            EndLine();
            bytes = bytes[(end + 1)..];
        }
    }

    private void EndLine()
    {
        if (_id.Id is not null)
        {
            answers.Asked();
        }

        if (_length <= max)
        {
            _line.WriteByte((byte)'\n');
            _ready.Enqueue(_line.ToArray());
        }
        else if (_id.Id is { } id)
        {
            _ready.Enqueue(Encoding.UTF8.GetBytes(
                $"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"tools/call\",\"params\":{{\"name\":\"{TooLong}\"}}}}\n"));
        }

        _line.SetLength(0);
        (_length, _id) = (0, new JsonRpcIdScanner());
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _line.Dispose();
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}

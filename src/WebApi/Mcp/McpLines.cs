using System.Text;

namespace CleanFte.WebApi.Mcp;

/// <summary>
/// Standard input by lines of limited length. A line that is longer is not kept; a request to be told so, under the line's
/// own id, takes its place.
/// </summary>
internal sealed class McpLines(Stream input, int max) : Stream
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

/// <summary>Finds the id of a JSON-RPC message of any length, wherever it stands, without keeping the message.</summary>
internal sealed class JsonRpcIdScanner
{
    /// <summary>Bytes of an id that is told again.</summary>
    private const int MaxId = 200;

    private readonly StringBuilder _token = new();
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _isValue;
    private string _key = "";

    /// <summary>As JSON: a number or a text; null as long as none was found.</summary>
    public string? Id { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            Read((char)b);
        }
    }

    private void Read(char c)
    {
        if (_inString)
        {
            InString(c);
            return;
        }

        switch (c)
        {
            case '"':
                _inString = true;
                _token.Clear();
                break;
            case '{' or '[':
                _depth++;
                break;
            case '}' or ']':
                EndValue();
                _depth--;
                break;
            case ':' when _depth == 1:
                _isValue = true;
                _token.Clear();
                break;
            case ',' when _depth == 1:
                EndValue();
                _isValue = false;
                break;
            case '-' or (>= '0' and <= '9'):
                Keep(c);
                break;
        }
    }

    private void InString(char c)
    {
        if (_escaped)
        {
            _escaped = false;
        }
        else if (c == '\\')
        {
            _escaped = true;
        }
        else if (c == '"')
        {
            _inString = false;
            if (_depth == 1 && !_isValue)
            {
                _key = _token.ToString();
            }
            else if (_depth == 1 && _key == "id" && _token.Length > 0)
            {
                Id ??= $"\"{_token}\"";
                _key = "";
            }

            return;
        }

        Keep(c is >= ' ' and < (char)0x7F && c != '\\' ? c : '?');
    }

    /// <summary>A number ends where something else begins.</summary>
    private void EndValue()
    {
        if (_depth == 1 && _isValue && _key == "id" && long.TryParse(_token.ToString(), out var number))
        {
            Id ??= number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private void Keep(char c)
    {
        if (_depth == 1 && _token.Length < MaxId)
        {
            _token.Append(c);
        }
    }
}

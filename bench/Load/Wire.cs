using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace CleanFte.Bench.Load;

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends bytes as they are and reads of the answer what it must. The load shares
/// its cores with what it measures, so a full HTTP client would measure itself.
/// </summary>
internal sealed class Wire : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private readonly byte[] _buffer = new byte[16 * 1024];

    /// <summary>The last answer's bytes, head and body.</summary>
    public ReadOnlySpan<byte> Answer => _buffer.AsSpan(0, _length);

    private int _length;

    public static async Task<Wire> Connect(int port)
    {
        var wire = new Wire();
        await wire._socket.ConnectAsync(IPAddress.Loopback, port);
        return wire;
    }

    /// <summary>Sends a request and returns the status of its answer.</summary>
    public async ValueTask<int> Send(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request[sent..]);
        }

        _length = 0;
        do
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_length));
            if (read == 0)
            {
                throw new IOException("The product closed a connection instead of answering.");
            }

            _length += read;
        }
        while (!IsComplete(_buffer.AsSpan(0, _length)));

        // "HTTP/1.1 200"
        return Utf8Parser.TryParse(_buffer.AsSpan(9, 3), out int status, out _) ? status : 0;
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = answer[..(end + 2)];
        var length = head.IndexOf("Content-Length: "u8);
        if (length >= 0 && Utf8Parser.TryParse(head[(length + 16)..], out int bytes, out _))
        {
            return answer.Length >= end + 4 + bytes;
        }

        return head.IndexOf("chunked"u8) < 0 || answer[(end + 2)..].EndsWith("\r\n0\r\n\r\n"u8);
    }
}

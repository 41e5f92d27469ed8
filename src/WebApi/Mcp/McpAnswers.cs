namespace CleanFte.WebApi.Mcp;

/// <summary>Counts what was asked by standard input, and what was answered by standard output, a line each.</summary>
internal sealed class McpAnswers(Stream output) : Stream
{
    /// <summary>Who has closed his end waits no longer than this for what he has asked.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _open;
    private bool _ending;

    public void Asked() => Count(1);

    /// <summary>Completes when nothing that was asked is still to be answered.</summary>
    public async Task All(CancellationToken ct)
    {
        lock (_gate)
        {
            _ending = true;
        }

        Count(0);
        await _all.Task.WaitAsync(MaxWait, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await output.WriteAsync(buffer, cancellationToken);
        if (buffer.Span.Count((byte)'\n') is > 0 and var lines)
        {
            await output.FlushAsync(cancellationToken);
            Count(-lines);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    private void Count(int change)
    {
        lock (_gate)
        {
            _open += change;
            if (_ending && _open <= 0)
            {
                _all.TrySetResult();
            }
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

using CleanFte.Application.Ports;
using Microsoft.Extensions.Logging;

namespace CleanFte.Infrastructure.Channels;

/// <summary>
/// Reads what goes out with a message, right before it is sent and a few messages at a time: files are held in memory
/// meanwhile.
/// </summary>
/// <param name="store">Asked for when it is needed: what sends nothing has no store.</param>
internal sealed class SentFiles(Func<IMediaStore> store, ILogger<SentFiles> log)
{
    /// <summary>Messages whose files are held at the same time.</summary>
    public const int AtOnce = 4;

    /// <summary>Those of one account, so that a slow provider leaves room for the others.</summary>
    public const int AtOnceOfAccount = 2;

    private const int ShortestPause = 5;

    private const int LongestPause = 15;

    private readonly Dictionary<string, int> _held = [];

    /// <summary>Reading all files of a message; what a send takes in all stands at <see cref="PacedGateway.FilePatience"/>.</summary>
    public static readonly TimeSpan MaxPatience = TimeSpan.FromSeconds(5);

    public TimeSpan Patience { get; init; } = MaxPatience;

    /// <summary>What is answered where there is no room; not all who wait come back together.</summary>
    public static SendResult NoRoom() => new SendResult.TryLater(
        "files_under_way",
        TimeSpan.FromSeconds(ShortestPause + (Random.Shared.NextDouble() * (LongestPause - ShortestPause))),
        CountsAsTry: false);

    /// <summary>Room for one message's files, until it is disposed of; null where there is none now.</summary>
    public IDisposable? Enter(string account)
    {
        lock (_held)
        {
            var own = _held.GetValueOrDefault(account);
            if (own == AtOnceOfAccount || _held.Values.Sum() == AtOnce)
            {
                return null;
            }

            _held[account] = own + 1;
            return new Room(this, account);
        }
    }

    /// <summary>
    /// Reads the files, or sees only that they are there. A store that is away is tried again later; a file that is gone from
    /// it never comes back.
    /// </summary>
    public async Task<(IReadOnlyList<OutgoingFile> Files, SendResult? Problem)> Read(
        IReadOnlyList<OutgoingFile> files, bool withContent, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var read = new List<OutgoingFile>(files.Count);
        foreach (var (file, _) in files)
        {
            try
            {
                await using var stored = await store().Open(file.Key, limit.Token);
                if (stored is null)
                {
                    return ([], new SendResult.Refused("file_missing", "The file is no longer in the media store."));
                }

                read.Add(new OutgoingFile(file, withContent ? await Content(stored, file.Size, limit.Token) : default));
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // Whatever the store's trouble is, nothing has left yet.
                log.LogWarning("File {Media} could not be read from the media store ({Reason}).", file.Media, e.Message);
                return ([], new SendResult.TryLater("media_store", null));
            }
        }

        return (read, null);
    }

    private static async Task<ReadOnlyMemory<byte>> Content(Stream stored, long size, CancellationToken ct)
    {
        var content = new MemoryStream((int)size);
        await stored.CopyToAsync(content, ct);
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private void Leave(string account)
    {
        lock (_held)
        {
            if (--_held[account] == 0)
            {
                _held.Remove(account);
            }
        }
    }

    private sealed class Room(SentFiles files, string account) : IDisposable
    {
        public void Dispose() => files.Leave(account);
    }
}

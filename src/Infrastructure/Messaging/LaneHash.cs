using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace CleanFte.Infrastructure.Messaging;

/// <summary>
/// Names a lane without its address: a keyed hash, because rows outlive an erasure and a plain hash of a phone number
/// can be guessed. Two lanes that share a hash are merely processed one after the other.
/// </summary>
internal sealed class LaneHash(NpgsqlDataSource database)
{
    private const int MaxStackBytes = 512;

    private byte[]? _key;

    /// <summary>Reads the database's own key; once, before the first lane is named.</summary>
    public async Task Load(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select value from database_secrets where name = 'lane_hash'");
        _key = (byte[])(await command.ExecuteScalarAsync(ct))!;
    }

    public long Of(string account, string lane)
    {
        var key = _key ?? throw new InvalidOperationException("The key of the lane hashes was not loaded.");
        var length = Encoding.UTF8.GetMaxByteCount(account.Length + lane.Length + 1);
        var buffer = length <= MaxStackBytes ? stackalloc byte[length] : new byte[length];
        var written = Encoding.UTF8.GetBytes(account, buffer);
        buffer[written++] = 0;
        written += Encoding.UTF8.GetBytes(lane, buffer[written..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, buffer[..written], hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}

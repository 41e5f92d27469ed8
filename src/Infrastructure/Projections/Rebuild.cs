using System.Diagnostics;
using CleanFte.Infrastructure.EventStore;
using Npgsql;

namespace CleanFte.Infrastructure.Projections;

/// <summary>
/// Makes all read models anew from the log while writers go on: fold everything up to a position into shadow tables,
/// catch up with what came since until little is left, then finish and swap under a lock of less than 200 ms.
/// </summary>
internal sealed class Rebuild(NpgsqlDataSource database, TextWriter progress)
{
    /// <summary>
    /// Held while a rebuild runs. Whatever rewrites stored events (erasure) takes it shared for its transaction,
    /// because a fold that read an event before it was masked would bring the masked words back.
    /// </summary>
    public const long AdvisoryLock = 0x436C65616E526562;

    /// <summary>Events one round of catching up reads at most; bounds its memory.</summary>
    private const int MaxRound = 20_000;

    /// <summary>Catching up ends when a round had so few events; the rest is done under the lock.</summary>
    private const int SmallRound = 100;

    /// <summary>Rounds before it is said that the writers are faster.</summary>
    private const int MaxRounds = 1_000;

    /// <summary>Attempts to get the lock for the swap; each is preceded by a round of catching up.</summary>
    private const int MaxSwaps = 100;

    private readonly LogReader _log = new(database);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _position;

    /// <summary>0 when the tables were swapped, 1 when not; then nothing has changed.</summary>
    public static Task<int> Run(NpgsqlDataSource database, TextWriter progress, CancellationToken ct) =>
        new Rebuild(database, progress).Run(ct);

    private async Task<int> Run(CancellationToken ct)
    {
        await using var main = await Open(ct);
        await using var second = await Open(ct);
        if (!await Execute(main, $"select pg_try_advisory_lock({AdvisoryLock})", ct))
        {
            progress.WriteLine("Another rebuild or an erasure is running; try again when it is done.");
            return 1;
        }

        try
        {
            return await Run(main, second, ct);
        }
        finally
        {
            // A pooled connection would keep the lock and the settings.
            await Execute(main, $"select pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
            await Execute(main, "reset all", CancellationToken.None);
            await Execute(second, "reset all", CancellationToken.None);
        }
    }

    private async Task<int> Run(NpgsqlConnection main, NpgsqlConnection second, CancellationToken ct)
    {
        await Register(main, ct);
        var shadows = await ShadowTables.Create(main, ct);
        _position = await _log.Settle(ct);
        var metrics = await new LogFold(database, progress)
            .Run(_position, _position, null, [main, second], ShadowTables.Prefix, ct);
        await metrics.Write(main, ShadowTables.Prefix, ct);
        await Index(shadows, [main, second], ct);
        progress.WriteLine($"indexed after {_watch.Elapsed.TotalSeconds:N1} s");
        await CatchUpAll(main, ct);
        for (var attempt = 1; attempt <= MaxSwaps; attempt++)
        {
            if (await RebuildSwap.Try(main, shadows, _position, ct) is { } took)
            {
                progress.WriteLine(
                    $"swapped at {_position:N0} under a lock of {took.TotalMilliseconds:N0} ms, "
                    + $"after {_watch.Elapsed.TotalSeconds:N1} s");
                return 0;
            }

            await CatchUpAll(main, ct);
        }

        progress.WriteLine("The tables stayed in use, so nothing was swapped; try again at a quieter time.");
        return 1;
    }

    /// <summary>
    /// A position can lie between the events of two writers, one of whom had waited for the other's row; then a unique
    /// index sees both. Going on a little resolves it.
    /// </summary>
    private async Task Index(ShadowTables shadows, IReadOnlyList<NpgsqlConnection> connections, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await shadows.Index(connections, ct);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && attempt < MaxSwaps)
            {
                progress.WriteLine($"{e.ConstraintName} is not unique at {_position:N0}; going on a little.");
                await Round(connections[0], await _log.Settle(ct), ct);
            }
        }
    }

    private async Task CatchUpAll(NpgsqlConnection connection, CancellationToken ct)
    {
        var stride = MaxRound;
        for (var round = 1; round <= MaxRounds; round++)
        {
            var settled = await _log.Settle(ct);
            var target = Math.Min(settled, _position + stride);
            var events = target - _position;
            try
            {
                await Round(connection, target, ct);
                stride = MaxRound;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                stride += MaxRound;
                progress.WriteLine($"{e.ConstraintName} is not unique at {target:N0}; going on a little.");
                continue;
            }

            if (events <= SmallRound)
            {
                return;
            }

            progress.WriteLine($"caught up {events:N0} events, {settled - target:N0} behind");
        }

        throw new InvalidOperationException("The writers are faster than the rebuild; run it at a quieter time.");
    }

    private async Task Round(NpgsqlConnection connection, long target, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var metrics = await CatchUp.Apply(connection, _position, target, ct);
        await metrics.Write(connection, ShadowTables.Prefix, ct);
        await transaction.CommitAsync(ct);
        _position = target;
    }

    /// <summary>The swap moves the metrics' position, so there must be one.</summary>
    private static async Task Register(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var register = new NpgsqlCommand(
            "insert into mt_event_progression (name, last_seq_id) values ($1, 0) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = ChannelMetrics.Name } },
        };
        await register.ExecuteNonQueryAsync(ct);
    }

    private async Task<NpgsqlConnection> Open(CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        await using var settings = new NpgsqlCommand(
            "set synchronous_commit = off; set idle_in_transaction_session_timeout = 0", connection);
        await settings.ExecuteNonQueryAsync(ct);
        return connection;
    }

    private static async Task<bool> Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) is true;
    }
}

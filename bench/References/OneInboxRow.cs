using Npgsql;

namespace CleanFte.Bench.References;

/// <summary>R2: one row of the ledger per commit.</summary>
internal static class OneInboxRow
{
    public static async Task<int> Write(NpgsqlConnection connection, int worker)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { MessageRows.Inbox.Values(new Sender(worker)) },
        };
        await batch.ExecuteNonQueryAsync();
        return 1;
    }
}

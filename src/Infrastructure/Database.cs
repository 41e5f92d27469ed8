using Npgsql;

namespace CleanFte.Infrastructure;

/// <summary>The connection pool, with the settings everything here relies on.</summary>
internal static class Database
{
    /// <summary>Connections of one process; more writers than cores gain nothing.</summary>
    public const int MaxPoolSize = 40;

    /// <summary>Distinct statements kept prepared per connection; the write path has about 40.</summary>
    private const int PreparedStatements = 100;

    /// <summary>A transaction that idles longer is ended, so that it cannot hold up the readers of the log.</summary>
    private const int IdleInTransactionMilliseconds = 30_000;

    /// <summary>
    /// Every statement of the message path finds its rows by an index, however full or empty the tables are. Left to
    /// itself, the planner reads whole tables where its statistics are of emptier days (in a foreign key's check, too),
    /// and plans statements anew whose arrays happen to be short.
    /// </summary>
    private const string Planner =
        "-c enable_seqscan=off -c enable_bitmapscan=off -c plan_cache_mode=force_generic_plan -c jit=off";

    /// <summary>What a transaction that reads whole tables on purpose sets back for itself.</summary>
    public const string PlanForWholeTables =
        "set local enable_seqscan = on; set local enable_bitmapscan = on; set local plan_cache_mode = auto";

    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = MaxPoolSize,
            MaxAutoPrepare = PreparedStatements,
            AutoPrepareMinUsages = 2,

            // Six statements less for every use of a connection. Whoever sets or locks something for a session undoes it.
            NoResetOnClose = true,
            ApplicationName = "cleanfte",
        };
        settings.Options = $"-c idle_in_transaction_session_timeout={IdleInTransactionMilliseconds} -c timezone=UTC {Planner}";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}

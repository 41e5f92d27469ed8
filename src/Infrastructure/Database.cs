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

    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = MaxPoolSize,
            MaxAutoPrepare = PreparedStatements,
            AutoPrepareMinUsages = 2,
            ApplicationName = "cleanfte",
        };
        settings.Options = $"-c idle_in_transaction_session_timeout={IdleInTransactionMilliseconds} -c timezone=UTC";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}

using System.Reflection;

namespace CleanFte.Bench;

/// <summary>The product as it is deployed: its own process, Release, configured by the environment, on a fresh database.</summary>
internal sealed class Product : IAsyncDisposable
{
    public const string Account = "town";

    public const string OperatorKey = "bench-bootstrap-key-of-sufficient-length";

    private const string WebhookPath = $"/api/v1/webhooks/whatsapp/twilio/{Account}";

    private readonly Laboratory _laboratory;

    private readonly ChildProcess _process;

    private Product(Laboratory laboratory, ChildProcess process, string database)
    {
        (_laboratory, _process, Database) = (laboratory, process, database);
        Store = new Store(database);
    }

    /// <summary>The connection string of its database.</summary>
    public string Database { get; }

    public Store Store { get; }

    public int Port => _process.Port;

    public int ProcessId => _process.Id;

    public string PublicUrl => $"http://127.0.0.1:{Port}";

    public string WebhookUrl => PublicUrl + WebhookPath;

    public static string Assembly => typeof(Product).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Product").Value!;

    /// <param name="more">Settings beside the usual ones.</param>
    public static async Task<Product> Start(
        Laboratory laboratory, CancellationToken ct, string roles = "api,worker", string? database = null,
        IEnumerable<KeyValuePair<string, string>>? more = null)
    {
        database ??= await laboratory.NewDatabase(ct);
        var port = ChildProcess.FreePort();
        var environment = Environment(laboratory, database, port, roles);
        foreach (var (key, value) in more ?? [])
        {
            environment[key] = value;
        }

        var process = ChildProcess.Start(
            Assembly, [], environment, Path.Combine(laboratory.Folder, "product.log"), port);
        var product = new Product(laboratory, process, database);
        try
        {
            await process.WaitUntilReady("/health/ready", ct);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    public static Dictionary<string, string> Environment(Laboratory laboratory, string database, int port, string roles) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        ["ConnectionStrings__CleanFte"] = database,
        ["PublicUrl"] = $"http://127.0.0.1:{port}",
        ["Roles"] = roles,
        ["ApiKeys__Bootstrap"] = OperatorKey,
        ["Channels__0__Account"] = Account,
        ["Channels__0__Tenant"] = "default",
        ["Channels__0__Provider"] = "twilio",
        ["Channels__0__Address"] = laboratory.Twilio.Address,
        ["Channels__0__AccountSid"] = laboratory.Twilio.AccountSid,
        ["Channels__0__AuthToken"] = laboratory.Twilio.AuthToken,
        ["Channels__0__ApiBaseUrl"] = laboratory.Twilio.BaseUrl,
        ["Media__Path"] = Path.Combine(laboratory.Folder, "media"),
        ["RateLimits__Form"] = "0",
        ["RateLimits__Lookup"] = "0",
        ["RateLimits__Media"] = "0",
    };

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Store.DisposeAsync();
        await _laboratory.Drop(Database);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CleanFte.StandIns;
using Dapper;
using Npgsql;

namespace CleanFte.Integration.Faults;

/// <summary>
/// An installation under test: a database, a provider, and processes of the product on both. They are configured with one
/// public address; where a process listens is its own.
/// </summary>
internal sealed class Town : IAsyncDisposable
{
    private const string Account = "line";

    private const string Bootstrap = "a-key-for-tests-of-faults-only";

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private readonly string _media = Directory.CreateTempSubdirectory("cleanfte-media-").FullName;

    private readonly List<ProductProcess> _processes = [];

    private readonly int _publicPort = ProductProcess.FreePort();

    private readonly IReadOnlyDictionary<string, string> _more;

    private Town(string connectionString, TwilioStandIn twilio, IReadOnlyDictionary<string, string>? more)
    {
        ConnectionString = connectionString;
        Twilio = twilio;
        _more = more ?? new Dictionary<string, string>();
    }

    public string ConnectionString { get; }

    public TwilioStandIn Twilio { get; }

    public static string Citizen(int number) => $"whatsapp:+52155500{number:00000}";

    /// <param name="connectionString">Its database.</param>
    /// <param name="more">Settings of its processes beyond the usual ones.</param>
    public static async Task<Town> Open(string connectionString, IReadOnlyDictionary<string, string>? more = null) =>
        new(connectionString, await TwilioStandIn.Start(), more);

    /// <summary>Starts a process and waits for it.</summary>
    /// <param name="port">Where it listens; a free port by default, the public one when it must hear callbacks.</param>
    /// <param name="assembly">Which host.</param>
    /// <param name="mayEnd">Whether it may end by itself before it is ready.</param>
    public async Task<ProductProcess> Start(int? port = null, string assembly = ProductProcess.Host, bool mayEnd = false)
    {
        var process = ProductProcess.Launch(assembly, port ?? ProductProcess.FreePort(), Settings);
        _processes.Add(process);
        await process.Ready(mayEnd);
        return process;
    }

    public int PublicPort => _publicPort;

    /// <summary>Delivers a citizen's message; null when nobody answered.</summary>
    public async Task<HttpResponseMessage?> Deliver(
        ProductProcess process, string from, string text, string sid, CancellationToken ct = default)
    {
        using var request = Twilio.MessageWebhook(
            $"{process.Url}/api/v1/webhooks/whatsapp/twilio/{Account}", from, text, sid,
            signedUrl: $"{PublicUrl}/api/v1/webhooks/whatsapp/twilio/{Account}");
        try
        {
            return await _http.SendAsync(request, ct);
        }
        catch (HttpRequestException)
        {
            // The process is gone, or went before it answered: not acknowledged.
            return null;
        }
    }

    /// <summary>Whether a message was acknowledged.</summary>
    public async Task<bool> IsTaken(ProductProcess process, string from, string text, string sid)
    {
        using var response = await Deliver(process, from, text, sid);
        return response?.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>Posts with a key, that of the operator by default; returns the answer, which must be a success.</summary>
    public async Task<JsonElement> Post(ProductProcess process, string path, object body, string key = Bootstrap)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, process.Url + path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Api-Key", key);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Returns when nothing waits any more: all is processed and sent.</summary>
    public Task Idle() => Wait.Until(
        async () =>
        {
            await using var connection = await Connect();
            return await connection.ExecuteScalarAsync<bool>(
                "select not exists (select from inbox where state = 0) and not exists (select from outbox where state = 0)");
        },
        "nothing is pending",
        Pending);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Twilio.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_media, recursive: true);
    }

    public string Logs => string.Join("\n---\n", _processes.Select(p => p.Log));

    private string PublicUrl => $"http://127.0.0.1:{_publicPort}";

    private IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(_more)
    {
        ["ConnectionStrings__CleanFte"] = ConnectionString,
        ["PublicUrl"] = PublicUrl,
        ["Messaging__LookupPauseSeconds"] = "0.5",
        ["Media__Path"] = _media,
        ["Channels__0__Account"] = Account,
        ["Channels__0__Provider"] = "twilio",
        ["Channels__0__Address"] = Twilio.Address,
        ["Channels__0__AccountSid"] = Twilio.AccountSid,
        ["Channels__0__AuthToken"] = Twilio.AuthToken,
        ["Channels__0__ApiBaseUrl"] = Twilio.BaseUrl,
        ["ApiKeys__Bootstrap"] = Bootstrap,
    };

    private async Task<string> Pending()
    {
        await using var connection = await Connect();
        var rows = await connection.QueryAsync<string>("""
            select 'in ' || id || ' tries ' || tries || ' crashes ' || crashes || ' lease ' || coalesce(lease, 0)
                || ' due in ' || (due - now()) || coalesce(' ' || reason, '') from inbox where state = 0
            union all
            select 'out ' || id || ' tries ' || tries || ' uncertain ' || uncertain || ' lease ' || coalesce(lease, 0)
                || ' due in ' || (due - now()) from outbox where state = 0
            limit 10
            """);
        return $"Pending: {string.Join("; ", rows)}\n{Logs}";
    }
}

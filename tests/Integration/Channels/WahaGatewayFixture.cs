using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Channels.Waha;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

/// <summary>A gateway and the WAHA it talks to, for one test.</summary>
internal sealed class WahaGatewayFixture : IAsyncDisposable
{
    /// <summary>Longer than any loopback answer takes; for tests that expect one.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30);

    public const string Citizen = "whatsapp:+5215550001111";

    public const string Chat = "5215550001111@c.us";

    public const string PublicUrl = "https://fte.example.org";

    private readonly HttpClient _http = ProviderHttp.CreateClient(WahaGateway.Idle);

    private WahaGatewayFixture(WahaStandIn waha, TimeSpan wait, string publicUrl)
    {
        Waha = waha;
        Gateway = new WahaGateway(_http, publicUrl) { Timeout = wait };
        Account = AccountOf(waha, waha.Settings);
    }

    public WahaStandIn Waha { get; }

    public WahaGateway Gateway { get; }

    public ChannelAccount Account { get; }

    public static async Task<WahaGatewayFixture> Start(TimeSpan? wait = null, string publicUrl = PublicUrl) =>
        new(await WahaStandIn.Start(), wait ?? Patient, publicUrl);

    public static OutgoingMessage Message(string text = "Su reporte está en camino. 🦙", string to = Citizen) =>
        new(Guid.Parse("0198a8b2-0000-7000-8000-00000000000a"), to, text);

    public Task<SendResult> Send(OutgoingMessage? message = null, ChannelAccount? account = null) =>
        Gateway.Send(account ?? Account, message ?? Message(), CancellationToken.None);

    public Task<LookupResult> LookUp(DateTimeOffset since, params string[] others) =>
        Gateway.LookUp(Account, Message(), since, others.ToHashSet(), CancellationToken.None);

    public async Task<IReadOnlyList<InboundElement>> Missed(DateTimeOffset since)
    {
        var missed = new List<InboundElement>();
        await foreach (var element in Gateway.Missed(Account, new RecoveryCursor(since, null), CancellationToken.None))
            missed.Add(element);
        return missed;
    }

    public Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount? account = null) =>
        Gateway.Check(account ?? Account, CancellationToken.None);

    public ChannelAccount With(string setting, string value) =>
        AccountOf(Waha, new Dictionary<string, string>(Waha.Settings) { [setting] = value });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Waha.DisposeAsync();
    }

    private static ChannelAccount AccountOf(WahaStandIn waha, IReadOnlyDictionary<string, string> settings) =>
        new("town", "main line", "waha", waha.Address, "whatsapp", settings) { ProviderId = settings["Session"] };
}

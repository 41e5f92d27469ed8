using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Channels.CloudApi;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

/// <summary>A gateway and the provider it talks to, for one test.</summary>
internal sealed class CloudGatewayFixture : IAsyncDisposable
{
    /// <summary>Longer than any loopback answer takes; for tests that expect one.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30);

    public const string Citizen = "whatsapp:+5215550001111";

    public const string PublicUrl = "https://fte.example.org";

    private readonly HttpClient _http = ProviderHttp.CreateClient();

    private CloudGatewayFixture(CloudStandIn cloud, TimeSpan wait, string publicUrl)
    {
        Cloud = cloud;
        Gateway = new CloudApiGateway(cloud.Provider, _http, publicUrl) { Timeout = wait };
        Account = AccountOf(cloud, cloud.Settings);
    }

    public CloudStandIn Cloud { get; }

    public CloudApiGateway Gateway { get; }

    public ChannelAccount Account { get; }

    public static async Task<CloudGatewayFixture> Start(
        bool is360 = false, TimeSpan? wait = null, string publicUrl = PublicUrl, TimeProvider? clock = null) =>
        new(await CloudStandIn.Start(is360, clock: clock), wait ?? Patient, publicUrl);

    public static OutgoingMessage Message(string text = "Su reporte está en camino. 🦙", string to = Citizen) =>
        new(Guid.Parse("0198a8b2-0000-7000-8000-00000000000a"), to, text);

    public Task<SendResult> Send(OutgoingMessage? message = null, ChannelAccount? account = null) =>
        Gateway.Send(account ?? Account, message ?? Message(), CancellationToken.None);

    public Task<IReadOnlyList<ChannelFinding>> Check(ChannelAccount? account = null) =>
        Gateway.Check(account ?? Account, CancellationToken.None);

    public ChannelAccount With(string setting, string value) =>
        AccountOf(Cloud, new Dictionary<string, string>(Cloud.Settings) { [setting] = value });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Cloud.DisposeAsync();
    }

    private static ChannelAccount AccountOf(CloudStandIn cloud, IReadOnlyDictionary<string, string> settings) =>
        new("town", "main line", cloud.Provider, cloud.Address, "whatsapp", settings)
        {
            ProviderId = settings.GetValueOrDefault("PhoneNumberId") ?? "",
        };
}

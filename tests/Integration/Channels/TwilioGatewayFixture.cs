using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

/// <summary>A gateway and the provider it talks to, for one test.</summary>
internal sealed class TwilioGatewayFixture : IAsyncDisposable
{
    /// <summary>Longer than any loopback answer takes; for tests that expect one.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30);

    public const string Citizen = "whatsapp:+5215550001111";

    public const string PublicUrl = "https://fte.example.org";

    private readonly HttpClient _http = ProviderHttp.CreateClient();

    private TwilioGatewayFixture(TwilioStandIn twilio, TimeSpan wait, string publicUrl)
    {
        Twilio = twilio;
        Gateway = new TwilioGateway(_http, new TwilioOptions(publicUrl) { Timeout = wait });
        Account = new ChannelAccount("town", "main line", "twilio", twilio.Address, "whatsapp", twilio.Settings);
    }

    public TwilioStandIn Twilio { get; }

    public TwilioGateway Gateway { get; }

    public ChannelAccount Account { get; }

    public static async Task<TwilioGatewayFixture> Start(
        TimeSpan? wait = null, string publicUrl = PublicUrl, TimeProvider? clock = null) =>
        new(await TwilioStandIn.Start(clock: clock), wait ?? Patient, publicUrl);

    public static OutgoingMessage Message(string text = "Su reporte está en camino. 🦙", string to = Citizen) =>
        new(Guid.Parse("0198a8b2-0000-7000-8000-00000000000a"), to, text);

    public Task<SendResult> Send(OutgoingMessage? message = null, ChannelAccount? account = null) =>
        Gateway.Send(account ?? Account, message ?? Message(), CancellationToken.None);

    public ChannelAccount With(string setting, string value) =>
        Account with { Settings = new Dictionary<string, string>(Account.Settings) { [setting] = value } };

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Twilio.DisposeAsync();
    }
}

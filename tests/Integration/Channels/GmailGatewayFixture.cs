using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Channels.GmailMail;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

/// <summary>A gateway and the mailbox it talks to, for one test.</summary>
internal sealed class GmailGatewayFixture : IAsyncDisposable
{
    public const string Citizen = "ana@example.org";

    private readonly HttpClient _http = ProviderHttp.CreateClient();

    private GmailGatewayFixture(GmailStandIn gmail, TimeSpan wait, string publicUrl)
    {
        Gmail = gmail;
        Gateway = new GmailGateway(_http, new GmailOptions(publicUrl) { Timeout = wait, Clock = Clock });
        Account = new ChannelAccount("town", "mail", "gmail", gmail.Address, "email", gmail.Settings);
    }

    public GmailStandIn Gmail { get; }

    public GmailGateway Gateway { get; }

    public ChannelAccount Account { get; }

    public SettableClock Clock { get; } = new();

    public static async Task<GmailGatewayFixture> Start(
        TimeSpan? wait = null, string publicUrl = "https://fte.example.org") =>
        new(await GmailStandIn.Start(), wait ?? TimeSpan.FromSeconds(30), publicUrl);

    public static OutgoingMessage Message(string text = "Su reporte está en camino. 🦙", string to = Citizen) =>
        new(Guid.Parse("0198a8b2-0000-7000-8000-00000000000a"), to, text);

    public Task<SendResult> Send(OutgoingMessage? message = null, ChannelAccount? account = null) =>
        Gateway.Send(account ?? Account, message ?? Message(), CancellationToken.None);

    /// <summary>So many mails arrive.</summary>
    public StoredGmail[] Receive(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => Gmail.Mailbox.Receive("Ana <ana@example.org>", $"Mail {i}", $"Text {i}")),
    ];

    /// <summary>What came in, decoded, as a reply to it would know it.</summary>
    public async Task<Inbound.Message> Only() =>
        (await Missed(null)).Elements.Select(e => Gateway.Decode(e.Payload)).ShouldHaveSingleItem().ShouldBeOfType<Inbound.Message>();

    /// <summary>What a recovery brings, and where the next begins.</summary>
    public async Task<(IReadOnlyList<InboundElement> Elements, string? Position)> Missed(string? position, ChannelAccount? account = null)
    {
        var all = new List<InboundElement>();
        await foreach (var element in Gateway.Missed(
            account ?? Account, new RecoveryCursor(Clock.GetUtcNow().AddHours(-1), position), CancellationToken.None))
            all.Add(element);
        return ([.. all.Where(e => e.Key.Length > 0)], all.LastOrDefault(e => e.Position is not null)?.Position);
    }

    public ChannelAccount With(params (string Setting, string Value)[] settings) => Account with
    {
        Settings = settings.Aggregate(
            new Dictionary<string, string>(Account.Settings), (all, s) => new(all) { [s.Setting] = s.Value }),
    };

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Gmail.DisposeAsync();
    }

    internal sealed class SettableClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Ahead;
    }
}

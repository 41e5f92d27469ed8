using CleanFte.Integration.Api;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

/// <summary>A service in which secrets can be kept, and a provider whose account nobody has configured.</summary>
public sealed class ChannelHost : RunningHost
{
    public const string Token = "a token that nobody may ever read again";

    internal TwilioStandIn Desk { get; private set; } = null!;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Secrets:MasterKey"] = "thirty-two characters are needed at the least",
        ["Channels:AllowedOrigins:0"] = Desk.BaseUrl,
    };

    public override async Task InitializeAsync()
    {
        Desk = await TwilioStandIn.Start(
            accountSid: "AC22222222222222222222222222222222", address: "whatsapp:+14155550202", authToken: Token);
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Desk.DisposeAsync();
    }
}

using CleanFte.Domain.Conversations;
using CleanFte.StandIns;

namespace CleanFte.Integration.Faults;

/// <summary>Tests of what is sent: a provider, a database of their own, and a conversation.</summary>
[Collection(FaultTests.Name)]
public abstract class SendingTests(FaultServer server) : IAsyncLifetime
{
    /// <summary>Who is written to, as the provider spells it.</summary>
    protected const string Citizen = "whatsapp:+5215550000001";

    protected TwilioStandIn Twilio { get; private set; } = null!;

    private protected Workshop Shop { get; private set; } = null!;

    protected ConversationId Talk { get; private set; }

    /// <summary>Settings of the account, besides the provider's own.</summary>
    protected virtual (string Key, string Value)[] Settings => [];

    public async Task InitializeAsync()
    {
        Twilio = await TwilioStandIn.Start();
        Prepare(Twilio);
        Shop = await Workshop.Open(await server.CreateDatabase(), Twilio, settings: Settings);
        Talk = await Shop.OpenConversation(Citizen);
    }

    /// <summary>What the provider is to know before anything is sent.</summary>
    protected virtual void Prepare(TwilioStandIn twilio)
    {
    }

    public async Task DisposeAsync()
    {
        await Shop.DisposeAsync();
        await Twilio.DisposeAsync();
    }
}

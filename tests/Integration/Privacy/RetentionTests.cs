using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.Application.Tenants;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Tenants;
using CleanFte.Infrastructure.Messaging;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Privacy;

/// <summary>People are kept as long as their tenant says.</summary>
[Collection(FaultTests.Name)]
public sealed class RetentionTests(FaultServer server)
{
    [Fact]
    public async Task Whoever_was_silent_for_that_long_is_erased_and_nobody_else()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var (silent, open) = (await shop.OpenConversation(), await shop.OpenConversation());
        await Close(shop, silent);
        shop.Clock.Move(TimeSpan.FromDays(60));
        var late = await shop.OpenConversation();
        await Close(shop, late);
        await Configure(shop, 50);

        await Fire(shop);

        (await shop.Events(silent)).ShouldContain("citizen_erased");
        (await shop.Events(open)).ShouldNotContain("citizen_erased");
        (await shop.Events(late)).ShouldNotContain("citizen_erased");
        (await shop.Ask<string>("select data ->> 'by' from mt_events where type = 'customer_erased'")).ShouldBe(["retention"]);

        shop.Clock.Move(TimeSpan.FromDays(51));
        await Fire(shop);
        (await shop.Events(late)).ShouldContain("citizen_erased", "it looks again every day");

        await Configure(shop, null);
        shop.Clock.Move(TimeSpan.FromDays(2));
        await Fire(shop);
        (await shop.Ask<string>("select kind from timers where kind = 'retention'")).ShouldBeEmpty("nobody is to be forgotten any more");
    }

    private static async Task Configure(Workshop shop, int? days)
    {
        var profile = TenantProfile.Default("Town hall") with { RetentionDays = days };
        (await shop.Send(new ConfigureTenant(profile))).Refusal.ShouldBeNull();
        shop.Clock.Move(TimeSpan.FromMinutes(2));
    }

    private static async Task Close(Workshop shop, ConversationId id)
    {
        var session = shop.Session();
        var talk = await session.Load<Conversation>(id, CancellationToken.None);
        session.Append<Conversation>(id, ConversationDecider.Close(talk!, "staff", shop.Clock.GetUtcNow()));
        await session.Save(CancellationToken.None);
    }

    /// <summary>Fires what is due, and does what it asks for.</summary>
    private static async Task Fire(Workshop shop) => await TimerTests.Fire(shop);
}

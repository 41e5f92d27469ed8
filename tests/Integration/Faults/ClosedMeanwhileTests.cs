using CleanFte.Application.Customers;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Domain.Customers;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Conversations;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Faults;

/// <summary>A conversation ends between the moment it is found open and the moment it is written in.</summary>
[Collection(FaultTests.Name)]
public sealed class ClosedMeanwhileTests(FaultServer server)
{
    private const string Claimed = "+34600123042";

    [Fact]
    public async Task A_code_is_sent_in_a_conversation_that_goes_on()
    {
        Guid? closed = null;
        await using var shop = await Workshop.Open(
            await server.CreateDatabase(), null,
            services => services.AddSingleton<ISenders>(
                s => new LateSenders(ActivatorUtilities.CreateInstance<Senders>(s), () => closed)));
        await shop.TakeIn("+34600123041", "There is a pothole");
        var talk = (await shop.Ask<Guid>("select id from conversations")).Single();
        var customer = (await shop.Ask<Guid>("select customer_id from conversations")).Single();
        var session = shop.Session();
        var state = (await session.Load<Conversation>(talk, CancellationToken.None))!;
        session.Append<Conversation>(talk, ConversationDecider.Close(state, "idle", shop.Clock.GetUtcNow()));
        await session.Save(CancellationToken.None);
        closed = talk;

        (await shop.Send(new VerifyAddress(customer, Claimed))).Refusal.ShouldBeNull();

        (await shop.Events(talk))[^1].ShouldBe("conversation_closed");
        (await shop.Ask<string>("select recipient from outbox o join conversations c on c.id = o.conversation_id and not c.closed"))
            .ShouldBe([$"whatsapp:{Claimed}"]);
    }

    [Fact]
    public async Task A_code_goes_by_an_account_that_reaches_somebody_where_there_is_one()
    {
        await using var shop = await Workshop.Open(
            await server.CreateDatabase(),
            new ChannelOptions("phone", "waha", "whatsapp:+15550001111", new Dictionary<string, string>
            {
                ["ApiBaseUrl"] = "http://127.0.0.1:1",
                ["ApiKey"] = "key",
                ["HmacKey"] = "hmac",
                ["Session"] = "default",
            }));
        var customer = await shop.Register("+34600123041");

        (await shop.Send(new VerifyAddress(customer, Claimed))).Refusal.ShouldBeNull();

        (await shop.Ask<string>("select account from outbox")).ShouldBe(["phone"]);
    }

    /// <summary>Finds open what is closed by now.</summary>
    private sealed class LateSenders(ISenders inner, Func<Guid?> closed) : ISenders
    {
        public Task<KnownSender> Find(string tenant, string account, Identifier identifier, CancellationToken ct) =>
            inner.Find(tenant, account, identifier, ct);

        public async Task<Guid?> Open(string tenant, string account, Guid customer, CancellationToken ct) =>
            closed() ?? await inner.Open(tenant, account, customer, ct);

        public Task<long> Claims(string tenant, Identifier identifier, DateTimeOffset since, CancellationToken ct) =>
            inner.Claims(tenant, identifier, since, ct);
    }
}

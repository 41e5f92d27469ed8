using CleanFte.Application.Customers;
using CleanFte.Domain.Customers;
using Dapper;

namespace CleanFte.Integration.Faults;

/// <summary>Codes are entered while somebody else writes to the same customer.</summary>
[Collection(FaultTests.Name)]
public sealed class ConfirmRaceTests(FaultServer server)
{
    private const string Code = "123456";

    [Theory]
    [InlineData("000000")]
    [InlineData(Code)]
    public async Task A_lost_race_costs_no_try(string entered)
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var customer = await shop.Register("+34600123021");
        var id = await Send(shop, customer);
        await using var other = await shop.Database.OpenConnectionAsync();
        await using var faster = await other.BeginTransactionAsync();
        await other.ExecuteAsync("""
            update mt_streams set version = 3 where id = @customer;
            insert into mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
            select nextval('mt_events_sequence'), gen_random_uuid(), stream_id, 3, data, type, tenant_id
            from mt_events where stream_id = @customer and version = 2
            """, new { customer });

        var entering = shop.Send(new ConfirmAddress(customer, id, entered));
        await Wait.Until(
            async () => (await shop.Ask<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).Single() > 0,
            "its save waits for the faster one's");
        await faster.CommitAsync();
        var outcome = await entering;

        (await shop.Ask<int>("select tries from verifications")).ShouldBe([1]);
        if (entered == Code)
        {
            outcome.Refusal.ShouldBeNull();
        }
        else
        {
            outcome.Refusal!.Message.ShouldContain("Tries left: 2.");
        }
    }

    [Fact]
    public async Task However_many_guess_at_once_few_guesses_are_answered()
    {
        await using var shop = await Workshop.Open(await server.CreateDatabase());
        var customer = await shop.Register("+34600123021");
        var id = await Send(shop, customer);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            shop.Send(new ConfirmAddress(customer, id, $"00000{i % 10}"))));

        outcomes.Count(o => o.Refusal!.Code == "verification.wrong_code").ShouldBe(OneTimeCode.MaxTries);
        outcomes.Count(o => o.Refusal!.Code == "verification.over").ShouldBe(outcomes.Length - OneTimeCode.MaxTries);
        (await shop.Send(new ConfirmAddress(customer, id, Code))).Refusal!.Code.ShouldBe("verification.over");
    }

    /// <summary>A code that is on its way to an address that the customer claims.</summary>
    private static async Task<Guid> Send(Workshop shop, Guid customer)
    {
        var id = Guid.NewGuid();
        (await shop.Get<IVerifications>().Keep(
            Workshop.Tenant, id, customer, new Identifier(IdentifierKind.Email, "ana@example.org", Verification.Claimed),
            OneTimeCode.Hash(id, Code), shop.Clock.GetUtcNow(), CancellationToken.None)).ShouldBeNull();
        return id;
    }
}

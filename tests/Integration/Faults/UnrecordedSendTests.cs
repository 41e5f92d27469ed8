using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Messaging;
using CleanFte.StandIns;

namespace CleanFte.Integration.Faults;

/// <summary>What the provider took and the database did not, and accounts that are another's by now.</summary>
public sealed class UnrecordedSendTests(FaultServer server) : SendingTests(server)
{
    /// <summary>Ends the session of the first commit that takes a message out of the outbox; a sequence survives that.</summary>
    private const string BreakOneCommit = """
        create sequence breaks;
        create function break_once() returns trigger language plpgsql as $$ begin
            if nextval('breaks') = 1 then
                perform pg_terminate_backend(pg_backend_pid());
                perform pg_sleep(1);
            end if;
            return null;
        end $$;
        create constraint trigger break_once after delete on outbox deferrable initially deferred
            for each row execute function break_once();
        """;

    [Fact]
    public async Task A_send_whose_commit_breaks_is_looked_up_and_not_repeated()
    {
        await Shop.Ask<int>(BreakOneCommit);
        await Shop.Reply(Talk, ReplyAuthor.System, "Hola");
        using var worker = Shop.Worker<OutboxWorker>();
        await worker.StartAsync(CancellationToken.None);
        await Wait.Until(async () => !(await Shop.Ask<long>("select id from outbox")).Any(), "nothing is left to be sent");
        await worker.StopAsync(CancellationToken.None);

        (await Shop.Ask<long>("select last_value from breaks")).Single().ShouldBe(2, "the first commit broke");
        Twilio.Messages.Select(m => m.Body).ShouldBe(["Hola"]);
        (await Facts()).ShouldBe(["reply_decided", "reply_sent"]);
    }

    [Fact]
    public async Task Nothing_leaves_by_an_account_that_is_another_tenants_by_now()
    {
        await Shop.Reply(Talk, ReplyAuthor.System, "Hola");
        var row = (await Shop.Outbox.Claim(1, CancellationToken.None)).Units.ShouldHaveSingleItem();

        await Shop.Send(new SendReply(row with { Tenant = "north" }));

        Twilio.Attempts.ShouldBe(0);
        (await Facts()).ShouldBe(["reply_decided", "reply_failed"]);
    }

    [Fact]
    public async Task An_account_that_another_process_entered_just_now_is_found_before_it_counts_as_removed()
    {
        var channels = Shop.Get<IChannels>();
        await Shop.Ask<int>("""
            insert into channel_accounts (tenant_id, name, provider, address, enabled, settings, version)
            values ('default', 'late', 'sandbox', 'whatsapp:+15550100009', true, '{"AuthToken":"t"}', 1)
            """);
        await Shop.Get<ILedger>().Record(
            Shop.Account with { Name = "late" }, [new InboundElement("u:1", "lane", "x=1"u8.ToArray())], null,
            CancellationToken.None);
        channels.Find("late", Workshop.Tenant).ShouldBeNull();

        var worker = Shop.Worker<InboxWorker>();
        await worker.StartAsync(CancellationToken.None);
        await Wait.Until(
            async () => !(await Shop.Ask<long>("select id from inbox where state = 0")).Any(), "it is processed");
        await worker.StopAsync(CancellationToken.None);

        (await Shop.Ask<string>("select reason from inbox")).ShouldHaveSingleItem().ShouldNotBe("account_removed");
        channels.Find("late", "north").ShouldBeNull();
        channels.Find("late", Workshop.Tenant).ShouldNotBeNull();
    }

    private async Task<string[]> Facts() =>
        [.. (await Shop.Events(Talk)).Where(e => e.StartsWith("reply_", StringComparison.Ordinal))];
}

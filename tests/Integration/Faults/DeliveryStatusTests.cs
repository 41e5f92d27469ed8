using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;
using CleanFte.Infrastructure.Messaging;
using CleanFte.StandIns;

namespace CleanFte.Integration.Faults;

public sealed class DeliveryStatusTests(FaultServer server) : SendingTests(server)
{
    [Fact]
    public async Task Statuses_may_come_before_the_answer_to_the_send()
    {
        var part = (await Shop.Reply(Talk, ReplyAuthor.System, "Hola"))[0];
        var row = (await Shop.Outbox.Claim(1, CancellationToken.None)).Units.ShouldHaveSingleItem();
        await Report(part, "SM1", "sent", "delivered");
        await RunStatuses();
        (await Status()).ShouldBe("delivered");

        await Shop.Send(new SendReply(row));
        (await Status()).ShouldBe("delivered", "the answer does not go back behind the statuses");
        (await Shop.Ask<long>("select id from outbox")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Repeated_and_reordered_statuses_never_go_back()
    {
        var part = (await Shop.Reply(Talk, ReplyAuthor.System, "Hola"))[0];
        await Shop.SendAll();
        var sid = Twilio.Messages.ShouldHaveSingleItem().Sid;
        await Report(part, sid, "read", "read");
        await RunStatuses();
        await Report(part, sid, "delivered", "read", "sent", "delivered");
        await RunStatuses();

        (await Status()).ShouldBe("read");
        (await Shop.Events(Talk)).Count(e => e == "reply_read").ShouldBe(1);
        (await Shop.Events(Talk)).Count(e => e == "reply_sent").ShouldBe(1);
    }

    [Fact]
    public async Task A_status_of_an_unknown_message_is_kept_for_a_quarter_of_an_hour()
    {
        await Report(null, "SMunknown", "delivered");
        await RunStatuses();
        (await Shop.Ask<string>("select reason from inbox where state = 0 and tries = 0"))
            .ShouldBe(["delivery.unknown_message"]);

        await RunStatuses();
        (await Shop.Ask<short>("select state from inbox")).ShouldBe([(short)0], "it is looked for again and again");
        Shop.Clock.Move(RecordDelivery.UnknownLimit + TimeSpan.FromSeconds(1));
        await RunStatuses();
        (await Shop.Ask<string>("select reason from inbox where state = 2")).ShouldBe(["unknown_message"]);
        (await Shop.Ask<int>("select length(payload) from inbox_elements")).ShouldBe([0], "whose it is, nobody knows");
    }

    [Fact]
    public async Task A_status_that_waited_for_an_erasure_is_not_added_to_it()
    {
        var part = (await Shop.Reply(Talk, ReplyAuthor.System, "Hola"))[0];
        var before = await Shop.Events(Talk);
        await using var connection = await Shop.Database.OpenConnectionAsync();
        await using var erasure = await connection.BeginTransactionAsync();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"""
                select from mt_streams where id = '{Talk.Value}' for no key update;
                update conversations set erased_at = now() where id = '{Talk.Value}';
                """;
            await command.ExecuteNonQueryAsync();
        }

        var session = Shop.Session();
        session.AppendUnchecked<Conversation>(Talk, new ReplyRead(part, Workshop.Line, "SM9", Shop.Clock.GetUtcNow()));
        var save = session.Save(CancellationToken.None);
        await Wait.Until(
            async () => (await Shop.Ask<bool>("select exists (select from pg_stat_activity where wait_event_type = 'Lock')")).Single(),
            "the save waits");
        await erasure.CommitAsync();

        await Should.ThrowAsync<LostRaceException>(save);
        (await Shop.Events(Talk)).ShouldBe(before);
    }

    private async Task Report(Guid? part, string sid, params string[] statuses)
    {
        foreach (var status in statuses)
        {
            var body = StandIns.TwilioWebhooks.Body(StandIns.TwilioWebhooks.Status(
                Twilio.AccountSid, Twilio.Address, sid, Town.Citizen(1), status));
            await Shop.Get<ILedger>().Record(
                Shop.Account, [TwilioWebhook.Element(body, part)], null, CancellationToken.None);
        }
    }

    /// <summary>Runs the worker until every status that is due was looked at once.</summary>
    private async Task RunStatuses()
    {
        await Shop.Ask<int>("update inbox set due = now(), reason = null where state = 0 returning 1");
        var worker = Shop.Worker<InboxWorker>();
        await worker.StartAsync(CancellationToken.None);
        await Wait.Until(
            async () => (await Shop.Ask<bool>(
                "select not exists (select from inbox where state = 0 and reason is null)")).Single(),
            "the statuses are looked at");
        await worker.StopAsync(CancellationToken.None);
    }

    private async Task<string> Status() =>
        (await Shop.Ask<string>("select status from deliveries")).ShouldHaveSingleItem();
}

using System.Text;
using CleanFte.Application.Conversations;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Channels;
using CleanFte.Infrastructure.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Integration.Conversations;

[Collection(nameof(QueryFixture))]
public sealed class ReplayTests(QueryFixture fixture)
{
    private const string Payload = """{ "id": "p-1", "externalId": "crm-1", "text": "There is a pothole in the road" }""";

    private readonly string _tenant = QueryFixture.NewTenant();

    [Fact]
    public async Task A_replayed_message_is_answered_and_stays_in_the_log_once()
    {
        var row = await ParkAndReplay();
        var message = (Inbound.Message)new RestGateway().Decode(row.Payload);

        var account = RestGateway.AccountOf(_tenant);
        await fixture.Send(_tenant, new ProcessInboundMessage(account, [new ReceivedMessage(row, message)]));

        (await Count("mt_events", "type = 'message_received'")).ShouldBe(1);
        (await Count("messages", "provider_message_id = 'p-1'")).ShouldBe(1);
        (await Count("inbox", "state = 1")).ShouldBe(1);
        (await Count("tickets", "true")).ShouldBe(1);
        (await Count("mt_events", "type = 'reply_decided' and data -> 'inReplyTo' ->> 0 = "
            + "(select id::text from messages m where m.tenant_id = $1 and m.direction = 'in')")).ShouldBe(2);
    }

    [Fact]
    public async Task A_message_replayed_in_vain_is_parked_without_a_second_apology()
    {
        var row = await ParkAndReplay();

        await fixture.Send(_tenant, new ParkInbound([row], "failed"));

        (await Count("mt_events", "type = 'message_received'")).ShouldBe(1);
        (await Count("mt_events", "type = 'reply_decided'")).ShouldBe(1);
        (await Count("inbox", "state = 3")).ShouldBe(1);
    }

    private async Task<LedgerRow> ParkAndReplay()
    {
        var element = new InboundElement("m:p-1", "crm-1", Encoding.UTF8.GetBytes(Payload));
        await fixture.Services.GetRequiredService<ILedger>()
            .Record(RestGateway.AccountOf(_tenant), [element], null, CancellationToken.None);
        var row = await Claim();
        row.Replayed.ShouldBeFalse();
        await fixture.Send(_tenant, new ParkInbound([row], "failed"));
        (await fixture.Send(_tenant, new ReplayDeadLetter(DeadLetterKind.Inbox, row.Id))).Refusal.ShouldBeNull();
        var again = await Claim();
        again.Replayed.ShouldBeTrue();
        return again;
    }

    private async Task<LedgerRow> Claim() =>
        (await fixture.Services.GetRequiredService<InboxQueue>().Claim(100, CancellationToken.None)).Units
            .SelectMany(unit => unit.Rows).Single(row => row.Tenant == _tenant);

    private async Task<long> Count(string table, string condition) => (await fixture.Database
        .Statement($"select count(*) from {table} where tenant_id = $1 and {condition}", _tenant)
        .Rows(r => r.GetInt64(0), CancellationToken.None)).Single();
}

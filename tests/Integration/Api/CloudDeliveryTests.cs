using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Api;

/// <summary>What becomes of replies through the Cloud API, and what the provider says of it.</summary>
[Collection(nameof(CloudHost))]
public sealed class CloudDeliveryTests(CloudHost host)
{
    [Theory]
    [InlineData("read", "sent delivered read")]
    [InlineData("read", "sent read read")]
    [InlineData("read", "played delivered sent")]
    [InlineData("delivered", "delivered sent delivered")]
    [InlineData("failed", "sent failed delivered")]
    public async Task The_delivery_never_goes_back(string shown, string statuses)
    {
        var citizen = new CloudCitizen(host);
        await citizen.Reports();

        foreach (var status in statuses.Split(' '))
        {
            (await citizen.Tells(citizen.Replies[0], status, status == "failed" ? 131026 : null)).Status.ShouldBe(200);
        }

        (await citizen.Deliveries()).ShouldBe([shown]);
    }

    [Fact]
    public async Task A_server_error_is_uncertain_and_sent_again_when_no_status_comes()
    {
        var citizen = new CloudCitizen(host);
        citizen.Line.Cloud.NextResponses.Enqueue(Fault.Answer(500, 131000));

        await citizen.Reports();

        (await Facts(citizen)).ShouldBe(["reply_uncertain", "reply_resent", "reply_sent"]);
    }

    [Fact]
    public async Task A_status_settles_what_is_uncertain()
    {
        var citizen = new CloudCitizen(host);
        citizen.Line.Cloud.NextResponses.Enqueue(Fault.Answer(500, 131000, accept: true));

        // The status comes before the second look-up could find nothing.
        var asked = citizen.Asks("There is a huge pothole in Main Street");
        await Wait.Until(() => citizen.Replies.Count == 1, "Meta took it");
        (await citizen.Tells(citizen.Replies[0], "delivered")).Status.ShouldBe(200);
        await asked;

        await citizen.AllIsDone();
        await Wait.Until(
            async () => await host.Scalar<long>($"select count(*) from outbox where part_id = '{citizen.Replies[0].CallbackData}' and state = 0") == 0,
            "nothing is left to send");
        citizen.Replies.Count.ShouldBe(1);
        (await citizen.Deliveries()).ShouldBe(["delivered"]);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_asked_again()
    {
        var citizen = new CloudCitizen(host, host.Dialog);
        citizen.Line.Cloud.NextResponses.Enqueue(Fault.Answer(503, 131016));

        await citizen.Reports();

        (await Facts(citizen)).ShouldBe(["reply_sent"]);
    }

    [Fact]
    public async Task Outside_the_window_the_reply_is_given_up_where_there_is_no_reminder()
    {
        var citizen = new CloudCitizen(host);
        citizen.Line.Cloud.ClosedWindows[$"+{citizen.Id}"] = true;
        var id = CloudCitizen.NewId();

        await citizen.Write(""" "type":"text","text":{"body":"There is a huge pothole in Main Street"}""", id);

        await Wait.Until(
            async () => (await host.Lines($"""
                select f.data ->> 'code' from mt_events f join mt_events m on m.stream_id = f.stream_id
                where f.type = 'reply_failed' and m.data::text like '%{id}%'
                """)) is ["window_closed"],
            "the reply is a dead letter");
    }

    private async Task<List<string>> Facts(CloudCitizen citizen)
    {
        var part = citizen.Replies[^1].CallbackData;
        await Wait.Until(
            async () => await host.Scalar<long>(
                $"select count(*) from mt_events where type = 'reply_sent' and data ->> 'part' = '{part}'") == 1,
            "the send is recorded");
        return await host.Lines($"""
            select type from mt_events where data ->> 'part' = '{part}' and type <> 'reply_decided' order by seq_id
            """);
    }
}

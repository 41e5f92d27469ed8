using System.Text;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;
using CleanFte.Unit.Media;

namespace CleanFte.Integration.Api;

/// <summary>From a webhook of WAHA to the reply.</summary>
[Collection(nameof(WahaHost))]
public sealed class WahaIntakeTests(WahaHost host)
{
    [Fact]
    public async Task A_report_becomes_a_ticket_and_its_number_is_the_reply()
    {
        var citizen = new WahaCitizen(host);
        var id = WahaCitizen.NewId();

        var number = await citizen.Reports(id: id);

        (await host.Get($"/api/v1/tickets/{number}"))["category"].GetString().ShouldBe("pothole");
        (await host.Fate($"m:false_{citizen.Chat}_{id}")).ShouldBe("1|");
        citizen.Replies.Count.ShouldBe(1);
        await Wait.Until(
            () => host.Waha.Shown.Any(s => s.Path == "startTyping" && s.Json.ToString().Contains(citizen.Chat, StringComparison.Ordinal)),
            "he sees that an answer is being written");
    }

    [Fact]
    public async Task Repeats_and_both_events_of_a_message_count_once()
    {
        var citizen = new WahaCitizen(host);
        var id = WahaCitizen.NewId();
        var number = await citizen.Reports(id: id);

        foreach (var type in new[] { "message", "message.any", "message", "message.any" })
            await citizen.Tells(type, WahaWebhooks.Message(citizen.Chat, id, "There is a huge pothole in Main Street"));

        await host.AllIsDone();
        (await host.Scalar<long>($"select count(*) from inbox_elements where element_key = 'm:false_{citizen.Chat}_{id}'")).ShouldBe(1);
        citizen.Replies.Count.ShouldBe(1);
        (await citizen.Events(number)).ShouldBe(["ticket_created"]);
    }

    [Fact]
    public async Task Somebody_whose_number_is_hidden_is_answered_by_his_id_and_known_by_both_later()
    {
        var hidden = new WahaCitizen(host, "98765432101234@lid");
        var number = await hidden.Reports();

        var shown = new WahaCitizen(host);
        await shown.Tells("message", WahaWebhooks.Message(
            hidden.Chat, WahaCitizen.NewId(), "It is getting deeper", $$"""
            "_data":{"key":{"senderPn":"{{shown.Chat.Replace("c.us", "s.whatsapp.net", StringComparison.Ordinal)}}"} }
            """));

        await Wait.Until(() => hidden.Replies.Count + shown.Replies.Count == 2, "the second message is answered");
        (await shown.Events(number)).ShouldContain("note_added");
    }

    [Fact]
    public async Task Edits_reactions_and_revocations_are_told_about_the_message()
    {
        var citizen = new WahaCitizen(host);
        var id = WahaCitizen.NewId();
        var from = $"\"from\":\"{citizen.Chat}\",\"fromMe\":false";
        await citizen.Reports(id: id);
        var part = await citizen.PartOf(citizen.Replies[0]);

        await citizen.Tells("message.reaction", $$"""
            {"id":"false_{{citizen.Chat}}_R1",{{from}},"reaction":{"text":"👍","messageId":"true_{{citizen.Chat}}_{{citizen.Replies[0].Bare}}"} }
            """);
        await citizen.Tells("message.edited", $$"""
            {"id":"false_{{citizen.Chat}}_E1",{{from}},"editedMessageId":"{{id}}","body":"Oak Street"}
            """);
        await citizen.Tells("message.revoked", $$"""
            {"after":{"id":"false_{{citizen.Chat}}_X1",{{from}} },"revokedMessageId":"{{id}}","before":null}
            """);

        await host.AllIsDone();
        (await host.Lines($"""
            select type, data ->> 'emoji', data ->> 'text' from mt_events where type in ('message_edited', 'message_revoked', 'message_reacted')
            and stream_id = (select conversation_id from deliveries where part_id = '{part}')
            order by type = 'message_reacted', seq_id
            """)).ShouldBe(["message_edited||Oak Street", "message_revoked||", "message_reacted|👍|"]);
    }

    [Fact]
    public async Task What_we_sent_comes_back_as_ours_and_what_the_telephone_sent_is_a_takeover()
    {
        var citizen = new WahaCitizen(host);
        await citizen.Reports();
        var part = await citizen.PartOf(citizen.Replies[0]);
        var bare = citizen.Replies[0].Bare;

        await citizen.Tells("message.any", WahaWebhooks.Message(citizen.Chat, bare, citizen.Replies[0].Text, fromMe: true));
        (await host.Fate($"m:true_{citizen.Chat}_{bare}")).ShouldBe("2|own_message");

        await citizen.Tells("message.any", WahaWebhooks.Message(citizen.Chat, WahaCitizen.NewId(), "We are on our way", fromMe: true));
        await host.AllIsDone();
        (await host.Scalar<long>($"""
            select count(*) from mt_events where type = 'reply_decided' and data::text like '%We are on our way%'
            and stream_id = (select conversation_id from deliveries where part_id = '{part}')
            """)).ShouldBe(1);
    }

    [Fact]
    public async Task A_photo_is_fetched_and_kept()
    {
        var citizen = new WahaCitizen(host);
        var url = host.Waha.AddFile("image/jpeg", Pictures.TellingJpeg());

        var number = await citizen.Reports(
            "A huge pothole, see the photo",
            more: $$""" "media":{"url":"{{url}}","mimetype":"image/jpeg","filename":null,"error":null} """);

        await Wait.Until(
            async () => (await Media(number)).All(m => m.GetProperty("status").GetString() != "pending"), "its fate is known");
        (await Media(number)).ShouldHaveSingleItem().GetProperty("status").GetString().ShouldBe("attached");
    }

    [Theory]
    [InlineData("read", "1 2 3")]
    [InlineData("read", "4 2 1 0")]
    [InlineData("delivered", "2 1 2")]
    [InlineData("failed", "1 -1 2")]
    public async Task The_delivery_never_goes_back(string shown, string acks)
    {
        var citizen = new WahaCitizen(host);
        await citizen.Reports();
        var part = await citizen.PartOf(citizen.Replies[0]);

        foreach (var ack in acks.Split(' '))
        {
            // The engine may know the chat by the hidden id.
            await citizen.Acknowledges(citizen.Replies[0], int.Parse(ack, System.Globalization.CultureInfo.InvariantCulture), "5566@lid");
        }

        await host.AllIsDone();
        (await host.Lines($"select status from deliveries where part_id = '{part}'")).ShouldBe([shown]);
    }

    [Theory]
    [InlineData(true, "reply_uncertain reply_sent")]
    [InlineData(false, "reply_uncertain reply_resent reply_sent")]
    public async Task A_server_error_is_settled_by_a_look_into_the_chat(bool accepted, string facts)
    {
        var citizen = new WahaCitizen(host);
        host.Waha.NextResponses.Enqueue(Fault.Answer(500, 1, accept: accepted));

        await citizen.Reports();

        var part = await citizen.PartOf(citizen.Replies[0]);
        citizen.Replies.Count.ShouldBe(1);
        string.Join(' ', await host.Lines($"""
            select type from mt_events where data ->> 'part' = '{part}' and type <> 'reply_decided' order by seq_id
            """)).ShouldBe(facts);
    }

    [Fact]
    public async Task A_session_that_is_down_loses_nothing()
    {
        var citizen = new WahaCitizen(host);
        host.Waha.Status = "STARTING";
        try
        {
            var attempts = host.Waha.Attempts;
            await citizen.Tells("message", WahaWebhooks.Message(citizen.Chat, WahaCitizen.NewId(), "There is a huge pothole in Main Street"));
            await Wait.Until(() => host.Waha.Attempts > attempts, "sending is tried");
            await citizen.Tells("session.status", """{"status":"FAILED","statuses":[]}""");
        }
        finally
        {
            host.Waha.Status = "WORKING";
        }

        await Wait.Until(() => citizen.Replies.Count == 1, "it is sent when the session works again");
    }

    [Theory]
    [InlineData("message", """{"id":"a1","from":"1203@g.us","participant":"34800@c.us","body":"x"}""", "m:a1", "group")]
    [InlineData("message", """{"id":"a2","from":"1203@newsletter","body":"x"}""", "m:a2", "newsletter")]
    [InlineData("message", """{"id":"a3","from":"status@broadcast","body":"x"}""", "m:a3", "status")]
    public async Task What_nobody_wrote_to_us_is_ignored_with_its_reason(string type, string payload, string key, string reason)
    {
        (await host.Deliver(type, payload)).Status.ShouldBe(200);
        (await host.Fate(key)).ShouldBe($"2|{reason}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[[[[")]
    [InlineData("7")]
    [InlineData("{\"event\":\"message\",\"session\":\"default\",\"payload\":{\"id\":\"\\ud800\",\"from\":\"34600@c.us\"}}")]
    [InlineData("{\"event\":\"message\",\"session\":\"default\",\"payload\":{\"id\":\"a\\u0000\",\"from\":\"34600000000@c.us\",\"body\":\"x\"}}")]
    public async Task Whatever_is_signed_is_recorded_and_never_an_error(string body)
    {
        var before = await host.Scalar<long>("select count(*) from inbox_elements");
        var answer = await host.Deliver(Encoding.UTF8.GetBytes(body));

        answer.Status.ShouldBe(200);
        answer.Text.ShouldBe("{}");
        (await host.Scalar<long>("select count(*) from inbox_elements")).ShouldBe(before + 1);
        await host.AllIsDone();
        (await host.Scalar<long>($"select count(*) from inbox where account = '{WahaHost.Account}' and state not in (1, 2)")).ShouldBe(0);
    }

    private async Task<IReadOnlyList<System.Text.Json.JsonElement>> Media(string number) =>
        (await host.Get($"/api/v1/tickets/{number}/media", await host.Key(ApiRole.Staff))).Items;
}

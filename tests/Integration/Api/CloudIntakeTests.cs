using System.Diagnostics;
using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;
using CleanFte.Unit.Media;
using Xunit.Abstractions;

namespace CleanFte.Integration.Api;

/// <summary>From a signed webhook of the Cloud API to the reply at the provider.</summary>
[Collection(nameof(CloudHost))]
public sealed class CloudIntakeTests(CloudHost host, ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_report_becomes_a_ticket_and_its_number_is_the_reply(bool is360)
    {
        var citizen = new CloudCitizen(host, is360 ? host.Dialog : host.City);
        var id = CloudCitizen.NewId();

        var number = await citizen.Reports(id: id);

        (await host.Get($"/api/v1/tickets/{number}"))["category"].GetString().ShouldBe("pothole");
        (await host.Lines($"select type from mt_events where data ->> 'providerMessageId' = '{id}' or data::text like '%{id}%'"))
            .ShouldBe(["message_received"]);
        citizen.Replies.ShouldHaveSingleItem().CallbackData.ShouldNotBeNull();
        (await citizen.Fate($"m:{id}")).ShouldBe($"{citizen.Line.Account}|1|");
    }

    [Fact]
    public async Task A_repeated_delivery_changes_nothing()
    {
        var citizen = new CloudCitizen(host);
        var id = CloudCitizen.NewId();
        var number = await citizen.Reports(id: id);

        for (var i = 0; i < 3; i++)
        {
            await citizen.Write(""" "type":"text","text":{"body":"There is a huge pothole in Main Street"}""", id);
        }

        await citizen.AllIsDone();
        (await host.Scalar<long>($"select count(*) from inbox_elements where element_key = 'm:{id}'")).ShouldBe(1);
        citizen.Replies.Count.ShouldBe(1);
        (await Events(number)).ShouldBe(["ticket_created"]);
    }

    [Fact]
    public async Task In_a_batch_every_citizen_is_heard_in_spite_of_broken_elements()
    {
        CloudCitizen[] citizens = [.. Enumerable.Range(0, 3).Select(_ => new CloudCitizen(host))];
        var texts = citizens.Select(c => CloudWebhooks.Text(c.Id, CloudCitizen.NewId(), "Hay un bache enorme en la calle Mayor")).ToArray();

        (await citizens[0].Deliver($$$"""
            "messages":[{{{texts[0]}}},7,{"id":"x"},{"from":"34600","id":"\ud800","type":"text","text":{"body":"\ud800"}},{{{texts[1]}}},
            {"type":null},{{{texts[2]}}}],"statuses":[null,{"id":1}],"errors":[{"code":131000}]
            """)).Status.ShouldBe(200);

        foreach (var citizen in citizens)
        {
            await Wait.Until(() => citizen.Replies.Count == 1, "each is answered");
        }

        await citizens[0].AllIsDone();
        (await host.Scalar<long>("select count(*) from inbox where account = 'city' and state not in (1, 2)")).ShouldBe(0);
    }

    [Fact]
    public async Task A_thousand_updates_at_once_are_recorded_before_the_answer()
    {
        var before = await host.Scalar<long>("select count(*) from inbox_elements where account = 'stranger'");
        var statuses = string.Join(',', Enumerable.Range(0, 1_000).Select(
            i => CloudWebhooks.Status($"{CloudCitizen.NewId()}{i}", "warehoused", "34600000000", null)));
        using var request = host.Stranger.Request(host, $"\"statuses\":[{statuses}]");

        var took = Stopwatch.StartNew();
        (await host.Send(request)).Status.ShouldBe(200);

        output.WriteLine($"{took.ElapsedMilliseconds} ms");
        (await host.Scalar<long>("select count(*) from inbox_elements where account = 'stranger'")).ShouldBe(before + 1_000);
    }

    [Fact]
    public async Task Somebody_without_phone_number_is_answered_by_his_id_and_known_by_both_later()
    {
        var userId = $"US.{Random.Shared.NextInt64(1L << 60)}";
        var nameless = new CloudCitizen(host, id: userId);
        var number = await nameless.Reports();
        nameless.Replies.ShouldHaveSingleItem().Json.GetProperty("recipient").GetString().ShouldBe(userId);

        // Later he shows his number: Meta tells both, and he is the same person.
        var named = new CloudCitizen(host);
        (await named.Deliver($$$"""
            "contacts":[{"wa_id":"{{{named.Id}}}","user_id":"{{{userId}}}"}],
            "messages":[{"from":"{{{named.Id}}}","from_user_id":"{{{userId}}}","id":"{{{CloudCitizen.NewId()}}}","type":"text",
            "text":{"body":"It is getting deeper"}}]
            """)).Status.ShouldBe(200);

        await named.AllIsDone();
        await Wait.Until(() => nameless.Replies.Count + named.Replies.Count == 2, "the second message is answered");
        (await Events(number)).ShouldContain("note_added");
    }

    [Fact]
    public async Task Edits_reactions_and_revocations_are_told_about_the_message()
    {
        var citizen = new CloudCitizen(host);
        var id = CloudCitizen.NewId();
        await citizen.Reports(id: id);
        var reply = citizen.Replies[0];

        await citizen.Write(""" "type":"reaction","reaction":{"message_id":"ID","emoji":"👍"}""".Replace("ID", reply.Id, StringComparison.Ordinal));
        await citizen.Write(""" "type":"edit","edit":{"original_message_id":"ID","message":{"type":"text","text":{"body":"Oak Street"}}}"""
            .Replace("ID", id, StringComparison.Ordinal));
        await citizen.Write(""" "type":"reaction","reaction":{"message_id":"ID"}""".Replace("ID", reply.Id, StringComparison.Ordinal));
        await citizen.Write(""" "type":"revoke","revoke":{"original_message_id":"ID"}""".Replace("ID", id, StringComparison.Ordinal));

        await citizen.AllIsDone();
        (await host.Lines($"""
            select type, data ->> 'emoji', data ->> 'text' from mt_events where type in ('message_edited', 'message_revoked', 'message_reacted')
            and stream_id = (select conversation_id from deliveries where part_id = '{reply.CallbackData}')
            order by type = 'message_reacted', seq_id
            """)).ShouldBe(["message_edited||Oak Street", "message_revoked||", "message_reacted|👍|", "message_reacted||"]);
    }

    [Fact]
    public async Task A_reaction_to_an_unknown_message_holds_up_nothing_its_sender_writes()
    {
        var citizen = new CloudCitizen(host);
        var late = CloudCitizen.NewId();
        await citizen.Reports();
        await citizen.Write(""" "type":"reaction","reaction":{"message_id":"ID","emoji":"👍"}""".Replace("ID", late, StringComparison.Ordinal));

        await citizen.Asks("It is getting deeper");

        // The message comes after its reaction, which has waited for it.
        await citizen.Asks("It is in front of the school", late);
        await citizen.AllIsDone();
        (await host.Lines($"""
            select count(*) from mt_events where type = 'message_reacted' and data ->> 'message' in
            (select data ->> 'message' from mt_events where type = 'message_received' and data ->> 'providerMessageId' = '{late}')
            """)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task After_a_change_of_number_he_is_the_same_person_and_answered_there()
    {
        var citizen = new CloudCitizen(host);
        var number = await citizen.Reports();
        var moved = new CloudCitizen(host);

        await citizen.Write(""" "type":"system","system":{"type":"user_changed_number","body":"…","wa_id":"NEW"}"""
            .Replace("NEW", moved.Id, StringComparison.Ordinal));
        await citizen.AllIsDone();

        (await moved.Reports("It is in front of the school")).ShouldBe(number);
    }

    [Fact]
    public async Task An_answer_from_the_business_app_is_a_takeover()
    {
        var citizen = new CloudCitizen(host);
        await citizen.Reports();

        (await citizen.Deliver($$$"""
            "message_echoes":[{"from":"{{{citizen.Line.Cloud.Number}}}","to":"{{{citizen.Id}}}","id":"{{{CloudCitizen.NewId()}}}","timestamp":"1",
            "type":"text","text":{"body":"We are on our way"}}]
            """, "smb_message_echoes")).Status.ShouldBe(200);

        await citizen.AllIsDone();
        (await host.Scalar<long>($"""
            select count(*) from mt_events where type = 'reply_decided' and data::text like '%We are on our way%'
            and stream_id = (select conversation_id from deliveries where part_id = '{citizen.Replies[0].CallbackData}')
            """)).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_photo_is_fetched_and_kept(bool is360)
    {
        var citizen = new CloudCitizen(host, is360 ? host.Dialog : host.City);
        var file = citizen.Line.Cloud.AddFile("image/jpeg", Pictures.TellingJpeg());

        await citizen.Write($$"""
            "type":"image","image":{"id":"{{file}}","mime_type":"image/jpeg","sha256":"x","caption":"A huge pothole, see the photo"}
            """);
        await Wait.Until(() => citizen.Replies.Count == 1, "the photo is answered");
        var number = Citizen.NumberIn(citizen.Replies[0].Text!);

        await Wait.Until(async () => (await Media(number)).All(m => m.GetProperty("status").GetString() != "pending"), "its fate is known");
        (await Media(number)).ShouldHaveSingleItem().GetProperty("status").GetString().ShouldBe("attached");
    }

    private async Task<IReadOnlyList<JsonElement>> Media(string number) =>
        (await host.Get($"/api/v1/tickets/{number}/media", await host.Key(ApiRole.Staff))).Items;

    private async Task<string?[]> Events(string number) =>
    [
        .. (await host.Get($"/api/v1/tickets/{number}/events", await host.Key(ApiRole.Staff))).Items
            .Select(e => e.GetProperty("type").GetString()),
    ];
}

using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.CloudApi;

namespace CleanFte.Unit.Channels;

public sealed class CloudDecodeTests
{
    private const string Phone = "+5215550001111";

    private const string UserId = "US.13491208655302741918";

    private static readonly SenderIdentity Ana = new("phone", Phone);

    [Fact]
    public void A_text_is_read()
    {
        var message = Message("""{"type":"text","text":{"body":"Hay un bache"},"context":{"id":"wamid.0"}}""");

        message.ProviderMessageId.ShouldBe("wamid.1");
        message.Sender.ShouldBe(Ana);
        message.AlsoKnownAs.ShouldBeEmpty();
        message.ReplyAddress.ShouldBe($"whatsapp:{Phone}");
        message.To.ShouldBeNull();
        message.ProviderAccountId.ShouldBe("123");
        message.ProfileName.ShouldBe("Ana");
        message.Text.ShouldBe("Hay un bache");
        message.ButtonPayload.ShouldBeNull();
        message.Media.ShouldBeEmpty();
        message.Location.ShouldBeNull();
        message.Thread.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"type":"text","text":{"body":"\ud83e\udd99 \u00f1 \n \"q\""}}""", "🦙 ñ \n \"q\"")]
    [InlineData("""{"type":"text","text":{"body":"a\u0000b"}}""", "a\0b")]
    [InlineData("""{"type":"text","text":{"body":7}}""", "")]
    [InlineData("""{"type":"text"}""", "")]
    [InlineData("""{"type":"text","text":{"body":"one"},"text":{"body":"two"}}""", "two")]
    public void Odd_texts_are_read_leniently(string message, string expected) => Message(message).Text.ShouldBe(expected);

    [Fact]
    public void Half_an_emoji_costs_itself_only()
    {
        Message("""{"type":"text","text":{"body":"cut \ud83e"}}""").Text.ShouldBe("cut \ud83e");
        Message("""{"type":"text","text":{"body":"\ud83e\b\f\n\r\t\/\\\"\u0041"}}""").Text.ShouldBe("\ud83e\b\f\n\r\t/\\\"A");
    }

    [Fact]
    public void Bytes_that_are_no_utf8_cost_themselves_only()
    {
        byte[] payload =
        [
            .. Encoding.UTF8.GetBytes("""{"metadata":{"phone_number_id":"123"},"message":{"from":"5215550001111","id":"i","type":"text","text":{"body":"a"""),
            0xFF, .. "b\"}}}"u8,
        ];
        CloudDecoder.Decode(payload).ShouldBeOfType<Inbound.Message>().Text.ShouldBe("a\uFFFDb");
    }

    [Theory]
    [InlineData("image")]
    [InlineData("video")]
    [InlineData("audio")]
    [InlineData("document")]
    [InlineData("sticker")]
    public void A_file_is_named_by_its_id(string type)
    {
        var message = Message($$$"""
            {"type":"{{{type}}}","{{{type}}}":{"id":"900","mime_type":"image/jpeg","sha256":"x","caption":"El bache",
            "voice":true,"animated":false,"filename":"bache.pdf","url":"https://lookaside.fbsbx.com/x"}}
            """);
        message.Text.ShouldBe("El bache");
        message.Media.ShouldBe([new InboundMedia("900", "image/jpeg")]);
    }

    [Fact]
    public void A_file_without_id_is_named_by_its_address_and_one_without_both_is_left_out()
    {
        Message("""{"type":"image","image":{"url":"https://lookaside.fbsbx.com/x"}}""").Media
            .ShouldBe([new InboundMedia("https://lookaside.fbsbx.com/x", "")]);
        Message("""{"type":"image","image":{}}""").Media.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"latitude":19.4326,"longitude":-99.1332,"name":"Zócalo","address":"Centro"}""", true)]
    [InlineData("""{"latitude":91,"longitude":0}""", false)]
    [InlineData("""{"latitude":"19.4","longitude":0}""", false)]
    [InlineData("""{"latitude":1e999,"longitude":0}""", false)]
    [InlineData("""{"latitude":19.4}""", false)]
    public void A_place_is_read_where_it_is_one(string place, bool isOne) =>
        Message($$"""{"type":"location","location":{{place}}}""").Location
            .ShouldBe(isOne ? new InboundLocation(19.4326, -99.1332, "Centro", "Zócalo") : null);

    [Theory]
    [InlineData("""{"type":"button","button":{"payload":"confirm","text":"Sí"}}""", "Sí", "confirm")]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"confirm","title":"Sí"}}}""",
        "Sí", "confirm")]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"row_2","title":"Baches","description":"en la calle"}}}""",
        "Baches", "row_2")]
    public void A_pressed_button_is_text_and_payload(string json, string text, string payload)
    {
        var message = Message(json);
        message.Text.ShouldBe(text);
        message.ButtonPayload.ShouldBe(payload);
    }

    [Theory]
    [InlineData(
        """{"flow_token":"t","street":"Mayor 5","since":2,"urgent":true,"seen":["day","night"],"x":null,"y":{"z":1}}""",
        "street: Mayor 5\nsince: 2\nurgent: true\nseen: day, night")]
    [InlineData("no json", "Sent")]
    [InlineData("""{"flow_token":"t"}""", "Sent")]
    [InlineData("[]", "Sent")]
    public void A_form_is_read_as_lines(string answers, string expected) =>
        Message($$$$"""
            {"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":
            {"name":"flow","body":"Sent","response_json":{{{{System.Text.Json.JsonSerializer.Serialize(answers)}}}}}}}
            """).Text.ShouldBe(expected);

    [Fact]
    public void Contacts_and_orders_are_read_as_lines()
    {
        Message("""
            {"type":"contacts","contacts":[
            {"name":{"formatted_name":"Eva Ruiz"},"phones":[{"phone":"+34 600","wa_id":"34600"},{"wa_id":"34601"}],
            "emails":[{"email":"eva@example.org"}]},{"name":{}},{"name":{"formatted_name":"Leo"}}]}
            """).Text.ShouldBe("Eva Ruiz, +34 600, 34601, eva@example.org\nLeo");
        Message("""
            {"type":"order","order":{"catalog_id":"c","text":"Por favor","product_items":[
            {"product_retailer_id":"bin","quantity":2,"item_price":9.5,"currency":"EUR"}]}}
            """).Text.ShouldBe("Por favor\n2 × bin (9.5 EUR)");
    }

    [Theory]
    [InlineData("5215550001111", null, null, "phone", Phone, null)]
    [InlineData("5215550001111", UserId, null, "phone", Phone, UserId)]
    [InlineData("5215550001111", null, UserId, "phone", Phone, UserId)]
    [InlineData(null, UserId, null, "whatsapp_user", UserId, null)]
    [InlineData(UserId, null, null, "whatsapp_user", UserId, null)]
    [InlineData("+5215550001111", null, null, "phone", Phone, null)]
    public void The_sender_is_known_by_what_is_told(
        string? from, string? userId, string? contactsId, string kind, string value, string? also)
    {
        var message = CloudDecoder.Decode(Bytes($$$$"""
            {"metadata":{"phone_number_id":"123"},"contact":{"user_id":{{{{Json(contactsId)}}}}},"message":
            {"from":{{{{Json(from)}}}},"from_user_id":{{{{Json(userId)}}}},"id":"i","type":"text","text":{"body":"x"}}}
            """)).ShouldBeOfType<Inbound.Message>();
        message.Sender.ShouldBe(new SenderIdentity(kind, value));
        message.ReplyAddress.ShouldBe($"whatsapp:{value}");
        message.AlsoKnownAs.ShouldBe(also is null ? [] : [new SenderIdentity("whatsapp_user", also)]);
    }

    [Fact]
    public void A_reaction_an_edit_and_a_revocation_are_about_another_message()
    {
        Decode("""{"type":"reaction","reaction":{"message_id":"wamid.0","emoji":"👍"}}""")
            .ShouldBe(new Inbound.Amendment(AmendmentKind.Reacted, "wamid.0", Ana, null, "123", "👍"));
        Decode("""{"type":"reaction","reaction":{"message_id":"wamid.0","emoji":""}}""")
            .ShouldBe(new Inbound.Amendment(AmendmentKind.Reacted, "wamid.0", Ana, null, "123", null));
        Decode("""{"type":"reaction","reaction":{"message_id":"wamid.0"}}""")
            .ShouldBe(new Inbound.Amendment(AmendmentKind.Reacted, "wamid.0", Ana, null, "123", null));
        Decode("""{"type":"edit","edit":{"original_message_id":"wamid.0","message":{"type":"text","text":{"body":"Mayor 7"}}}}""")
            .ShouldBe(new Inbound.Amendment(AmendmentKind.Edited, "wamid.0", Ana, null, "123", "Mayor 7"));
        Decode("""{"type":"edit","edit":{"original_message_id":"wamid.0","message":{"type":"image","image":{"caption":"Mayor 7"}}}}""")
            .ShouldBe(new Inbound.Amendment(AmendmentKind.Edited, "wamid.0", Ana, null, "123", "Mayor 7"));
        Decode("""{"type":"revoke","revoke":{"original_message_id":"wamid.0"}}""")
            .ShouldBe(new Inbound.Amendment(AmendmentKind.Revoked, "wamid.0", Ana, null, "123", null));
    }

    [Fact]
    public void A_new_number_and_a_new_id_are_changes_of_identity()
    {
        Decode("""{"type":"system","system":{"type":"user_changed_number","body":"…","wa_id":"5215550002222","user_id":"US.2"}}""")
            .ShouldBe(new Inbound.IdentityChanged(
                Ana, new SenderIdentity("phone", "+5215550002222"), "whatsapp:+5215550002222", null, "123"));
        Decode("""{"type":"system","system":{"type":"user_changed_user_id","previous_user_id":"US.1","user_id":"US.2"}}""")
            .ShouldBe(new Inbound.IdentityChanged(
                new SenderIdentity("whatsapp_user", "US.1"), new SenderIdentity("whatsapp_user", "US.2"),
                $"whatsapp:{Phone}", null, "123"));
        CloudDecoder.Decode(Bytes("""
            {"metadata":{"phone_number_id":"123"},"message":{"id":"i","type":"system","system":
            {"type":"user_changed_user_id","previous_user_id":"US.1","user_id":"US.2"}}}
            """)).ShouldBe(new Inbound.IdentityChanged(
            new SenderIdentity("whatsapp_user", "US.1"), new SenderIdentity("whatsapp_user", "US.2"),
            "whatsapp:US.2", null, "123"));
    }

    [Theory]
    [InlineData("sent", DeliveryState.Sent)]
    [InlineData("delivered", DeliveryState.Delivered)]
    [InlineData("read", DeliveryState.Read)]
    [InlineData("played", DeliveryState.Read)]
    [InlineData("failed", DeliveryState.Failed)]
    public void A_status_keeps_our_reply_part(string status, DeliveryState state)
    {
        var reply = Guid.Parse("0198a8b2-0000-7000-8000-00000000000a");
        foreach (var format in new[] { "N", "D" })
        {
            CloudDecoder.Decode(Bytes($$$"""
                {"metadata":{"phone_number_id":"123"},"status":{"id":"wamid.9","status":"{{{status}}}","timestamp":"1731000000",
                "recipient_id":"5215550001111","biz_opaque_callback_data":"{{{reply.ToString(format)}}}",
                "errors":[{"code":131047,"title":"Re-engagement message"},{"code":1}]}}
                """)).ShouldBe(new Inbound.Status("wamid.9", state, reply, null, "123", "131047"));
        }
    }

    [Fact]
    public void What_a_colleague_wrote_in_the_app_is_our_own_message()
    {
        Echo("""{"to":"5215550001111","id":"wamid.5","type":"text","text":{"body":"Ya vamos"}}""")
            .ShouldBe(new Inbound.OwnMessage("wamid.5", Ana, null, "123", "Ya vamos"));
        Echo("""{"to_user_id":"US.1","id":"wamid.5","type":"image","image":{"id":"1"}}""")
            .ShouldBe(new Inbound.OwnMessage("wamid.5", new SenderIdentity("whatsapp_user", "US.1"), null, "123", "[image]"));
        Echo("""{"to":"5215550001111","id":"wamid.5","type":"revoke"}""").ShouldBe(new Inbound.Unknown("own_amendment"));
        Echo("""{"id":"wamid.5","type":"text"}""").ShouldBe(new Inbound.Unknown("no_recipient"));
    }

    [Theory]
    [InlineData("""{"type":"unsupported","errors":[{"code":131051}]}""", "unsupported_message")]
    [InlineData("""{"type":"teleport"}""", "unknown_type")]
    [InlineData("""{}""", "unknown_type")]
    [InlineData("""{"type":"interactive","interactive":{"type":"dance"}}""", "unknown_type")]
    [InlineData("""{"type":"text","text":{"body":"x"},"group_id":"g"}""", "group_message")]
    [InlineData("""{"type":"system","system":{"type":"customer_identity_changed"}}""", "customer_identity_changed")]
    [InlineData("""{"type":"system","system":{"type":"user_grew_up"}}""", "unknown_system_event")]
    [InlineData("""{"type":"system","system":{"type":"user_changed_number"}}""", "identity_incomplete")]
    [InlineData("""{"type":"system","system":{"type":"user_changed_user_id","user_id":"US.2"}}""", "identity_incomplete")]
    [InlineData("""{"type":"reaction"}""", "no_message_id")]
    [InlineData("""{"type":"edit","edit":{"original_message_id":"wamid.0"}}""", "unknown_type")]
    public void What_makes_no_sense_is_unknown(string message, string reason) =>
        Decode(message).ShouldBe(new Inbound.Unknown(reason));

    [Theory]
    [InlineData("", "unreadable")]
    [InlineData("[]", "unknown_event")]
    [InlineData("null", "unknown_event")]
    [InlineData("""{"message":7}""", "no_message_id")]
    [InlineData("""{"message":{"id":"i","type":"text"}}""", "no_sender")]
    [InlineData("""{"status":{"status":"sent"}}""", "no_message_id")]
    [InlineData("""{"status":{"id":"i","status":"teleported"}}""", "unknown_status")]
    [InlineData("""{"error":{"code":131000}}""", "provider_error")]
    [InlineData("""{"change":{"field":"account_update"}}""", "unknown_event")]
    public void So_is_a_payload_that_is_none(string payload, string reason) =>
        CloudDecoder.Decode(Bytes(payload)).ShouldBe(new Inbound.Unknown(reason));

    private static Inbound.Message Message(string message) => Decode(message).ShouldBeOfType<Inbound.Message>();

    private static Inbound Decode(string message) => CloudDecoder.Decode(Bytes($$"""
        {"metadata":{"display_phone_number":"15550001111","phone_number_id":"123"},
        "contact":{"profile":{"name":"Ana"},"wa_id":"5215550001111"},
        "message":{"from":"5215550001111","id":"wamid.1","timestamp":"1731000000"{{(message == "{}" ? "}" : "," + message[1..])}}}
        """));

    private static Inbound Echo(string echo) =>
        CloudDecoder.Decode(Bytes($$$"""{"metadata":{"phone_number_id":"123"},"echo":{{{echo}}}}"""));

    private static string Json(string? text) => text is null ? "null" : $"\"{text}\"";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.Waha;

namespace CleanFte.Unit.Channels;

public sealed class WahaDecodeTests
{
    private const string Ana = """ "id":"false_5215550001111@c.us_AAA","from":"5215550001111@c.us","fromMe":false """;

    private static readonly SenderIdentity AnasPhone = new("phone", "+5215550001111");

    [Fact]
    public void A_text_is_read()
    {
        var message = Message($$"""{{{Ana}},"body":"Hay un bache","hasMedia":false,"media":null,"vCards":[],"_data":{"notifyName":"Ana"} }""");

        message.ProviderMessageId.ShouldBe("false_5215550001111@c.us_AAA");
        message.Sender.ShouldBe(AnasPhone);
        message.AlsoKnownAs.ShouldBeEmpty();
        message.ReplyAddress.ShouldBe("whatsapp:+5215550001111");
        message.To.ShouldBeNull();
        message.ProviderAccountId.ShouldBe("default");
        message.ProfileName.ShouldBe("Ana");
        message.Text.ShouldBe("Hay un bache");
        message.ButtonPayload.ShouldBeNull();
        message.Media.ShouldBeEmpty();
        message.Location.ShouldBeNull();
    }

    [Theory]
    [InlineData("5215550001111@c.us")]
    [InlineData("5215550001111@s.whatsapp.net")]
    [InlineData("5215550001111:12@s.whatsapp.net")]
    public void A_number_is_spelt_in_several_ways(string from) =>
        Message($$"""{"id":"1","from":"{{from}}","body":"Hola"}""").Sender.ShouldBe(AnasPhone);

    [Fact]
    public void A_hidden_id_is_the_sender_where_no_number_is_told()
    {
        var message = Message("""{"id":"false_123456789012345@lid_A","from":"123456789012345@lid","body":"Hola"}""");
        message.Sender.ShouldBe(new SenderIdentity("lid", "123456789012345"));
        message.ReplyAddress.ShouldBe("123456789012345@lid");
        message.AlsoKnownAs.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"key":{"senderPn":"5215550001111@s.whatsapp.net"}}""")]
    [InlineData("""{"key":{"remoteJidAlt":"5215550001111@s.whatsapp.net"}}""")]
    [InlineData("""{"senderPn":"5215550001111@c.us"}""")]
    [InlineData("""{"Info":{"SenderAlt":"5215550001111:3@s.whatsapp.net"}}""")]
    public void Where_the_number_is_told_too_it_counts_and_the_hidden_id_leads_to_the_same_person(string data)
    {
        var message = Message($$"""{"id":"1","from":"123@lid","body":"Hola","_data":{{data}}}""");
        message.Sender.ShouldBe(AnasPhone);
        message.ReplyAddress.ShouldBe("whatsapp:+5215550001111");
        message.AlsoKnownAs.ShouldBe([new SenderIdentity("lid", "123")]);
    }

    [Fact]
    public void Beside_a_number_the_hidden_id_is_known_as_well() =>
        Message($$"""{{{Ana}},"body":"Hola","_data":{"key":{"senderLid":"123@lid"} } }""").AlsoKnownAs
            .ShouldBe([new SenderIdentity("lid", "123")]);

    [Fact]
    public void A_file_is_named_by_its_address()
    {
        var message = Message($$"""{{{Ana}},"body":"El bache","hasMedia":true,"media":{"url":"http://localhost:3000/api/files/a.jpg","mimetype":"image/jpeg","filename":null,"error":null} }""");
        message.Text.ShouldBe("El bache");
        message.Media.ShouldBe([new InboundMedia("http://localhost:3000/api/files/a.jpg", "image/jpeg")]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"url":null,"mimetype":"image/jpeg","error":{"message":"too old"} }""")]
    [InlineData("""{"url":"http://x/y","mimetype":"image/jpeg","error":"failed"}""")]
    [InlineData("7")]
    public void A_file_that_could_not_be_had_leaves_the_text(string media)
    {
        Message($$"""{{{Ana}},"body":"El bache","hasMedia":true,"media":{{media}} }""").Media.ShouldBeEmpty();
        Message($$"""{{{Ana}},"body":null,"hasMedia":true,"media":{{media}} }""").Text.ShouldBe("");
    }

    [Fact]
    public void A_place_has_its_coordinates_as_text_and_its_picture_is_no_text()
    {
        var message = Message($$"""{{{Ana}},"body":"/9j/4AAQSkZJRg","location":{"description":"Plaza Mayor","latitude":"40.4155","longitude":"-3.7074"} }""");
        message.Location.ShouldBe(new InboundLocation(40.4155, -3.7074, null, "Plaza Mayor"));
        message.Text.ShouldBe("");
        Message($$"""{{{Ana}},"location":{"description":"Plaza","latitude":"NaN","longitude":"500"} }""").Text.ShouldBe("Plaza");
    }

    [Fact]
    public void Contacts_are_said_as_text()
    {
        const string card = """BEGIN:VCARD\nVERSION:3.0\nFN:Luis P\\,érez\nitem1.TEL;type=CELL;waid=34600:+34 600 11 22 33\nTEL:112\nEND:VCARD""";
        Message($$"""{{{Ana}},"body":"{{card}}","vCards":["{{card}}"]}""").Text.ShouldBe("Luis P,érez: +34 600 11 22 33, 112");
        Message($$"""{{{Ana}},"body":"Call him","vCards":["{{card}}",7,"nothing"]}""").Text
            .ShouldBe("Call him\nLuis P,érez: +34 600 11 22 33, 112");
    }

    [Fact]
    public void Half_an_emoji_costs_itself_only() =>
        Message($$"""{{{Ana}},"body":"cut \ud83e\b\f\n\r\t\/\\\"\u0041"}""").Text.ShouldBe("cut \ud83e\b\f\n\r\t/\\\"A");

    [Fact]
    public void What_we_wrote_is_our_own_message_to_the_citizen()
    {
        const string sent = """ "id":"true_5215550001111@c.us_BBB","from":"15550001111@c.us","to":"5215550001111@c.us","fromMe":true """;
        Decode("message.any", $$"""{{{sent}},"source":"app","body":"Vamos"}""")
            .ShouldBe(new Inbound.OwnMessage("BBB", AnasPhone, null, "default", "Vamos"));
        Decode("message.any", $$"""{{{sent}},"source":"api","body":"Vamos"}""")
            .ShouldBe(new Inbound.OwnMessage("BBB", AnasPhone, null, "default", "Vamos"));
        Decode("message.any", $$"""{{{sent}},"hasMedia":true}""").ShouldBeOfType<Inbound.OwnMessage>().Text.ShouldBe("[media]");
        Decode("message.any", """{"id":"true_123@lid_B","from":"1@c.us","fromMe":true,"body":"x","_data":{"key":{"senderPn":"15550001111@c.us","remoteJidAlt":"5215550001111@s.whatsapp.net"}}}""")
            .ShouldBeOfType<Inbound.OwnMessage>().Recipient.ShouldBe(AnasPhone);
    }

    [Theory]
    [InlineData("-1", DeliveryState.Failed)]
    [InlineData("0", DeliveryState.Queued)]
    [InlineData("1", DeliveryState.Sent)]
    [InlineData("2", DeliveryState.Delivered)]
    [InlineData("3", DeliveryState.Read)]
    [InlineData("4", DeliveryState.Read)]
    public void An_ack_is_a_status_of_the_bare_id_whatever_chat_it_names(string ack, DeliveryState state)
    {
        foreach (var chat in new[] { "5215550001111@c.us", "123@lid" })
        {
            Decode("message.ack", $$"""{"id":"true_{{chat}}_BBB","from":"{{chat}}","fromMe":true,"ack":{{ack}},"ackName":"X"}""")
                .ShouldBe(new Inbound.Status("BBB", state, null, null, "default", state == DeliveryState.Failed ? "ack_error" : null));
        }
    }

    [Fact]
    public void A_reaction_is_about_the_message_it_names()
    {
        Decode("message.reaction", $$"""{{{Ana}},"reaction":{"text":"👍","messageId":"true_5215550001111@c.us_BBB"} }""")
            .ShouldBe(new Inbound.Amendment(AmendmentKind.Reacted, "BBB", AnasPhone, null, "default", "👍"));
        Decode("message.reaction", $$"""{{{Ana}},"reaction":{"text":"","messageId":"false_5215550001111@c.us_CCC"} }""")
            .ShouldBe(new Inbound.Amendment(AmendmentKind.Reacted, "false_5215550001111@c.us_CCC", AnasPhone, null, "default", null));
    }

    [Theory]
    [InlineData("CCC")]
    [InlineData("false_5215550001111@c.us_CCC")]
    public void An_edit_and_a_revocation_name_the_message_by_either_id(string target)
    {
        Decode("message.edited", $$"""{{{Ana}},"editedMessageId":"{{target}}","body":"Calle Mayor 3"}""").ShouldBe(
            new Inbound.Amendment(AmendmentKind.Edited, "false_5215550001111@c.us_CCC", AnasPhone, null, "default", "Calle Mayor 3"));
        Decode("message.revoked", $$"""{"after":{{{Ana}}},"revokedMessageId":"{{target}}","before":null}""").ShouldBe(
            new Inbound.Amendment(AmendmentKind.Revoked, "false_5215550001111@c.us_CCC", AnasPhone, null, "default", null));
    }

    [Theory]
    [InlineData("message", """{"id":"a","from":"1203@g.us","participant":"5215550001111@c.us","body":"x"}""", "group")]
    [InlineData("message", """{"id":"a","from":"1203@newsletter","body":"x"}""", "newsletter")]
    [InlineData("message", """{"id":"a","from":"status@broadcast","body":"x"}""", "status")]
    [InlineData("message.any", """{"id":"true_status@broadcast_A","fromMe":true,"to":"status@broadcast","body":"x"}""", "status")]
    [InlineData("message.reaction", """{"id":"a","from":"1203@g.us","reaction":{"text":"x","messageId":"y"}}""", "group")]
    [InlineData("message.ack", """{"id":"true_1203@g.us_A_5@c.us","fromMe":true,"ack":3}""", "group")]
    [InlineData("message.ack", """{"id":"false_5215550001111@c.us_A","fromMe":false,"ack":3}""", "not_ours")]
    [InlineData("message.ack", """{"id":"true_5215550001111@c.us_A","fromMe":true,"ack":9}""", "unknown_status")]
    [InlineData("message.ack", """{"fromMe":true,"ack":1}""", "no_message_id")]
    [InlineData("message", """{"from":"5215550001111@c.us","body":"x"}""", "no_message_id")]
    [InlineData("message", """{"id":"a\u0000b","from":"5215550001111@c.us","body":"x"}""", "no_message_id")]
    [InlineData("message", """{"id":"a","from":"0@c.us","body":"x"}""", "no_sender")]
    [InlineData("message", """{"id":"a","from":"5215550001111@c.us","body":"","hasMedia":false}""", "no_content")]
    [InlineData("message.edited", """{"id":"true_5215550001111@c.us_A","fromMe":true,"editedMessageId":"A","body":"x"}""", "own_amendment")]
    [InlineData("message.revoked", """{"after":{"from":"5215550001111@c.us"}}""", "no_target")]
    [InlineData("message.revoked", "7", "no_sender")]
    [InlineData("message.waiting", """{"id":"a","from":"5215550001111@c.us"}""", "not_decrypted")]
    [InlineData("session.status", """{"status":"SCAN_QR_CODE"}""", "session_scan_qr_code")]
    [InlineData("session.status", """{"status":"SOMETHING NEW"}""", "session_other")]
    [InlineData("poll.vote", "{}", "unknown_event")]
    public void Anything_else_is_ignored_with_its_reason(string type, string payload, string reason) =>
        Decode(type, payload).ShouldBe(new Inbound.Unknown(reason));

    [Fact]
    public void Only_the_accounts_session_counts()
    {
        var account = new ChannelAccount("town", "main", "waha", "whatsapp:+15550001111", "whatsapp", new Dictionary<string, string>())
        {
            ProviderId = "default",
        };
        var own = Message($$"""{{{Ana}},"body":"Hola"}""");
        own.IsFor(account).ShouldBeTrue();
        own.IsFor(account with { ProviderId = "other" }).ShouldBeFalse();
        (own with { ProviderAccountId = null }).IsFor(account).ShouldBeFalse();
    }

    private static Inbound.Message Message(string payload) => Decode("message", payload).ShouldBeOfType<Inbound.Message>();

    private static Inbound Decode(string type, string payload) => WahaDecoder.Decode(
        Encoding.UTF8.GetBytes("""{"id":"evt_1","session":"default","event":""" + $"\"{type}\",\"payload\":{payload}}}"));
}

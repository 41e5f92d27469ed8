using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.TwilioWhatsApp;

namespace CleanFte.Unit.Channels;

public sealed class TwilioDecodeTests
{
    private const string Core =
        "MessageSid=SM1&AccountSid=AC1&SmsStatus=received"
        + "&From=whatsapp%3A%2B5215550001111&To=whatsapp%3A%2B14155238886";

    private static readonly Guid Reply = Guid.Parse("0198a8b2-0000-7000-8000-00000000000a");

    [Fact]
    public void A_text_is_read()
    {
        var message = Message($"{Core}&Body=Hay+un+bache%21&ProfileName=Ana&WaId=5215550001111&NumMedia=0");

        message.ProviderMessageId.ShouldBe("SM1");
        message.ProviderAccountId.ShouldBe("AC1");
        message.Sender.ShouldBe(new SenderIdentity("phone", "+5215550001111"));
        message.ReplyAddress.ShouldBe("whatsapp:+5215550001111");
        message.To.ShouldBe("whatsapp:+14155238886");
        message.ProfileName.ShouldBe("Ana");
        message.Text.ShouldBe("Hay un bache!");
        message.Media.ShouldBeEmpty();
        message.Location.ShouldBeNull();
        message.ButtonPayload.ShouldBeNull();
    }

    [Theory]
    [InlineData("Body=%F0%9F%A6%99+%C3%B1", "🦙 ñ")]
    [InlineData("Body=a%FFb", "a\uFFFDb")]
    [InlineData("Body=a%00b", "a\0b")]
    [InlineData("Body=100%", "100%")]
    [InlineData("Body=%4", "%4")]
    [InlineData("Body=%zz%41", "%zzA")]
    [InlineData("Body=first&Body=second", "first")]
    [InlineData("B%6Fdy=encoded+name", "encoded name")]
    [InlineData("Body", "")]
    [InlineData("", "")]
    [InlineData("body=x&Bod=y&Bodyy=z", "")]
    [InlineData("Body=a=b", "a=b")]
    public void Odd_bodies_are_read_leniently(string field, string expected) =>
        Message($"{Core}&{field}").Text.ShouldBe(expected);

    [Fact]
    public void A_long_text_is_read_whole() =>
        Message($"{Core}&Body={string.Concat(Enumerable.Repeat("%C3%B1+", 800))}").Text
            .ShouldBe(string.Concat(Enumerable.Repeat("ñ ", 800)));

    [Theory]
    [InlineData("Body=Yes&ButtonText=Yes&ButtonPayload=confirm", "Yes", "confirm")]
    [InlineData("Body=&ButtonText=Yes&ButtonPayload=confirm", "Yes", "confirm")]
    [InlineData("ListId=row_2&ListTitle=Potholes", "Potholes", "row_2")]
    [InlineData("Body=&InteractiveData=%7B%22a%22%3A1%7D", "", "{\"a\":1}")]
    public void A_pressed_button_is_text_and_payload(string fields, string text, string payload)
    {
        var message = Message($"{Core}&{fields}");
        message.Text.ShouldBe(text);
        message.ButtonPayload.ShouldBe(payload);
    }

    [Theory]
    [InlineData("whatsapp%3A%2B5215550001111", "", "phone", "+5215550001111")]
    [InlineData("whatsapp%3AUS.ABC123", "&ExternalUserId=US.ABC123", "whatsapp_user", "US.ABC123")]
    [InlineData("whatsapp%3AUS.ABC123", "&ExternalUserIdentifier=US.X9", "whatsapp_user", "US.X9")]
    [InlineData("whatsapp%3AUS.ABC123", "&WaId=US.ABC123", "whatsapp_user", "US.ABC123")]
    [InlineData("whatsapp%3AUS.ABC123", "&WaId=5215550001111", "phone", "+5215550001111")]
    [InlineData("whatsapp%3A%2B0", "", "whatsapp_user", "+0")]
    public void The_sender_is_a_phone_or_a_user(string from, string more, string kind, string value)
    {
        var message = Message($"MessageSid=SM1&SmsStatus=received&From={from}{more}");
        message.Sender.ShouldBe(new SenderIdentity(kind, value));
        message.ReplyAddress.ShouldBe(Uri.UnescapeDataString(from));
    }

    [Fact]
    public void Ten_files_are_read_and_no_more()
    {
        var fields = string.Concat(Enumerable.Range(0, 12)
            .Select(i => $"&MediaUrl{i}=https%3A%2F%2Fapi.twilio.com%2Fm{i}&MediaContentType{i}=image%2Fjpeg"));
        var media = Message($"{Core}&NumMedia=12{fields}").Media;

        media.Count.ShouldBe(Inbound.Message.MaxMedia);
        media[9].ShouldBe(new InboundMedia("https://api.twilio.com/m9", "image/jpeg"));
    }

    [Fact]
    public void A_place_is_read() =>
        Message($"{Core}&Latitude=19.4326&Longitude=-99.1332&Address=Centro&Label=Z%C3%B3calo").Location
            .ShouldBe(new InboundLocation(19.4326, -99.1332, "Centro", "Zócalo"));

    [Theory]
    [InlineData("Latitude=91&Longitude=0")]
    [InlineData("Latitude=NaN&Longitude=0")]
    [InlineData("Latitude=19,4&Longitude=0")]
    [InlineData("Latitude=19.4")]
    public void A_place_that_is_none_is_left_out(string fields) => Message($"{Core}&{fields}").Location.ShouldBeNull();

    [Theory]
    [InlineData("queued", DeliveryState.Queued)]
    [InlineData("accepted", DeliveryState.Queued)]
    [InlineData("scheduled", DeliveryState.Queued)]
    [InlineData("sending", DeliveryState.Queued)]
    [InlineData("sent", DeliveryState.Sent)]
    [InlineData("delivered", DeliveryState.Delivered)]
    [InlineData("read", DeliveryState.Read)]
    [InlineData("failed", DeliveryState.Failed)]
    [InlineData("undelivered", DeliveryState.Failed)]
    public void A_status_keeps_our_reply_part(string status, DeliveryState state)
    {
        var body = Bytes($"MessageSid=SM1&AccountSid=AC1&MessageStatus={status}&SmsStatus={status}"
            + "&From=whatsapp%3A%2B14155238886&To=whatsapp%3A%2B5215550001111&ErrorCode=63016&_reply=forged");
        var element = TwilioWebhook.Element(body, Reply);

        element.Key.ShouldBe($"s:SM1:{status}");
        element.Lane.ShouldBe("s:SM1");
        TwilioDecoder.Decode(element.Payload.Span)
            .ShouldBe(new Inbound.Status("SM1", state, Reply, "whatsapp:+14155238886", "AC1", "63016"));
    }

    [Fact]
    public void A_status_without_our_reply_part_is_a_status_all_the_same() =>
        TwilioDecoder.Decode("MessageSid=SM1&SmsStatus=sent"u8)
            .ShouldBe(new Inbound.Status("SM1", DeliveryState.Sent, null, "", null, null));

    [Fact]
    public void A_message_is_kept_as_received_in_its_senders_lane()
    {
        var body = Bytes($"{Core}&Body=x");
        var element = TwilioWebhook.Element(body);

        element.Key.ShouldBe("m:SM1");
        element.Lane.ShouldBe("whatsapp:+5215550001111");
        element.Payload.ToArray().ShouldBe(body);
    }

    [Fact]
    public void What_has_no_id_is_known_by_its_bytes()
    {
        var element = TwilioWebhook.Element(Bytes("a=b"));
        element.Key.ShouldBe("u:42144f3939c3ffbbf0bf8b1f12affb5c23a4c5bd41e0ff672d54a5754f062058");
        element.Lane.ShouldBe("u");
    }

    [Theory]
    [InlineData("", "no_message_id")]
    [InlineData("{\"json\":true}", "no_message_id")]
    [InlineData("MessageSid=", "no_message_id")]
    [InlineData("MessageSid=SM1&Body=x", "no_sender")]
    [InlineData("MessageSid=SM1&MessageStatus=teleported", "unknown_status")]
    public void What_makes_no_sense_is_unknown(string body, string reason) =>
        TwilioDecoder.Decode(Bytes(body)).ShouldBe(new Inbound.Unknown(reason));

    [Fact]
    public void Fields_beyond_the_maximum_are_not_read()
    {
        var filler = string.Concat(Enumerable.Range(0, FormFields.Max).Select(i => $"k{i}=v&"));
        TwilioDecoder.Decode(Bytes($"{filler}{Core}")).ShouldBe(new Inbound.Unknown("no_message_id"));
    }

    private static Inbound.Message Message(string body) =>
        TwilioDecoder.Decode(Bytes(body)).ShouldBeOfType<Inbound.Message>();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.Waha;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Channels;

public sealed class WahaWebhookTests
{
    private const string Ana = """ "id":"false_5215550001111@c.us_AAA","from":"5215550001111@c.us","fromMe":false """;

    [Theory]
    [InlineData("message", "{ANA,\"body\":\"x\"}", "m:false_5215550001111@c.us_AAA", "whatsapp:+5215550001111")]
    [InlineData("message.any", "{ANA,\"body\":\"x\"}", "m:false_5215550001111@c.us_AAA", "whatsapp:+5215550001111")]
    [InlineData("message", """{"id":"a","from":"123@lid"}""", "m:a", "123@lid")]
    [InlineData("message", """{"id":"a","from":"123@g.us"}""", "m:a", "u")]
    [InlineData("message.any", """{"id":"true_5215550001111@c.us_B","fromMe":true}""", "m:true_5215550001111@c.us_B", "whatsapp:+5215550001111")]
    [InlineData("message.ack", """{"id":"true_123@lid_B","fromMe":true,"ack":3}""", "s:B:3", "s:B")]
    [InlineData("message.ack", """{"id":"true_123@lid_B","fromMe":true,"ack":-1}""", "s:B:-1", "s:B")]
    [InlineData("message.reaction", """{ANA,"reaction":{"messageId":"true_1@lid_B"}}""", "r:false_5215550001111@c.us_AAA", "a:B")]
    [InlineData("message.reaction", "{ANA}", "r:false_5215550001111@c.us_AAA", "u")]
    [InlineData("message.edited", "{ANA}", "e:evt_1", "a:false_5215550001111@c.us_AAA")]
    [InlineData("message.edited", "{ANA,\"editedMessageId\":\"BBB\"}", "e:evt_1", "a:false_5215550001111@c.us_BBB")]
    [InlineData("message.revoked", """{"after":{ANA},"revokedMessageId":"CCC","before":null}""", "x:CCC", "a:false_5215550001111@c.us_CCC")]
    public void Every_event_has_its_key_and_lane(string type, string payload, string key, string lane)
    {
        var element = WahaWebhook.Element(Body(type, payload.Replace("ANA", Ana, StringComparison.Ordinal)));
        element.Key.ShouldBe(key);
        element.Lane.ShouldBe(lane);
    }

    [Theory]
    [InlineData("message", "{}")]
    [InlineData("message", "7")]
    [InlineData("message", """{"id":"\ud83e","from":"5215550001111@c.us"}""")]
    [InlineData("message.ack", """{"id":"true_1@lid_B","ack":null}""")]
    [InlineData("message.waiting", """{"id":"a","from":"5215550001111@c.us"}""")]
    [InlineData("session.status", """{"status":"WORKING"}""")]
    public void What_has_no_id_of_its_own_is_known_by_its_hash(string type, string payload)
    {
        var element = WahaWebhook.Element(Body(type, payload));
        element.Key.ShouldMatch("^u:[0-9a-f]{64}$");
        element.Lane.ShouldBe("u");
        WahaDecoder.Decode(element.Payload).ShouldBeOfType<Inbound.Unknown>();
    }

    [Fact]
    public void The_payload_is_the_body_as_received()
    {
        var body = Body("message", "{" + Ana + ",\"unheard\":[1]}");
        WahaWebhook.Element(body).Payload.ToArray().ShouldBe(body);
    }

    [Fact]
    public void The_state_of_the_session_is_told()
    {
        WahaWebhook.SessionStatus(Body("session.status", """{"status":"FAILED"}""")).ShouldBe("FAILED");
        WahaWebhook.SessionStatus(Body("message", """{"status":"FAILED"}""")).ShouldBeNull();
        WahaWebhook.SessionStatus("{"u8.ToArray()).ShouldBeNull();
    }

    [Fact]
    public void No_bytes_make_splitter_or_decoder_throw() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            WahaDecoder.Decode(bytes);
            WahaDecoder.Decode(WahaWebhook.Element(bytes).Payload);
            WahaWebhook.SessionStatus(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("message", """{ANA,"body":"\ud83e\udd99","hasMedia":true,"media":{"url":"http://a/b","mimetype":"x"},"vCards":["FN:A\nTEL:1"],"_data":{"key":{"senderLid":"1@lid"}}}""")]
    [InlineData("message", """{ANA,"location":{"latitude":"1.5","longitude":-2e1,"description":"d"},"timestamp":1731000000}""")]
    [InlineData("message.revoked", """{"after":{ANA},"revokedMessageId":"CCC","before":{"id":"false_1@lid_C"}}""")]
    [InlineData("message.ack", """{"id":"true_123@lid_B","fromMe":true,"ack":3}""")]
    public void Nor_does_any_damage_to_a_good_body(string type, string payload)
    {
        var good = Body(type, payload.Replace("ANA", Ana, StringComparison.Ordinal));
        Prop.ForAll<PositiveInt, byte, PositiveInt>((at, value, length) =>
        {
            var damaged = (byte[])good.Clone();
            damaged[at.Get * 7_919 % damaged.Length] = value;
            foreach (var body in new[] { damaged, damaged[..(length.Get * 31 % damaged.Length)] })
                WahaDecoder.Decode(WahaWebhook.Element(body).Payload);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    private static byte[] Body(string type, string payload) => Encoding.UTF8.GetBytes(
        """{"id":"evt_1","session":"default","event":""" + $"\"{type}\",\"payload\":{payload}}}");
}

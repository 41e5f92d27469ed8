using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.CloudApi;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Channels;

public sealed class CloudWebhookTests
{
    private const string Metadata = """{"display_phone_number":"+1 555-000-1111","phone_number_id":"123"}""";

    [Fact]
    public void Every_element_of_every_change_of_every_entry_is_found()
    {
        var elements = CloudWebhook.Split(Bytes($$$$"""
            {"object":"whatsapp_business_account","entry":[
              {"id":"1","changes":[
                {"field":"messages","value":{"metadata":{{{{Metadata}}}},"messages":[
                  {"from":"5215550001111","id":"a","type":"text"},
                  {"from":"5215550001111","id":"b","type":"reaction","reaction":{"message_id":"a"}},
                  {"from_user_id":"US.1","id":"c","type":"edit","edit":{"original_message_id":"a"}},
                  {"from":"5215550001111","id":"d","type":"revoke"},
                  {"from":"5215550001111","id":"g","type":"revoke","revoke":{"original_message_id":"z"}}],
                 "statuses":[{"id":"e","status":"sent"},{"id":"e","status":"read"}],
                 "errors":[{"code":1}]}},
                {"field":"smb_message_echoes","value":{"metadata":{"phone_number_id":"124"},"message_echoes":[
                  {"from":"15550001111","to":"5215550002222","id":"f","type":"text"}]}}]},
              {"id":"2","changes":[{"field":"account_update","value":{"event":"VERIFIED_ACCOUNT"}}]}]}
            """));

        elements.Select(e => (e.PhoneNumberId, e.Element.Key[..2] == "u:" ? "u:" : e.Element.Key, e.Element.Lane)).ShouldBe(
        [
            ("123", "m:a", "whatsapp:+5215550001111"),
            ("123", "r:b", "a:a"),
            ("123", "e:c", "a:a"),
            ("123", "x:d", "whatsapp:+5215550001111"),
            ("123", "x:g", "a:z"),
            ("123", "s:e:sent", "s:e"),
            ("123", "s:e:read", "s:e"),
            ("123", "u:", "u"),
            ("124", "m:f", "whatsapp:+5215550002222"),
            (null, "u:", "u"),
        ]);
        elements.Count(e => CloudDecoder.Decode(e.Element.Payload) is Inbound.Unknown("provider_error")).ShouldBe(1);
        elements.Count(e => CloudDecoder.Decode(e.Element.Payload) is Inbound.Unknown("unknown_event")).ShouldBe(1);
    }

    [Fact]
    public void A_message_carries_its_own_contact_and_no_other()
    {
        var elements = CloudWebhook.Split(Change($$"""
            "metadata":{{Metadata}},"contacts":[
              {"profile":{"name":"Ana"},"wa_id":"5215550001111","user_id":"US.1"},
              {"profile":{"name":"Leo"},"user_id":"US.2"}],
            "messages":[{"from":"5215550001111","id":"a","type":"text"},{"from_user_id":"US.2","id":"b","type":"text"},
              {"from":"5215550003333","id":"c","type":"text"}]
            """));

        var messages = elements.Select(e => Message(e.Element)).ToArray();
        messages.Select(m => m.ProfileName).ShouldBe(["Ana", "Leo", null]);
        messages[0].AlsoKnownAs.ShouldBe([new SenderIdentity("whatsapp_user", "US.1")]);
        Encoding.UTF8.GetString(elements[0].Element.Payload.Span).ShouldBe(
            $$$"""{"metadata":{{{Metadata}}},"contact":{"profile":{"name":"Ana"},"wa_id":"5215550001111","user_id":"US.1"},"message":{"from":"5215550001111","id":"a","type":"text"}}""");
    }

    [Fact]
    public void What_else_stands_around_a_message_is_not_multiplied()
    {
        var ballast = new string('x', 100_000);
        var messages = Enumerable.Range(0, 1_000).Select(i => $$"""{"from":"5215550001111","id":"{{i}}","type":"text"}""");
        var elements = CloudWebhook.Split(Change($$"""
            "metadata":{"more":"{{ballast}}","display_phone_number":"15550001111","phone_number_id":"123"},
            "contacts":[{"profile":{"name":"{{ballast}}","username":"ana","more":"{{ballast}}"},"wa_id":"5215550001111",
              "parent_user_id":"US.P","more":"{{ballast}}"}],
            "messages":[{{string.Join(',', messages)}}]
            """), tellAddress: true);

        elements.Count.ShouldBe(1_000);
        elements.Sum(e => e.Element.Payload.Length).ShouldBeLessThan(1_000_000);
        elements.ShouldAllBe(e => e.PhoneNumberId == "123");
        var first = Encoding.UTF8.GetString(elements[0].Element.Payload.Span);
        first.ShouldContain("""
            "contact":{"profile":{"username":"ana"},"wa_id":"5215550001111","parent_user_id":"US.P"}
            """.Trim());
        Message(elements[0].Element).To.ShouldBe("whatsapp:+15550001111");
    }

    [Fact]
    public void The_order_of_members_does_not_matter()
    {
        var element = CloudWebhook.Split(Change($$$"""
            "messages":[{"type":"text","text":{"body":"x"},"id":"a","from":"5215550001111"}],
            "contacts":[{"wa_id":"5215550001111","profile":{"name":"Ana"}}],"metadata":{{{Metadata}}}
            """)).ShouldHaveSingleItem();
        element.PhoneNumberId.ShouldBe("123");
        Message(element.Element).ProfileName.ShouldBe("Ana");
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":7,"type":"text"}""")]
    [InlineData("""{"id":"","type":"text"}""")]
    [InlineData("""{"\ud800":1,"type":"\ud800"}""")]
    public void A_broken_element_stops_no_other(string broken)
    {
        var elements = CloudWebhook.Split(Change(
            $$$"""
            "metadata":{{{Metadata}}},"messages":[{"from":"5215550001111","id":"a","type":"text"},{{{broken}}},
            {"from":"5215550001111","id":"b","type":"text"}]
            """));

        elements.Select(e => e.Element.Key[..2]).ShouldBe(["m:", "u:", "m:"]);
        CloudDecoder.Decode(elements[1].Element.Payload).ShouldBeOfType<Inbound.Unknown>();
    }

    [Fact]
    public void Neither_does_one_that_is_too_deep_or_whose_id_is_too_long()
    {
        var deep = string.Concat(new string('[', 200), new string(']', 200));
        var elements = CloudWebhook.Split(Change($$"""
            "messages":[{"from":"5215550001111","id":"deep","x":{{deep}}},{"from":"1","id":"{{new string('i', 3_000)}}"},
            {"from":"5215550001111","id":"b","type":"text"}]
            """));

        elements.Select(e => e.Element.Key[..2]).ShouldBe(["m:", "u:", "m:"]);
        CloudDecoder.Decode(elements[0].Element.Payload).ShouldBe(new Inbound.Unknown("unreadable"));
    }

    public static TheoryData<string> TooDeep { get; } = [new string('[', 100_000) + new string(']', 100_000)];

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"entry\":{}}")]
    [InlineData("{\"entry\":[{\"changes\":[]}]}")]
    [MemberData(nameof(TooDeep))]
    public void A_body_without_elements_is_kept_whole(string body)
    {
        var element = CloudWebhook.Split(Bytes(body)).ShouldHaveSingleItem().Element;
        element.Key.ShouldStartWith("u:");
        element.Payload.ToArray().ShouldBe(Bytes(body));
        CloudDecoder.Decode(element.Payload).ShouldBeOfType<Inbound.Unknown>();
    }

    [Fact]
    public void More_elements_than_allowed_are_kept_in_one_piece()
    {
        byte[] Statuses(int count) => Change(
            $"\"statuses\":[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"id":"{{i}}","status":"sent"}"""))}]");

        CloudWebhook.Split(Statuses(CloudWebhook.MaxElements)).Count.ShouldBe(CloudWebhook.MaxElements);
        CloudWebhook.Split(Statuses(CloudWebhook.MaxElements + 1)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("""{"display_phone_number":"+1 555-000-1111"}""", "whatsapp:+15550001111")]
    [InlineData("""{"display_phone_number":"15550001111","phone_number_id":"123"}""", "whatsapp:+15550001111")]
    [InlineData("""{"phone_number_id":"123"}""", "")]
    [InlineData("7", "")]
    public void An_account_without_number_id_is_told_the_address(string metadata, string address)
    {
        var account = new ChannelAccount("town", "main", "360dialog", "whatsapp:+15550001111", "whatsapp", new Dictionary<string, string>());
        var message = Message(CloudWebhook.Split(
            Change($$"""
                "metadata":{{metadata}},"messages":[{"from":"5215550001111","id":"a","type":"text"}]
                """),
            tellAddress: true).ShouldHaveSingleItem().Element);

        message.To.ShouldBe(address);
        message.IsFor(account).ShouldBe(address.Length > 0);
    }

    [Fact]
    public void No_bytes_make_splitter_or_decoder_throw() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            CloudDecoder.Decode(bytes);
            foreach (var element in CloudWebhook.Split(bytes))
                CloudDecoder.Decode(element.Element.Payload);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Nor_does_any_damage_to_a_good_body()
    {
        var good = Change($$$$"""
            "metadata":{{{{Metadata}}}},"contacts":[{"wa_id":"5215550001111","profile":{"name":"\ud83e\udd99"}}],
            "messages":[{"from":"5215550001111","id":"a","type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":
            {"response_json":"{\"a\":\"\\ud83e\"}"}}},{"from":"5215550001111","id":"b","type":"location","location":{"latitude":1,
            "longitude":2}},{"id":"c","type":"system","system":{"type":"user_changed_user_id","user_id":"US.1"}}],
            "statuses":[{"id":"d","status":"failed","errors":[{"code":1}]}]
            """);
        Prop.ForAll<PositiveInt, byte, PositiveInt>((at, value, length) =>
        {
            var damaged = (byte[])good.Clone();
            damaged[at.Get * 7_919 % damaged.Length] = value;
            foreach (var body in new[] { damaged, damaged[..(length.Get * 31 % damaged.Length)] })
            {
                foreach (var element in CloudWebhook.Split(body, tellAddress: true))
                    CloudDecoder.Decode(element.Element.Payload);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    private static Inbound.Message Message(InboundElement element) =>
        CloudDecoder.Decode(element.Payload).ShouldBeOfType<Inbound.Message>();

    private static byte[] Change(string value) => Bytes(
        """{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"""
        + value + "}}]}]}");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

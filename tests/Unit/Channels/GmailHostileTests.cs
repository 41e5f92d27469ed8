using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.GmailMail;
using FsCheck;
using FsCheck.Fluent;

namespace CleanFte.Unit.Channels;

/// <summary>What is built to do harm, and what is not built at all.</summary>
public sealed class GmailHostileTests
{
    private const string Mailbox = "help@town.example";

    [Fact]
    public void A_deeply_nested_mail_is_kept_as_deep_as_is_allowed()
    {
        var json = new StringBuilder();
        for (var i = 0; i < 450; i++)
            json.Append("""{"mimeType":"multipart/mixed","parts":[""");
        json.Append("""{"mimeType":"text/plain","body":{"data":"eA"}}""").Append(string.Concat(Enumerable.Repeat("]}", 450)));
        var mail = """{"id":"1","snippet":"snip","payload":{"headers":[{"name":"From","value":"a@example.org"}],"mimeType":"multipart/mixed","parts":["""
            + json + "]}}";

        var stored = StoredMail.Write(Mailbox, Encoding.UTF8.GetBytes(mail)).ShouldNotBeNull();

        stored.Length.ShouldBeLessThan(2_000);
        GmailDecoder.Decode(stored).ShouldBeOfType<Inbound.Message>().Text.ShouldBe("snip");
    }

    [Fact]
    public void Ten_thousand_parts_are_cut()
    {
        var parts = Enumerable.Range(0, 10_000).Select(i => GmailMails.Part("text/plain", $"p{i} ")).ToArray();
        var mail = GmailMails.Mail(GmailMails.Tree("multipart/mixed", parts));

        var stored = StoredMail.Write(Mailbox, JsonSerializer.SerializeToUtf8Bytes(mail)).ShouldNotBeNull();

        stored.Length.ShouldBeLessThan(100_000);
        var text = GmailDecoder.Decode(stored).ShouldBeOfType<Inbound.Message>().Text;
        text.ShouldStartWith("p0\n\np1");
        text.ShouldNotContain($"p{StoredMail.MaxParts}");
    }

    [Fact]
    public void A_mail_of_thirty_megabytes_of_text_is_cut_at_a_character()
    {
        var mail = GmailMails.Mail(string.Concat(Enumerable.Repeat("Añ🦙", 3_750_000)));
        var json = JsonSerializer.SerializeToUtf8Bytes(mail);
        json.Length.ShouldBeGreaterThan(30 * 1024 * 1024);

        var stored = StoredMail.Write(Mailbox, json).ShouldNotBeNull();

        stored.Length.ShouldBeLessThan(2 * StoredMail.MaxText);
        var text = GmailDecoder.Decode(stored).ShouldBeOfType<Inbound.Message>().Text;
        text.Length.ShouldBeInRange(GmailDecoder.MaxText - 1, GmailDecoder.MaxText);
        text.ShouldNotContain('\uFFFD');
        char.IsHighSurrogate(text[^1]).ShouldBeFalse();
    }

    [Fact]
    public void All_texts_together_have_a_limit()
    {
        var parts = Enumerable.Range(0, 30).Select(_ => GmailMails.Part("text/plain", new string('x', 200_000))).ToArray();
        var mail = GmailMails.Mail(GmailMails.Tree("multipart/mixed", parts));

        StoredMail.Write(Mailbox, JsonSerializer.SerializeToUtf8Bytes(mail)).ShouldNotBeNull().Length
            .ShouldBeLessThan(StoredMail.MaxTexts + 50_000);
    }

    [Fact]
    public void Headers_without_end_are_cut()
    {
        var many = Enumerable.Range(0, 5_000).Select(i => ("References", $"<{i}@example.org>")).ToArray();
        var mail = GmailMails.Mail("x", [.. many, ("Subject", new string('s', 50_000))]);
        GmailDecodeTests.Message(mail).Text.ShouldBe("x");
    }

    [Theory]
    [InlineData("re:")]
    [InlineData("=?utf-8?Q?")]
    [InlineData("=?")]
    [InlineData("=?a?B?eA==?= ")]
    public void A_header_that_repeats_itself_keeps_no_mail_from_being_read(string piece)
    {
        var value = string.Concat(Enumerable.Repeat(piece, StoredMail.MaxHeader / piece.Length));

        GmailDecodeTests.Message(GmailMails.Mail("x", [("Subject", value), ("Authentication-Results", value)])).Text.ShouldNotBeNull();
    }

    [Fact]
    public void A_text_of_nothing_but_marks_becomes_no_longer()
    {
        foreach (var line in new[] { "On 1\n", ">\n", "From: x\n", "\n", "____\n", "--\n" })
        {
            QuotedReply.Strip(string.Concat(Enumerable.Repeat(line, MailContent.MaxWhole / line.Length)), isForwarded: false)
                .Length.ShouldBeLessThanOrEqualTo(MailContent.MaxWhole);
        }
    }

    [Fact]
    public void No_bytes_make_decoder_or_splitter_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            GmailDecoder.Decode(bytes);
            GmailWebhook.Push(Mailbox, bytes).Key.ShouldStartWith("u:");
            StoredMail.Write(Mailbox, bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void No_change_of_a_mail_makes_decoder_or_splitter_throw()
    {
        var mail = GmailMails.Mail(
            GmailMails.Tree("multipart/alternative", GmailMails.Part("text/plain", "Añ"), GmailMails.Part("text/html", "<p>x")),
            [("Subject", "=?utf-8?Q?S=C3=A9?="), ("Authentication-Results", "mx.google.com; dmarc=pass (a) header.from=example.org")]);
        var whole = JsonSerializer.SerializeToUtf8Bytes(mail);
        var stored = StoredMail.Write(Mailbox, whole).ShouldNotBeNull();
        Prop.ForAll(ArbMap.Default.ArbFor<(ushort At, byte To, byte Cut)[]>(), changes =>
        {
            foreach (var source in new[] { whole, stored })
            {
                var bytes = source.ToArray();
                foreach (var (at, to, cut) in changes)
                {
                    bytes[at % bytes.Length] = to;
                    if (cut > 250)
                        bytes = bytes[..Math.Max(1, at % bytes.Length)];
                }

                GmailDecoder.Decode(bytes);
                if (StoredMail.Write(Mailbox, bytes) is { } payload)
                    GmailWebhook.Mail("1", payload).Key.ShouldBe("m:1");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void No_text_makes_its_readers_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            var value = text ?? "";
            EncodedWords.Decode($"=?{value}?Q?{value}?= {value}");
            EncodedWords.Decode(EncodedWords.Encode(value));
            HtmlText.Of($"<{value}>{value}");
            QuotedReply.Strip(value, isForwarded: false);
            MailSender.Parse($"{value}<{value}>");
            MailThread.Read(value);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Theory]
    [InlineData("""{"message":{"data":"eyJlbWFpbEFkZHJlc3MiOiJoZWxwQHRvd24uZXhhbXBsZSIsImhpc3RvcnlJZCI6MTIzfQ=="}}""", "n:123", "notice")]
    [InlineData("""{"message":{"data":"eyJlbWFpbEFkZHJlc3MiOiJoZWxwQHRvd24uZXhhbXBsZSIsImhpc3RvcnlJZCI6IjEyMyJ9"},"x":1}""", "n:123", "notice")]
    [InlineData("""{"message":{"data":"eyJlbWFpbEFkZHJlc3MiOiJvdGhlckB0b3duLmV4YW1wbGUiLCJoaXN0b3J5SWQiOjEyM30="}}""", "u:", "u")]
    [InlineData("""{"message":{"data":"not base64"}}""", "u:", "u")]
    [InlineData("""{"message":null}""", "u:", "u")]
    [InlineData("""[]""", "u:", "u")]
    public void A_push_is_one_element(string body, string key, string lane)
    {
        var element = GmailWebhook.Push(Mailbox, Encoding.UTF8.GetBytes(body));
        element.Key.ShouldStartWith(key);
        element.Lane.ShouldBe(lane);
    }

    [Fact]
    public void The_headers_of_all_parts_together_are_limited()
    {
        var headers = Enumerable.Range(0, 60).Select(_ => ("References", new string('r', 30_000))).ToArray();
        var mail = JsonSerializer.SerializeToUtf8Bytes(GmailMails.Mail("x", headers));

        StoredMail.Write(Mailbox, mail).ShouldNotBeNull().Length.ShouldBeLessThan(StoredMail.MaxAllHeaders + 10_000);
    }

    [Fact]
    public void A_mail_is_in_its_senders_lane()
    {
        JsonObject mail = GmailMails.Mail("x", [("From", "Ana <Ana@EXAMPLE.org>")]);
        var element = GmailWebhook.Mail("18c1", StoredMail.Write(Mailbox, JsonSerializer.SerializeToUtf8Bytes(mail))!);
        element.Key.ShouldBe("m:18c1");
        element.Lane.ShouldBe("ana@example.org");
    }
}

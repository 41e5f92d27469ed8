using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.GmailMail;
using static CleanFte.Unit.Channels.GmailMails;

namespace CleanFte.Unit.Channels;

public sealed class GmailDecodeTests
{
    private const string Passed =
        "mx.google.com; dkim=pass header.i=@example.org header.s=s1 header.b=x; "
        + "spf=pass (google.com: domain of ana@example.org designates 1.2.3.4 as permitted sender) smtp.mailfrom=ana@example.org; "
        + "dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.org";

    [Fact]
    public void A_plain_mail_is_read()
    {
        var message = Message(Mail("There is a pothole", [("Subject", "Main Street"), ("Authentication-Results", Passed)]));

        message.ProviderMessageId.ShouldBe("18c1");
        message.Sender.ShouldBe(new SenderIdentity("email", "ana@example.org", IsVerified: true));
        message.ReplyAddress.ShouldBe("ana@example.org");
        message.To.ShouldBe("help@town.example");
        message.ProfileName.ShouldBe("Ana");
        message.Text.ShouldBe("Main Street\n\nThere is a pothole");
        message.Media.ShouldBeEmpty();
        message.ProviderAccountId.ShouldBeNull();
    }

    [Theory]
    [InlineData("Pothole", "Pothole in Main Street", "Pothole in Main Street")]
    [InlineData("", "A pothole", "A pothole")]
    [InlineData("Re: Fwd: Bache", "Hola", "Bache\n\nHola")]
    [InlineData("Bache", "", "Bache")]
    public void The_subject_stands_before_the_text_that_begins_a_thread(string subject, string body, string expected) =>
        Message(Mail(body, [("Subject", subject)])).Text.ShouldBe(expected);

    [Fact]
    public void An_answer_is_read_without_its_subject() =>
        Message(Mail("It is deep", [("Subject", "Re: Bache"), ("In-Reply-To", "<a@b>")])).Text.ShouldBe("It is deep");

    [Theory]
    [InlineData("Ana <ana@example.org>", "ana@example.org", "Ana")]
    [InlineData("ana@EXAMPLE.org", "ana@example.org", null)]
    [InlineData("<ana@example.org>", "ana@example.org", null)]
    [InlineData("\"Ruiz, Ana\" <ana@example.org>", "ana@example.org", "Ruiz, Ana")]
    [InlineData("Ruiz, Ana\r\n <ana@example.org>", "ana@example.org", "Ruiz, Ana")]
    [InlineData("=?utf-8?Q?Jos=C3=A9_Mu=C3=B1oz?= <jose@example.org>", "jose@example.org", "José Muñoz")]
    [InlineData("=?UTF-8?B?Sm9zw6k=?=\r\n =?UTF-8?B?IE11w7Fveg==?= <jose@example.org>", "jose@example.org", "José Muñoz")]
    [InlineData("=?utf-8?B?Sm9zww==?= =?utf-8?B?qQ==?= <jose@example.org>", "jose@example.org", "José")]
    [InlineData("=?iso-8859-1?Q?Mar=EDa?= <m@example.org>", "m@example.org", "María")]
    [InlineData("=?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <y@example.org>", "y@example.org", "山田")]
    [InlineData("=?utf-8?B?PHZpY3RpbUBiYW5rLmV4YW1wbGU+?= <thief@example.org>", "thief@example.org", "<victim@bank.example>")]
    [InlineData("\"boss@bank.example <boss@bank.example>\" <thief@example.org>", "thief@example.org",
        "boss@bank.example <boss@bank.example>")]
    [InlineData("=?utf-8?X?broken?= <ana@example.org>", "ana@example.org", "=?utf-8?X?broken?=")]
    [InlineData("=?utf-8?B?***?= <ana@example.org>", "ana@example.org", "=?utf-8?B?***?=")]
    public void The_sender_is_read(string from, string address, string? name)
    {
        var message = Message(Mail("Hello", [("From", from)]));
        message.Sender.Value.ShouldBe(address);
        message.ProfileName.ShouldBe(name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ana")]
    [InlineData("Ana <not an address>")]
    [InlineData("Ana <ana@example.org>, Bob <bob@example.org>")]
    [InlineData("undisclosed-recipients:;")]
    public void Without_one_readable_sender_nobody_can_be_answered(string from) =>
        Decode(Mail("Hello", [("From", from)])).ShouldBe(new Inbound.Unknown("no_sender"));

    [Fact]
    public void Two_From_headers_are_no_sender() =>
        Decode(Mail("Hello", [("From", "a@example.org"), ("From", "b@example.org")])).ShouldBe(new Inbound.Unknown("no_sender"));

    [Theory]
    [InlineData("ana.office@example.org", "ana.office@example.org")]
    [InlineData("Office <office@EXAMPLE.org>", "office@example.org")]
    [InlineData("victim@elsewhere.example", "ana@example.org")]
    [InlineData("nonsense", "ana@example.org")]
    public void Reply_To_counts_within_the_senders_domain(string replyTo, string expected) =>
        Message(Mail("Hello", [("Reply-To", replyTo)])).ReplyAddress.ShouldBe(expected);

    [Theory]
    [InlineData("Auto-Submitted", "auto-replied", "auto_submitted")]
    [InlineData("Auto-Submitted", "auto-generated; type=x", "auto_submitted")]
    [InlineData("auto-submitted", "", "auto_submitted")]
    [InlineData("X-Autoreply", "yes", "auto_submitted")]
    [InlineData("X-Autorespond", "out of office", "auto_submitted")]
    [InlineData("Precedence", "Bulk", "bulk")]
    [InlineData("Precedence", "list", "bulk")]
    [InlineData("Precedence", "auto_reply", "bulk")]
    [InlineData("Precedence", "junk", "bulk")]
    [InlineData("List-Id", "<news.example.org>", "mailing_list")]
    [InlineData("Return-Path", "<>", "bounce")]
    [InlineData("Return-Path", "< >", "bounce")]
    [InlineData("X-CleanFte-Loop", "north", "loop")]
    [InlineData("From", "MAILER-DAEMON@example.org", "bounce")]
    [InlineData("From", "Post <postmaster@example.org>", "bounce")]
    [InlineData("From", "no-reply@example.org", "no_reply")]
    [InlineData("From", "Help <HELP@town.example>", "own_message")]
    public void What_no_person_wrote_is_ignored(string name, string value, string reason) =>
        Decode(Mail("Hello", [(name, value)])).ShouldBe(new Inbound.Unknown(reason));

    [Theory]
    [InlineData("SENT", "own_message")]
    [InlineData("SPAM", "spam")]
    [InlineData("TRASH", "trash")]
    [InlineData("DRAFT", "draft")]
    [InlineData("CHAT", "chat")]
    public void What_lies_in_another_folder_is_ignored(string label, string reason) =>
        Decode(Mail("Hello", labels: ["INBOX", label])).ShouldBe(new Inbound.Unknown(reason));

    [Theory]
    [InlineData("Auto-Submitted", "no")]
    [InlineData("Precedence", "normal")]
    [InlineData("Return-Path", "<ana@example.org>")]
    public void What_a_person_wrote_is_not_ignored_for_a_harmless_header(string name, string value) =>
        Message(Mail("Hello", [(name, value)])).Text.ShouldBe("Hello");

    [Theory]
    [InlineData(Passed, true)]
    [InlineData("mx.google.com; dmarc=pass header.from=example.org", true)]
    [InlineData("MX.Google.com; DMARC=Pass header.from=Example.org", true)]
    [InlineData("mx.google.com; dmarc=fail (p=NONE) header.from=example.org", false)]
    [InlineData("mx.google.com; dkim=pass header.i=@example.org; dmarc=fail header.from=example.org", false)]
    [InlineData("mx.google.com; dmarc=pass header.from=other.example", false)]
    [InlineData("mx.google.com; dkim=pass header.i=@example.org", true)]
    [InlineData("mx.google.com; dkim=pass header.d=example.org", true)]
    [InlineData("mx.google.com; dkim=pass header.i=@mail.example.org", false)]
    [InlineData("mx.google.com; dkim=pass header.i=@org", false)]
    [InlineData("mx.google.com; dkim=pass header.i=@evil-example.org", false)]
    [InlineData("mx.google.com; dkim=neutral header.i=@example.org", false)]
    [InlineData("mx.google.com; dkim=fail header.i=@example.org; dkim=pass header.i=@list.example", false)]
    [InlineData("mx.google.com; spf=pass smtp.mailfrom=ana@example.org", false)]
    [InlineData("evil.example; dmarc=pass header.from=example.org", false)]
    [InlineData("mx.google.com.evil.example; dmarc=pass header.from=example.org", false)]
    [InlineData("mx.google.com; spf=fail (x; dmarc=pass header.from=example.org) smtp.mailfrom=a@b", false)]
    [InlineData("mx.google.com; spf=fail smtp.mailfrom=\"x; dmarc=pass header.from=example.org\"@b", false)]
    [InlineData("mx.google.com; none", false)]
    [InlineData("", false)]
    public void Only_what_Gmail_vouches_for_is_verified(string results, bool isVerified) =>
        Message(Mail("Hello", [("Authentication-Results", results)])).Sender.IsVerified.ShouldBe(isVerified);

    [Fact]
    public void Only_the_topmost_results_count() =>
        Message(Mail("Hello", [("Authentication-Results", "mx.google.com; dmarc=fail header.from=example.org"), ("Authentication-Results", Passed)]))
            .Sender.IsVerified.ShouldBeFalse();

    [Fact]
    public void The_plain_form_is_preferred_and_HTML_read_without_it()
    {
        Message(Mail(Tree("multipart/alternative", Part("text/plain", "plain"), Part("text/html", "<p>rich</p>")))).Text.ShouldBe("plain");
        Message(Mail(Tree("multipart/alternative", Part("text/plain", " \n"), Tree("multipart/related", Part("text/html", "<p>rich</p>"))))).Text
            .ShouldBe("rich");
        Message(Mail(Tree("multipart/mixed", Part("text/plain", "one"), Part("text/plain", "two")))).Text.ShouldBe("one\n\ntwo");
    }

    [Fact]
    public void Files_are_named_by_message_and_attachment_and_logos_left_out()
    {
        var logo = File("image/png", "logo.png", "att-logo", 900, ("Content-Disposition", "inline; filename=logo.png"), ("Content-ID", "<l>"));
        var photo = File("image/jpeg", "", "att-photo", 900_000, ("Content-Disposition", "inline"), ("Content-ID", "<p>"));
        var small = File("text/csv", "list.csv", null, 12);
        small["partId"] = "3";
        var mail = Mail(Tree("multipart/mixed", Part("text/plain", "see"), logo, photo, small,
            File("application/pgp-signature", "s.asc", "att-sig", 10)));

        Message(mail).Media.ShouldBe([new InboundMedia("18c1/att-photo", "image/jpeg"), new InboundMedia("18c1/part:3", "text/csv")]);
    }

    [Fact]
    public void Ten_files_are_read_and_no_more()
    {
        var files = Enumerable.Range(0, 12).Select(i => File("image/jpeg", $"{i}.jpg", $"a{i}", 1)).ToArray();
        Message(Mail(Tree("multipart/mixed", files))).Media.Count.ShouldBe(Inbound.Message.MaxMedia);
    }

    [Fact]
    public void A_mail_within_the_mail_is_not_the_senders_text()
    {
        var inner = Tree("message/rfc822", Part("text/plain", "I want my money back"));
        Message(Mail(Tree("multipart/mixed", Part("text/plain", "see below"), inner))).Text.ShouldBe("see below");
    }

    [Theory]
    [InlineData("iso-8859-1", "A±o 5€", 1252)]
    [InlineData("windows-1252", "¿Qué pasó? “5 €”", 1252)]
    [InlineData("\"ISO-2022-JP\"", "道路に穴があります", 50220)]
    [InlineData("shift_jis", "道路に穴", 932)]
    [InlineData("koi8-r", "Яма на дороге", 20866)]
    [InlineData("no-such-charset", "Qué", 1252)]
    public void A_body_in_another_charset_is_read(string charset, string text, int codePage)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes(text);
        Message(Mail(Part("text/plain", bytes, ("Content-Type", $"text/plain; charset={charset}")))).Text.ShouldBe(text);
    }

    [Fact]
    public void A_body_that_is_UTF_8_is_read_as_such_whatever_it_declares() =>
        Message(Mail(Part("text/plain", "Añó 🦙"u8.ToArray(), ("Content-Type", "text/plain; charset=windows-1252")))).Text
            .ShouldBe("Añó 🦙");

    [Fact]
    public void Broken_base64_leaves_the_snippet()
    {
        var part = Part("text/plain", "x");
        part["body"]!["data"] = "*broken*";
        var mail = Mail(part);
        mail["snippet"] = "It&#39;s deep";
        Message(mail).Text.ShouldBe("It's deep");
    }

    [Fact]
    public void The_thread_is_kept_small_and_without_what_is_no_message_id()
    {
        var references = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"<{i}-{new string('x', 230)}@example.org>"));
        var thread = Message(Mail("x",
            [("Subject", "=?utf-8?Q?Bache_ancha?="), ("Message-ID", "<last@example.org>"), ("References", references + " evil\r\nBcc: a@b")]))
            .Thread.ShouldNotBeNull();

        Encoding.UTF8.GetByteCount(thread).ShouldBeLessThanOrEqualTo(MailThread.MaxBytes);
        var read = MailThread.Read(thread).ShouldNotBeNull();
        read.Id.ShouldBe("t1");
        read.Subject.ShouldBe("Bache ancha");
        read.Last.ShouldBe("<last@example.org>");
        read.References!.Count.ShouldBeInRange(10, MailThread.MaxReferences);
        read.References[^1].ShouldStartWith("<59-");
        read.References.ShouldAllBe(r => r.StartsWith('<') && r.EndsWith('>'));
    }

    [Theory]
    [InlineData("""{"mailbox":"help@town.example","notice":{"emailAddress":"HELP@town.example","historyId":7}}""", null)]
    [InlineData("""{"mailbox":"help@town.example","notice":{"emailAddress":"other@town.example","historyId":7}}""", "wrong_address")]
    [InlineData("""{"mailbox":"help@town.example","notice":{"emailAddress":"help@town.example"}}""", "unreadable")]
    [InlineData("""{"mailbox":"help@town.example","message":{}}""", "no_message_id")]
    [InlineData("""{"mailbox":"help@town.example","message":{"id":"1"}}""", "no_sender")]
    [InlineData("""{"mailbox":"help@town.example","message":{"id":"\ud800"}}""", "unreadable")]
    [InlineData("""{"message":[]}""", "unreadable")]
    [InlineData("null", "unreadable")]
    [InlineData("", "unreadable")]
    public void A_notice_is_ours_or_ignored(string payload, string? reason) =>
        GmailDecoder.Decode(Encoding.UTF8.GetBytes(payload))
            .ShouldBe(reason is null ? new Inbound.Notice() : new Inbound.Unknown(reason));

    internal static Inbound.Message Message(JsonObject mail) => Decode(mail).ShouldBeOfType<Inbound.Message>();

    /// <summary>The way of a real mail: written for the ledger, then decoded.</summary>
    internal static Inbound Decode(JsonObject mail) => GmailDecoder.Decode(
        StoredMail.Write("help@town.example", JsonSerializer.SerializeToUtf8Bytes(mail)).ShouldNotBeNull());
}

using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Channels.GmailMail;

namespace CleanFte.Unit.Channels;

public sealed class GmailOutgoingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.FromHours(2));

    private static readonly Guid Part = Guid.Parse("0198a8b2-0000-7000-8000-00000000000a");

    [Fact]
    public void An_answer_is_written_into_its_thread() =>
        Written(new OutgoingMessage(Part, "ana@example.org", "On its way. 🦙")
        {
            Thread = new MailThread("t1", "Bache ñ", "<2@example.org>", ["<1@example.org>"]).Write(),
        }).ShouldBe("""
            From: Town Help <help@town.example>
            To: ana@example.org
            Subject: =?utf-8?B?UmU6IEJhY2hlIMOx?=
            In-Reply-To: <2@example.org>
            References: <1@example.org>
             <2@example.org>
            Message-ID: <0198a8b2000070008000000000000000a@town.example>
            Date: Sat, 21 Nov 2026 10:00:00 +0000
            Auto-Submitted: auto-replied
            X-CleanFte-Loop: mail
            X-CleanFte-Part: 0198a8b2000070008000000000000000a
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            T24gaXRzIHdheS4g8J+mmQ==

            """.Replace("0198a8b2000070008000000000000000a", Part.ToString("N"), StringComparison.Ordinal)
            .Replace("From: Town Help", "From: \"Town Help\"", StringComparison.Ordinal).ReplaceLineEndings("\r\n"));

    [Theory]
    [InlineData("Hello\r\nBcc: victim@example.org", "Re: Hello  Bcc: victim@example.org")]
    [InlineData("Hello\n\n<script>", "Re: Hello  <script>")]
    [InlineData("Re: Hello", "Re: Hello")]
    [InlineData("RE: Hello", "RE: Hello")]
    [InlineData("", "Re:")]
    public void A_subject_cannot_become_a_header(string subject, string expected)
    {
        var mail = Written(new OutgoingMessage(Part, "ana@example.org", "x") { Thread = new MailThread("t", subject, null, null).Write() });
        mail.Split("\r\n").ShouldContain($"Subject: {expected}");
        mail.Split("\r\n").ShouldNotContain(line => line.StartsWith("Bcc", StringComparison.Ordinal));
    }

    [Fact]
    public void Forged_references_cannot_become_a_header()
    {
        var mail = Written(new OutgoingMessage(Part, "ana@example.org", "x")
        {
            Thread = new MailThread("t", "s", "<a@b>\r\nBcc: v@example.org", ["<c@d>\nX: y"]).Write(),
        });
        mail.Split("\r\n").Select(line => line.Split(':')[0]).ShouldNotContain("Bcc");
        mail.Split("\r\n").Select(line => line.Split(':')[0]).ShouldNotContain("X");
    }

    [Fact]
    public void Without_a_thread_the_first_line_is_the_subject()
    {
        Written(new OutgoingMessage(Part, "ana@example.org", "Your report is done\nThanks")).ShouldContain("\r\nSubject: Your report is done\r\n");
        Written(new OutgoingMessage(Part, "ana@example.org", new string('x', 200))).ShouldContain("\r\nSubject: =?utf-8?B?");
    }

    [Fact]
    public void Choices_are_numbered_lines()
    {
        var offer = new ReplyOffer(OfferKind.Choices, [new ReplyChoice("a", "Pothole"), new ReplyChoice("b", "Lamp")]);
        var mail = Written(new OutgoingMessage(Part, "ana@example.org", "Which?") { Offer = offer });
        var body = mail[(mail.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Replace("\r\n", "", StringComparison.Ordinal);
        Encoding.UTF8.GetString(Convert.FromBase64String(body)).ShouldBe("Which?\r\n\r\n1. Pothole\r\n2. Lamp");
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("a@example.org\r\nBcc: v@example.org")]
    public void A_recipient_that_is_no_address_is_not_written_to(string recipient) =>
        OutgoingMail.Write(Account(), new OutgoingMessage(Part, recipient, "x"), null, Now).ShouldBeNull();

    [Fact]
    public void A_domain_is_written_as_mail_servers_know_it() =>
        Written(new OutgoingMessage(Part, "ana@señal.example", "x")).ShouldContain("\r\nTo: ana@xn--seal-hqa.example\r\n");

    [Fact]
    public void Every_line_fits_and_ends_as_it_should()
    {
        var thread = new MailThread("t", string.Concat(Enumerable.Repeat("ñ🦙", 150)), "<a@b>",
            [.. Enumerable.Range(0, 20).Select(i => $"<{i}{new string('r', 150)}@example.org>")]);
        var mail = Written(new OutgoingMessage(Part, "ana@example.org", string.Concat(Enumerable.Repeat("línea\n", 5_000)))
        {
            Thread = thread.Write(),
        });
        mail.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain('\n');
        mail.Split("\r\n").Max(line => line.Length).ShouldBeLessThanOrEqualTo(200);
        var subject = mail[mail.IndexOf("Subject: ", StringComparison.Ordinal)..mail.IndexOf("\r\nIn-Reply-To", StringComparison.Ordinal)];
        EncodedWords.Decode(subject["Subject: ".Length..].Replace("\r\n", "", StringComparison.Ordinal)).ShouldBe($"Re: {thread.Subject}");
    }

    private static string Written(OutgoingMessage message) =>
        Encoding.UTF8.GetString(OutgoingMail.Write(Account(), message, MailThread.Read(message.Thread), Now).ShouldNotBeNull());

    private static GmailAccount Account() => GmailAccount.From(
        new ChannelAccount("town", "mail", "gmail", "help@town.example", "email", new Dictionary<string, string>
        {
            ["ClientId"] = "c",
            ["RefreshToken"] = "r",
            ["SenderName"] = "Town Help",
        }), "").ShouldNotBeNull();
}

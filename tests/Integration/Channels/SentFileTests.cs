using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Domain.Conversations;
using CleanFte.Infrastructure.Channels.GmailMail;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

/// <summary>Files that go out, at each provider.</summary>
public sealed class SentFileTests
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("%PDF-1.7 the permit");

    private static readonly OutgoingFile Permit = File("application/pdf", "Bescheid Straße.pdf");

    private static readonly OutgoingFile Picture = File("image/jpeg", null);

    [Fact]
    public async Task Twilio_is_given_a_signed_address()
    {
        await using var fixture = await TwilioGatewayFixture.Start();

        (await fixture.Send(TwilioGatewayFixture.Message("Mire") with { Files = [Picture] })).ShouldBeOfType<SendResult.Accepted>();
        (await fixture.Send(TwilioGatewayFixture.Message("") with { Files = [Permit] })).ShouldBeOfType<SendResult.Accepted>();

        fixture.Twilio.Messages.Select(m => m.Body).ShouldBe(["Mire", ""]);
        fixture.Twilio.Messages[1].MediaUrl.ShouldStartWith(
            $"https://fte.example.org/api/v1/webhooks/whatsapp/twilio/main%20line/files/{Permit.File.Media:N}?expires=");
    }

    [Fact]
    public async Task Twilio_waits_for_a_public_address()
    {
        await using var fixture = await TwilioGatewayFixture.Start(publicUrl: "");
        (await fixture.Send(TwilioGatewayFixture.Message() with { Files = [Permit] }))
            .ShouldBe(new SendResult.TryLater("public_url", null));
        fixture.Twilio.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_with_a_file_is_not_taken_for_one_without()
    {
        await using var fixture = await TwilioGatewayFixture.Start();
        var plain = TwilioGatewayFixture.Message("Su permiso");
        (await fixture.Send(plain)).ShouldBeOfType<SendResult.Accepted>();

        (await LookUp(plain)).ShouldBeOfType<LookupResult.Found>();
        (await LookUp(plain with { Files = [Permit] })).ShouldBeOfType<LookupResult.Absent>();

        Task<LookupResult> LookUp(OutgoingMessage message) => fixture.Gateway.LookUp(
            fixture.Account, message, DateTimeOffset.UtcNow.AddMinutes(-1), new HashSet<string>(), CancellationToken.None);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_Cloud_API_gets_the_bytes_first_and_then_the_message(bool is360)
    {
        await using var fixture = await CloudGatewayFixture.Start(is360);

        (await fixture.Send(CloudGatewayFixture.Message("Su permiso") with { Files = [Permit] })).ShouldBeOfType<SendResult.Accepted>();
        (await fixture.Send(CloudGatewayFixture.Message("") with { Files = [File("audio/ogg", null)] }))
            .ShouldBeOfType<SendResult.Accepted>();

        var document = fixture.Cloud.Sent[0].Json.GetProperty("document");
        document.GetProperty("caption").GetString().ShouldBe("Su permiso");
        document.GetProperty("filename").GetString().ShouldBe("Bescheid Straße.pdf");
        fixture.Cloud.File(document.GetProperty("id").GetString()!).ShouldBe(Content);
        fixture.Cloud.Sent[1].Json.GetProperty("type").GetString().ShouldBe("audio");
    }

    [Fact]
    public async Task An_upload_that_fails_is_tried_later_because_nothing_was_sent()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        fixture.Cloud.NextUploads.Enqueue(Fault.Page(500));
        fixture.Cloud.NextUploads.Enqueue(Fault.Close(accept: false));
        var message = CloudGatewayFixture.Message() with { Files = [Picture] };

        (await fixture.Send(message)).ShouldBeOfType<SendResult.TryLater>().Code.ShouldBe("upload_http_500");
        (await fixture.Send(message)).ShouldBeOfType<SendResult.TryLater>();
        fixture.Cloud.Attempts.ShouldBe(0);
        (await fixture.Send(message)).ShouldBeOfType<SendResult.Accepted>();
    }

    [Fact]
    public async Task What_the_Cloud_API_does_not_take_is_refused()
    {
        await using var fixture = await CloudGatewayFixture.Start();
        (await fixture.Send(CloudGatewayFixture.Message() with { Files = [File("image/gif", null)] }))
            .ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("131053");
    }

    [Fact]
    public async Task Waha_gets_pictures_and_files()
    {
        await using var fixture = await WahaGatewayFixture.Start();
        var since = DateTimeOffset.UtcNow;

        (await fixture.Send(WahaGatewayFixture.Message("Mire") with { Files = [Picture] })).ShouldBeOfType<SendResult.Accepted>();
        (await fixture.Send(WahaGatewayFixture.Message("") with { Files = [Permit] })).ShouldBeOfType<SendResult.Accepted>();

        fixture.Waha.Sent.Select(m => (m.Text, m.File!.Value.Type, m.File.Value.Name)).ShouldBe(
            [("Mire", "image/jpeg", $"{Picture.File.Media:N}.jpeg"), ("", "application/pdf", "Bescheid Straße.pdf")]);
        fixture.Waha.Sent.ShouldAllBe(m => m.File!.Value.Content.SequenceEqual(Content));
        (await fixture.Gateway.LookUp(
            fixture.Account, WahaGatewayFixture.Message("Mire") with { Files = [Picture] }, since, new HashSet<string>(),
            CancellationToken.None)).ShouldBe(new LookupResult.Found(fixture.Waha.Sent[0].Bare));
        (await fixture.Gateway.LookUp(
            fixture.Account, WahaGatewayFixture.Message("Mire"), since, new HashSet<string>(), CancellationToken.None))
            .ShouldBeOfType<LookupResult.Absent>();
    }

    [Fact]
    public async Task A_mail_carries_its_files()
    {
        await using var fixture = await GmailGatewayFixture.Start();

        (await fixture.Send(GmailGatewayFixture.Message("Su permiso ñ") with { Files = [Permit, Picture] }))
            .ShouldBeOfType<SendResult.Accepted>();

        var parts = fixture.Gmail.Mailbox.Sent.ShouldHaveSingleItem().Parts;
        parts.Select(p => p.Header("Content-Type")).ShouldBe(["text/plain; charset=utf-8", "application/pdf", "image/jpeg"]);
        parts[0].Body.ShouldBe("Su permiso ñ");
        parts[1].Header("Content-Disposition")
            .ShouldBe("attachment; filename=\"Bescheid Stra_e.pdf\"; filename*=UTF-8''Bescheid%20Stra%C3%9Fe.pdf");
        parts[1].Body.ShouldBe(Encoding.ASCII.GetString(Content));
    }

    [Fact]
    public async Task A_mail_of_many_megabytes_is_uploaded_and_stays_in_its_thread()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var mail = fixture.Gmail.Mailbox.Receive("Ana <ana@example.org>", "Permiso", "Lo necesito");
        var content = Enumerable.Range(0, 9 * 1024 * 1024).Select(i => (byte)('a' + (i % 23))).ToArray();
        var large = new OutgoingFile(Permit.File with { Size = content.Length }, content);

        (await fixture.Send(GmailGatewayFixture.Message("Su permiso") with { Files = [large], Thread = (await fixture.Only()).Thread }))
            .ShouldBeOfType<SendResult.Accepted>();

        var sent = fixture.Gmail.Mailbox.Sent.ShouldHaveSingleItem();
        sent.ThreadId.ShouldBe(mail.ThreadId);
        (sent.Parts[1].Body == Encoding.ASCII.GetString(content)).ShouldBeTrue("it is whole");
        fixture.Gmail.Calls.ShouldContain("upload?uploadType=multipart");
    }

    [Fact]
    public async Task A_thread_that_is_gone_stops_no_upload()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var thread = new MailThread("gone", "Bache", "<1@example.org>", []).Write();

        (await fixture.Send(GmailGatewayFixture.Message() with { Files = [Permit], Thread = thread }))
            .ShouldBeOfType<SendResult.Accepted>();
        fixture.Gmail.Mailbox.Sent.ShouldHaveSingleItem().Parts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_mail_that_is_too_large_is_refused_whoever_says_so()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Gmail.NextSends.Enqueue((Fault.Page(413), null));
        (await fixture.Send(GmailGatewayFixture.Message() with { Files = [Permit] }))
            .ShouldBeOfType<SendResult.Refused>().Code.ShouldBe("too_large");
    }

    [Fact]
    public async Task An_upload_that_breaks_off_is_uncertain()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Gmail.NextSends.Enqueue((Fault.Close(accept: true), null));
        (await fixture.Send(GmailGatewayFixture.Message() with { Files = [Permit] })).ShouldBeOfType<SendResult.Uncertain>();
    }

    [Theory]
    [InlineData("字")]
    [InlineData("🦙")]
    public async Task A_long_name_is_shortened_and_keeps_its_extension(string character)
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var name = $"x{string.Concat(Enumerable.Repeat(character, 200))}.pdf";

        (await fixture.Send(GmailGatewayFixture.Message() with { Files = [File("application/pdf", name)] }))
            .ShouldBeOfType<SendResult.Accepted>();

        var disposition = fixture.Gmail.Mailbox.Sent.ShouldHaveSingleItem().Parts[1].Header("Content-Disposition");
        var sent = Uri.UnescapeDataString(disposition[(disposition.IndexOf("UTF-8''", StringComparison.Ordinal) + 7)..]);
        sent.ShouldStartWith($"x{character}");
        sent.ShouldEndWith($"{character}.pdf");
        sent.Length.ShouldBeInRange(60, 64);
    }

    [Theory]
    [InlineData("", "permit.pdf", "permit.pdf")]
    [InlineData("", null, "help@town.example")]
    [InlineData("Here it is", "permit.pdf", "Here it is")]
    public async Task No_subject_is_empty(string text, string? name, string subject)
    {
        await using var fixture = await GmailGatewayFixture.Start();
        (await fixture.Send(GmailGatewayFixture.Message(text) with { Files = [File("application/pdf", name)] }))
            .ShouldBeOfType<SendResult.Accepted>();
        fixture.Gmail.Mailbox.Sent.ShouldHaveSingleItem().Subject.ShouldBe(subject);
    }

    private static OutgoingFile File(string type, string? name) =>
        new(new ReplyFile(Guid.NewGuid(), "evidence/town/ticket/file", type, Content.Length, name), Content);
}

using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.GmailMail;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

/// <summary>Mails that cannot be had: what stops the recovery, and what must not.</summary>
public sealed class GmailFailingMailTests
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_mail_that_cannot_be_had_because_of_the_mailbox_moves_no_position(int status)
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var (_, start) = await fixture.Missed(null);
        var mails = fixture.Receive(6);
        fixture.Gmail.Disturb = call => call.Contains(mails[4].Id, StringComparison.Ordinal) ? Fault.Page(status) : null;

        await Should.ThrowAsync<HttpRequestException>(() => fixture.Missed(start));

        fixture.Gmail.Disturb = null;
        (await fixture.Missed(start)).Elements.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Neither_does_one_while_all_of_Gmail_fails()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var (_, start) = await fixture.Missed(null);
        fixture.Receive(2);
        fixture.Gmail.Disturb = call =>
            call.StartsWith("messages/", StringComparison.Ordinal) || call == "profile" ? Fault.Page(503) : null;

        await Should.ThrowAsync<HttpRequestException>(() => fixture.Missed(start));
    }

    [Fact]
    public async Task A_mail_that_fails_once_is_fetched_whole()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var failures = 1;
        fixture.Gmail.Mailbox.Receive("ana@example.org", "Hole", "There is a pothole");
        fixture.Gmail.Disturb = call => call.EndsWith("format=full", StringComparison.Ordinal)
            && Interlocked.Decrement(ref failures) >= 0 ? Fault.Page(503) : null;

        (await fixture.Only()).Text.ShouldBe("Hole\n\nThere is a pothole");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task A_mail_that_always_fails_is_taken_by_its_headers_and_passed(int status)
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var (_, start) = await fixture.Missed(null);
        var mails = fixture.Receive(6);
        fixture.Gmail.Disturb = call =>
            call.StartsWith($"messages/{mails[2].Id}?format=full", StringComparison.Ordinal) ? Fault.Page(status) : null;

        var (elements, next) = await fixture.Missed(start);

        elements.Select(e => e.Key).ShouldBe(mails.Select(m => $"m:{m.Id}"));
        fixture.Gateway.Decode(elements[2].Payload).ShouldBeOfType<Inbound.Message>().Text.ShouldBe("Mail 2\n\nSnippet of Mail 2");
        GmailPosition.Parse(next).History.ShouldBe(mails[5].History);
    }

    [Fact]
    public async Task A_mail_that_never_comes_in_any_form_is_recorded_as_unreadable_and_passed()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var (_, start) = await fixture.Missed(null);
        var mails = fixture.Receive(3);
        fixture.Gmail.Disturb = call =>
            call.Contains(mails[1].Id, StringComparison.Ordinal) ? new Fault(FaultKind.Close, false) : null;

        var (elements, next) = await fixture.Missed(start);

        elements.Select(e => e.Key).ShouldBe([$"m:{mails[0].Id}", $"u:{mails[1].Id}", $"m:{mails[2].Id}"]);
        fixture.Gateway.Decode(elements[1].Payload).ShouldBeOfType<Inbound.Unknown>();
        GmailPosition.Parse(next).History.ShouldBe(mails[2].History);
    }

    [Fact]
    public async Task A_mail_of_forty_megabytes_is_taken_by_its_headers()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Gmail.Mailbox.Receive("ana@example.org", "Huge", new string('x', 30 * 1024 * 1024));
        fixture.Gmail.Mailbox.Receive("bob@example.org", "Small", "A pothole");

        var (elements, _) = await fixture.Missed(null);

        elements.Count.ShouldBe(2);
        elements.ShouldAllBe(e => e.Payload.Length < 10_000);
        fixture.Gateway.Decode(elements[0].Payload).ShouldBeOfType<Inbound.Message>().Text.ShouldBe("Huge\n\nSnippet of Huge");
    }

    [Fact]
    public async Task A_mail_nested_beyond_reading_is_taken_by_its_headers()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var part = GmailMailbox.Text("text/plain", "deep"u8.ToArray());
        for (var i = 0; i < 20; i++)
            part = GmailMailbox.Tree("multipart/mixed", part);
        fixture.Gmail.Mailbox.Receive("ana@example.org", "Nested", part);

        (await fixture.Only()).Text.ShouldBe("Nested\n\nSnippet of Nested");
    }
}

using System.Text;
using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Channels.GmailMail;
using CleanFte.StandIns;

namespace CleanFte.Integration.Channels;

public sealed class GmailRecoveryTests
{
    [Fact]
    public async Task At_first_the_inbox_is_listed_in_the_order_of_the_mails()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Gmail.Mailbox.MaxPageSize = 3;
        var mails = fixture.Receive(10);
        await fixture.Send();

        var (elements, position) = await fixture.Missed(null);

        elements.Select(e => e.Key).ShouldBe(mails.Select(m => $"m:{m.Id}"));
        elements.ShouldAllBe(e => e.Lane == "ana@example.org");
        GmailPosition.Parse(position).History.ShouldBe(fixture.Gmail.Mailbox.HistoryId);
    }

    [Fact]
    public async Task Later_only_what_was_added_to_the_history_is_fetched_over_all_pages()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Receive(2);
        var (_, position) = await fixture.Missed(null);
        fixture.Gmail.Mailbox.MaxPageSize = 3;
        var mails = fixture.Receive(10);
        fixture.Gmail.Calls.Clear();

        var (elements, next) = await fixture.Missed(position);

        elements.Select(e => e.Key).ShouldBe(mails.Select(m => $"m:{m.Id}"));
        fixture.Gmail.Calls.Count(c => c.StartsWith("history", StringComparison.Ordinal)).ShouldBe(4);
        (await fixture.Missed(next)).Elements.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_that_fails_moves_the_position_no_further_than_the_pages_before()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var (_, start) = await fixture.Missed(null);
        fixture.Gmail.Mailbox.MaxPageSize = 3;
        var mails = fixture.Receive(8);
        fixture.Gmail.Disturb = call => call.Contains("pageToken=6", StringComparison.Ordinal) ? Fault.Page(500) : null;

        var stored = new List<string>();
        string? reached = start;
        await Should.ThrowAsync<HttpRequestException>(async () =>
        {
            await foreach (var element in fixture.Gateway.Missed(
                fixture.Account, new RecoveryCursor(DateTimeOffset.UtcNow, start), CancellationToken.None))
            {
                if (element.Key.Length > 0)
                    stored.Add(element.Key);
                reached = element.Position ?? reached;
            }
        });
        fixture.Gmail.Disturb = null;

        stored.Count.ShouldBe(6);
        GmailPosition.Parse(reached).History.ShouldBe(mails[5].History);
        (await fixture.Missed(reached)).Elements.Select(e => e.Key).ShouldBe(mails.Skip(6).Select(m => $"m:{m.Id}"));
    }

    [Fact]
    public async Task Large_mails_are_downloaded_one_at_a_time_and_whole()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var (_, start) = await fixture.Missed(null);
        foreach (var i in Enumerable.Range(0, 4))
            fixture.Gmail.Mailbox.Receive("ana@example.org", "", $"{i}{new string('x', 3 * 1024 * 1024)}");

        var texts = (await fixture.Missed(start)).Elements
            .Select(e => fixture.Gateway.Decode(e.Payload)).Cast<Inbound.Message>().Select(m => m.Text[..2]);

        texts.ShouldBe(["0x", "1x", "2x", "3x"]);
    }

    [Fact]
    public async Task Another_mailbox_behind_the_same_account_starts_anew()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var mails = fixture.Receive(2);
        var (_, position) = await fixture.Missed(null);

        var (elements, next) = await fixture.Missed(position, fixture.Account with { Address = "info@town.example" });

        elements.Select(e => e.Key).ShouldBe(mails.Select(m => $"m:{m.Id}"));
        next.ShouldNotBeNull().ShouldEndWith(" info@town.example");
    }

    [Fact]
    public async Task When_the_history_does_not_reach_back_the_inbox_is_listed()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var (_, position) = await fixture.Missed(null);
        var mails = fixture.Receive(3);
        fixture.Gmail.Mailbox.OldestHistory = mails[2].History;

        var (elements, next) = await fixture.Missed(position);

        elements.Select(e => e.Key).ShouldBe(mails.Select(m => $"m:{m.Id}"));
        GmailPosition.Parse(next).History.ShouldBe(mails[2].History);
        fixture.Gmail.Calls.Last(c => c.StartsWith("messages?", StringComparison.Ordinal)).ShouldContain("after%3A");
    }

    [Fact]
    public async Task The_position_of_a_list_is_what_was_reached_before_it()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Receive(2);
        var before = fixture.Gmail.Mailbox.HistoryId;
        fixture.Gmail.Disturb = call =>
        {
            if (call.StartsWith("messages?", StringComparison.Ordinal))
                fixture.Gmail.Mailbox.Receive("late@example.org", "Late", "x");
            return null;
        };

        GmailPosition.Parse((await fixture.Missed(null)).Position).History.ShouldBe(before);
    }

    [Fact]
    public async Task A_mail_that_was_deleted_meanwhile_is_left_out()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var (_, position) = await fixture.Missed(null);
        var mails = fixture.Receive(3);
        fixture.Gmail.Mailbox.Delete(mails[1].Id);

        (await fixture.Missed(position)).Elements.Select(e => e.Key).ShouldBe([$"m:{mails[0].Id}", $"m:{mails[2].Id}"]);
    }

    [Fact]
    public async Task The_watch_is_renewed_once_a_day()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var (_, first) = await fixture.Missed(null);
        var (_, second) = await fixture.Missed(first);
        fixture.Gmail.Watches.ShouldBe(1);

        fixture.Clock.Ahead = TimeSpan.FromHours(25);
        var (_, third) = await fixture.Missed(second);
        fixture.Gmail.Watches.ShouldBe(2);
        await fixture.Missed(third);
        fixture.Gmail.Watches.ShouldBe(2);
        GmailPosition.Parse(third).History.ShouldBe(GmailPosition.Parse(first).History);
    }

    [Fact]
    public async Task Without_a_topic_or_with_a_wrong_one_the_mailbox_is_polled_all_the_same()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Receive(1);
        (await fixture.Missed(null, fixture.With(("Topic", "")))).Elements.Count.ShouldBe(1);
        fixture.Gmail.Watches.ShouldBe(0);

        var (elements, position) = await fixture.Missed(null, fixture.With(("Topic", "projects/foreign/topics/t")));
        elements.Count.ShouldBe(1);
        GmailPosition.Parse(position).Watched.ShouldBeNull();
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_is_an_HttpRequestException()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        fixture.Gmail.IsGranted = false;
        await Should.ThrowAsync<HttpRequestException>(() => fixture.Missed(null));
        await Should.ThrowAsync<HttpRequestException>(() => fixture.Missed(null, fixture.With(("ApiBaseUrl", "x"))));
    }

    [Fact]
    public async Task Bodies_in_old_charsets_and_HTML_arrive_as_text()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        var mailbox = fixture.Gmail.Mailbox;
        var pages = CodePagesEncodingProvider.Instance;
        mailbox.Receive("a@example.org", "", GmailMailbox.Text("text/plain", pages.GetEncoding(1252)!.GetBytes("¿Qué pasó?"), "windows-1252"));
        mailbox.Receive("b@example.org", "", GmailMailbox.Text("text/plain", pages.GetEncoding(50220)!.GetBytes("道路に穴"), "ISO-2022-JP"));
        mailbox.Receive("c@example.org", "", GmailMailbox.Text("text/html", "<p>Hay un <b>bache</b></p>"u8.ToArray()));

        (await fixture.Missed(null)).Elements.Select(e => fixture.Gateway.Decode(e.Payload)).Cast<Inbound.Message>()
            .Select(m => m.Text).ShouldBe(["¿Qué pasó?", "道路に穴", "Hay un bache"]);
    }

    [Fact]
    public async Task A_file_is_fetched_by_message_and_attachment()
    {
        await using var fixture = await GmailGatewayFixture.Start();
        byte[] photo = [0xFF, 0xD8, .. new byte[1_000]];
        var inline = GmailMailbox.Text("text/csv", "a;b"u8.ToArray());
        inline["filename"] = "list.csv";
        inline["partId"] = "2";
        var broken = GmailMailbox.Text("text/csv", "abc"u8.ToArray());
        (broken["filename"], broken["partId"], broken["body"]!["data"]) = ("b.csv", "3", "*broken*");
        fixture.Gmail.Mailbox.Receive(
            "ana@example.org", "Photo",
            GmailMailbox.Tree("multipart/mixed", GmailMailbox.File("image/jpeg", "p.jpg", "ANG-1", photo.Length),
                GmailMailbox.File("image/jpeg", "large.jpg", "ANG-2", GmailFiles.MaxBytes + 1), inline, broken),
            new Dictionary<string, byte[]> { ["ANG-1"] = photo, ["ANG-2"] = new byte[GmailFiles.MaxBytes + 5_000] });

        var media = (await fixture.Only()).Media;
        var fetched = await Task.WhenAll(media.Select(m => Fetch(fixture, m.Reference)));

        fetched[0].ShouldBeOfType<MediaDownload.Fetched>().Content.ToArray().ShouldBe(photo);
        fetched[1].ShouldBe(new MediaDownload.Refused("too_large"));
        fetched[2].ShouldBeOfType<MediaDownload.Fetched>().Content.ToArray().ShouldBe("a;b"u8.ToArray());
        fetched[3].ShouldBe(new MediaDownload.Refused("unreadable"));
        (await Fetch(fixture, "nonsense")).ShouldBe(new MediaDownload.Refused("bad_reference"));
        (await Fetch(fixture, "18c1/../../x")).ShouldBe(new MediaDownload.Refused("not_found"));
        fixture.Gmail.Disturb = _ => Fault.Page(503);
        (await Fetch(fixture, media[0].Reference)).ShouldBe(new MediaDownload.Failed("http_5xx"));
    }

    private static Task<MediaDownload> Fetch(GmailGatewayFixture fixture, string reference) =>
        fixture.Gateway.Fetch(fixture.Account, reference, null!, CancellationToken.None);
}

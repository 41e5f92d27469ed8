using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;
using CleanFte.Unit.Media;

namespace CleanFte.Integration.Api;

/// <summary>Files that come with a message, from the provider's API to the ticket.</summary>
[Collection(nameof(SharedHost))]
public sealed class WhatsAppMediaTests(SharedHost host)
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n%%EOF\n");

    [Fact]
    public async Task Ten_files_are_fetched_examined_and_kept()
    {
        var photos = Enumerable.Range(0, 10)
            .Select(i => new TwilioFile("image/jpeg", Pictures.TellingJpeg(i % 8 + 1)))
            .ToArray();
        var number = await Send(photos);

        var kept = await Media(number, 10);

        kept.ShouldAllBe(m => m.GetProperty("status").GetString() == "attached");
        kept.ShouldAllBe(m => m.GetProperty("contentType").GetString() == "image/jpeg");
        kept.ShouldAllBe(m => m.GetProperty("source").GetString() == "whatsapp");
        kept.Select(m => m.GetProperty("sha256").GetString()).Order().ShouldBe(
            photos.Select(p => Convert.ToHexStringLower(SHA256.HashData(p.Content))).Order());
        kept.Select(m => m.GetProperty("size").GetInt64()).ShouldAllBe(size => size == photos[0].Content.Length);
    }

    [Fact]
    public async Task The_public_copy_does_not_tell_on_its_owner()
    {
        var number = await Send(new TwilioFile("image/jpeg", Pictures.TellingJpeg()));
        await Media(number, 1);

        var keys = (await host.Lines($"""
            select m.key, m.public_key from media m join tickets t on t.id = m.ticket_id
            where t.tracking_number = '{number}'
            """)).ShouldHaveSingleItem().Split('|');

        Content(keys[0]).ShouldContain(Pictures.Secret);
        Content(keys[1]).ShouldNotContain(Pictures.Secret);
        Content(keys[1]).Length.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task What_is_mislabelled_too_large_or_of_no_known_kind_is_refused_with_the_reason()
    {
        byte[] large = [.. Pdf, .. new byte[16 * 1024 * 1024]];
        var number = await Send(
            new TwilioFile("image/jpeg", Pdf),
            new TwilioFile("application/pdf", large),
            new TwilioFile("image/jpeg", [1, 2, 3, 4]));

        var refused = await Media(number, 3);

        refused.ShouldAllBe(m => m.GetProperty("status").GetString() == "refused");
        refused.Select(m => m.GetProperty("reason").GetString()).Order()
            .ShouldBe(["too_large", "type_mismatch", "unknown_type"]);
    }

    [Fact]
    public async Task A_file_on_a_host_that_is_not_allowed_is_refused()
    {
        var number = await new Citizen(host).Reports(extra: new()
        {
            ["NumMedia"] = "1",
            ["MediaUrl0"] = "https://files.example.org/photo.jpg",
            ["MediaContentType0"] = "image/jpeg",
        });

        (await Media(number, 1))[0].GetProperty("reason").GetString().ShouldBe("host_not_allowed");
    }

    [Fact]
    public async Task A_file_that_stays_unreachable_is_tried_again_and_refused_in_the_end()
    {
        var twilio = host.Main.Twilio;
        var number = await new Citizen(host).Reports(extra: new()
        {
            ["NumMedia"] = "1",
            ["MediaUrl0"] = $"{twilio.BaseUrl}/2010-04-01/Accounts/{twilio.AccountSid}/Messages/SM1/Media/ME1",
            ["MediaContentType0"] = "image/jpeg",
        });
        var row = $"""
            state = 0 and account not in ('main', 'north')
            and id = any (select id from inbox_elements where encode(payload, 'escape') like '%/SM1/Media/ME1%')
            """;
        await Wait.Until(
            async () => await host.Scalar<long>($"select count(*) from inbox where {row} and tries > 0") == 1,
            "the first download has failed");
        (await Media(number)).ShouldHaveSingleItem().GetProperty("status").GetString().ShouldBe("pending");

        // The pauses between the other tries add up to minutes.
        await host.Execute($"update inbox set tries = 6, due = now() where {row}");

        (await Media(number, 1))[0].GetProperty("reason").GetString().ShouldBe("unreachable:http_404");
    }

    private async Task<string> Send(params TwilioFile[] files)
    {
        var citizen = new Citizen(host);
        var message = host.Main.Twilio.Seed(citizen.Address, "A pothole, see the photos", null, files);
        var extra = new Dictionary<string, string> { ["NumMedia"] = $"{files.Length}" };
        for (var i = 0; i < files.Length; i++)
        {
            extra[$"MediaUrl{i}"] = host.Main.Twilio.MediaUrl(message, files[i]);
            extra[$"MediaContentType{i}"] = files[i].ContentType;
        }

        return await citizen.Reports("A pothole, see the photos", extra, message.Sid);
    }

    private async Task<IReadOnlyList<JsonElement>> Media(string number) =>
        (await host.Get($"/api/v1/tickets/{number}/media", await host.Key(ApiRole.Staff))).Items;

    /// <summary>The ticket's files, once the fate of all is known.</summary>
    private async Task<IReadOnlyList<JsonElement>> Media(string number, int count)
    {
        await Wait.Until(
            async () => (await Media(number)).Count(m => m.GetProperty("status").GetString() != "pending") == count,
            "all files are kept or refused");
        return await Media(number);
    }

    private string Content(string key) =>
        Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(host.MediaFolder, key)));
}

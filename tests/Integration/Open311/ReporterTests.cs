using System.Text;
using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.Integration.Team;
using CleanFte.StandIns;
using CleanFte.Unit.Media;

namespace CleanFte.Integration.Open311;

/// <summary>What comes of a report by Open311 afterwards: its reporter is told, its photo is shown as it may be.</summary>
public sealed class ReporterTests(CityHost host) : IClassFixture<CityHost>
{
    private readonly string _citizen = $"app{Guid.NewGuid():N}@example.org";

    [Fact]
    public async Task The_reporter_is_told_by_mail_how_it_goes_on()
    {
        var town = await Main();
        var id = await town.Report(("email", _citizen), ("first_name", "Ana"));
        var first = (await Mails(1))[0];
        first.Subject.ShouldBe(id);
        first.Body.ShouldContain(id);

        await town.Staff(id, "status", new { status = "in_progress" });
        var second = (await Mails(2))[1];
        await town.Update(id, "u1", ("status", "closed"), ("description", "Filled."));
        var third = (await Mails(3))[2];

        second.Body.ShouldContain(id);
        second.Subject.ShouldContain(id);
        second.Body.ShouldNotBe(third.Body);
        third.Body.ShouldContain("resolved");
        (await host.Scalar<long>($"select count(*) from conversations where reply_address = '{_citizen}'")).ShouldBe(1);
    }

    [Fact]
    public async Task When_the_conversation_is_over_he_is_told_in_a_new_one()
    {
        var town = await Main();
        var id = await town.Report(("email", _citizen));
        await Mails(1);
        var berta = await Colleague.Join(host, "Berta");
        var talk = await host.Scalar<Guid>($"select id from conversations where reply_address = '{_citizen}'");
        (await berta.TakesOver(talk)).Status.ShouldBe(200);

        (await berta.Closes(talk, "Filled.")).Status.ShouldBe(200);

        (await Mails(2))[1].Body.ShouldContain(id);
        await town.Staff(id, "status", new { status = "open", text = "It is back." });
        (await Mails(3))[2].Body.ShouldContain(id);
        (await host.Scalar<long>($"select count(*) from conversations where reply_address = '{_citizen}'")).ShouldBe(2);
    }

    [Fact]
    public async Task Who_gave_no_address_is_not_told()
    {
        var town = await Main();
        var id = await town.Report();

        await town.Staff(id, "status", new { status = "in_progress" });

        (await host.Scalar<long>("select count(*) from timers where kind = 'tell_reporter'")).ShouldBe(0);
        (await host.Lines($"select conversation_id from tickets where tracking_number = '{id}'")).ShouldBe([""]);
    }

    [Fact]
    public async Task Who_gave_an_address_where_he_cannot_be_told_learns_that_at_once()
    {
        var town = await Main();

        var phone = (await town.Post("requests.json", Town.Pothole(("phone", "+34600111222")))).Json[0];
        var mail = (await town.Post("requests.json", Town.Pothole(("email", _citizen)))).Json[0];
        var nobody = (await town.Post("requests.json", Town.Pothole())).Json[0];

        phone.Text("service_notice").ShouldBe(
            $"We cannot let you know how this goes on. Please keep the number {phone.Text("service_request_id")} to look it up.");
        mail.Text("service_notice").ShouldBeNull();
        nobody.Text("service_notice").ShouldBeNull();
    }

    [Fact]
    public async Task A_photo_is_fetched_and_shown_without_what_it_tells_of_its_owner()
    {
        var town = await Main();
        var id = await town.Report(("media_url", host.PhotoUrl));

        var url = await MediaUrl(town, id);

        url.ShouldStartWith($"{RunningHost.PublicUrl}/open311/v2/media/");
        var photo = await host.Get(url[RunningHost.PublicUrl.Length..]);
        photo.Status.ShouldBe(200);
        photo.Header("Content-Type").ShouldBe("image/jpeg");
        photo.Header("Cache-Control")!.ShouldContain("public");
        Encoding.Latin1.GetString(photo.Bytes).ShouldNotContain(Pictures.Secret);
        Encoding.Latin1.GetString(Pictures.TellingJpeg()).ShouldContain(Pictures.Secret);
        (await town.Show(id, "?extensions=true")).GetProperty("extended_attributes").GetProperty("media_urls")[0].GetString()
            .ShouldBe(url);
        (await host.Get($"{url[RunningHost.PublicUrl.Length..]}?jurisdiction_id={RunningHost.OtherTenant}"))
            .ShouldBeError(404, "no such file");
        (await host.Get($"/open311/v2/media/{Guid.NewGuid()}")).ShouldBeError(404, "no such file");
    }

    [Fact]
    public async Task A_photo_on_a_host_that_is_not_allowed_is_never_asked_for()
    {
        var town = await Main();
        var id = await town.Report(("media_url", host.ForbiddenUrl));

        await Wait.Until(
            async () => (await Media(id)).Any(m => m.GetProperty("status").GetString() == "refused"), "the photo is refused");

        (await Media(id))[0].GetProperty("reason").GetString().ShouldBe("host_not_allowed");
        host.Fetched.ShouldNotContain("127.0.0.2");
        (await town.Show(id)).Text("media_url").ShouldBeNull();
    }

    [Fact]
    public async Task A_reporters_upload_is_shown_and_colleagues_files_and_those_of_chats_are_not()
    {
        var form = await host.Post(FormTests.Path, FormTests.Report());
        var number = form["trackingNumber"].GetString()!;
        await Upload(number, null, ("X-Access-Code", form["accessCode"].GetString()!));
        await Upload(number, await host.Key(ApiRole.Staff));
        var chat = await new Citizen(host).Reports();
        await Upload(chat, await host.Key(ApiRole.Integrator));
        var town = await Main();

        var urls = (await town.Show(number, "?extensions=true")).GetProperty("extended_attributes").GetProperty("media_urls");

        urls.GetArrayLength().ShouldBe(1);
        (await Media(number)).Select(m => m.GetProperty("source").GetString()).ShouldBe(["upload", "staff"]);
        (await town.Show(chat)).Text("media_url").ShouldBeNull();
        foreach (var hidden in (JsonElement[])[(await Media(number))[1], (await Media(chat))[0]])
        {
            (await host.Get($"/open311/v2/media/{hidden.GetProperty("id").GetString()}")).ShouldBeError(404, "no such file");
        }
    }

    [Fact]
    public async Task A_photo_may_come_with_an_update()
    {
        var town = await Main();
        var id = await town.Report();

        var update = await town.Update(id, "with a photo", ("description", "Look."), ("media_url", host.PhotoUrl));

        (await MediaUrl(town, id)).ShouldNotBeEmpty();
        (await town.List($"servicerequestupdates.json?service_request_id={id}")).Select(u => u.Text("update_id"))
            .ShouldBe([update]);
    }

    private async Task<Town> Main() => new(host, ITenants.Default, await host.Key(ApiRole.Integrator));

    private async Task Upload(string ticket, string? key, params (string, string)[] headers) =>
        (await host.Post(
            $"/api/v1/tickets/{ticket}/media", TextAssertions.Upload(Pictures.TellingJpeg(), "image/jpeg"), key, headers))
        .Status.ShouldBe(201);

    private async Task<IReadOnlyList<JsonElement>> Media(string id) =>
        (await host.Get($"/api/v1/tickets/{id}/media", await host.Key(ApiRole.Staff))).Items;

    private static async Task<string> MediaUrl(Town town, string id)
    {
        await Wait.Until(async () => (await town.Show(id)).Text("media_url") is not null, "the photo is shown");
        return (await town.Show(id)).Text("media_url")!;
    }

    private async Task<List<RawMail>> Mails(int count)
    {
        await Wait.Until(() => To().Count >= count, $"{count} mails are sent");
        return To();
    }

    private List<RawMail> To() => [.. host.Gmail.Mailbox.Sent.Where(m => m.Header("To") == _citizen)];
}

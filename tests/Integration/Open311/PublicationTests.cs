using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Open311;

/// <summary>What everybody may read of a report, and what never.</summary>
[Collection(nameof(SharedHost))]
public sealed class PublicationTests(SharedHost host)
{
    [Fact]
    public async Task A_report_by_WhatsApp_is_shown_with_its_place_and_without_its_words()
    {
        var citizen = new Citizen(host);
        var number = await citizen.Reports("There is a huge pothole, I am Berta and live at number seven");
        await citizen.Asks(
            "", new() { ["Latitude"] = "40.4168", ["Longitude"] = "-3.7038", ["Address"] = "Puerta del Sol" });
        await citizen.AllIsDone();

        var shown = (await host.Get($"/open311/v2/requests/{number}.json?extensions=true"));
        var xml = await host.Get($"/open311/v2/requests.xml?service_request_id={number}");

        shown.Status.ShouldBe(200, shown.Text);
        var request = shown.Json[0];
        request.Text("service_code").ShouldBe("pothole");
        request.GetProperty("lat").GetDouble().ShouldBe(40.4168);
        request.GetProperty("long").GetDouble().ShouldBe(-3.7038);
        request.Text("address").ShouldBeNull("what somebody calls a place on his map is his own");
        request.Text("description").ShouldBeNull();
        shown.Text.ShouldNotContain("Berta");
        Town.Xml(xml).Element("request")!.Element("lat")!.Value.ShouldBe("40.4168");
        xml.Text.ShouldNotContain("Berta");

        // Once somebody has written what everybody may read, that is the description.
        var staff = await host.Key(ApiRole.Staff);
        var ticket = await host.Get($"/api/v1/tickets/{number}", staff);
        (await host.Post(
            $"/api/v1/tickets/{number}/public-text", new { text = "A pothole of 40 cm." }, staff,
            ("If-Match", ticket.Header("ETag")!))).Status.ShouldBe(200);
        (await host.Get($"/open311/v2/requests/{number}.json")).Json[0].Text("description").ShouldBe("A pothole of 40 cm.");
    }

    [Fact]
    public async Task Of_an_address_in_a_chat_the_street_is_shown_and_nothing_that_was_said_beside_it()
    {
        var town = await Town.Found(host);
        var (street, none) = (await Written("at Ana's, flat 3, Calle Mayor 12"), await Written("behind Berta Ruiz's house 7"));

        (await town.Show(street)).Text("address").ShouldBe("Calle Mayor 12");
        (await town.Show(none)).Text("address").ShouldBeNull();
        var all = await town.Get("requests.json?extensions=true");
        all.Text.ShouldNotContain("Ana");
        all.Text.ShouldNotContain("Berta");

        async Task<string> Written(string address)
        {
            var made = await host.Post(
                "/api/v1/tickets", new { name = "Ana", subject = "A pothole", message = "There is a deep hole", category = "pothole" }, town.Key);
            made.Status.ShouldBe(201, made.Text);
            var number = made["trackingNumber"].GetString()!;
            (await host.Execute(
                $"update tickets set channel = 'whatsapp', address = '{address.Replace("'", "''", StringComparison.Ordinal)}' "
                + $"where tracking_number = '{number}'")).ShouldBe(1);
            return number;
        }
    }

    [Fact]
    public async Task Words_of_the_form_are_written_for_everybody_and_staffs_stand_beside_them()
    {
        var number = (await host.Post(FormTests.Path, FormTests.Report("The kerb is broken too")))["trackingNumber"].GetString()!;
        var town = new Town(host, ITenants.Default, await host.Key(ApiRole.Integrator));
        await town.Staff(number, "public-text", new { text = "A crew comes on Monday." });

        var shown = await town.Show(number);

        shown.Text("description").ShouldBe("The kerb is broken too");
        shown.Text("status_notes").ShouldBe("A crew comes on Monday.");
        (await town.Get($"requests/{number}.xml")).Text.ShouldNotContain("Ana");
    }

    [Fact]
    public async Task What_another_system_reported_is_in_its_reporters_history()
    {
        var town = await Town.Found(host);
        var id = await town.Report(("description", "A tall kerb"), ("email", "ana@example.org"));
        var customer = (await host.Get($"/api/v1/tickets/{id}", town.Key))["customerId"].GetString();

        var history = await host.Get($"/api/v1/customers/{customer}/history", town.Key);

        var message = history.Items.ShouldHaveSingleItem(history.Text);
        message.Text("text").ShouldBe("A tall kerb");
        message.Text("channel").ShouldBe("open311");
    }

    [Fact]
    public async Task Words_of_an_integrator_are_not()
    {
        var town = await Town.Found(host);
        var made = await host.Post(
            "/api/v1/tickets",
            new { name = "Ana", subject = "A pothole", message = "Call me at home, please", category = "pothole" }, town.Key);

        (await town.Show(made["trackingNumber"].GetString()!)).Text("description").ShouldBeNull();
    }

    [Fact]
    public async Task What_is_about_no_public_service_does_not_exist()
    {
        var town = await Town.Found(host);
        await town.Define("inspection", isPublic: false);
        var made = await host.Post(
            "/api/v1/tickets",
            new { name = "Ana", subject = "Inspection", message = "A secret inspection", category = "inspection" }, town.Key);
        var number = made["trackingNumber"].GetString()!;
        await town.Staff(number, "public-text", new { text = "Secret." });

        (await town.Get($"requests/{number}.json")).ShouldBeError(404, "service_request_id");
        (await town.Get($"tokens/{number}.json")).ShouldBeError(404, "token");
        (await town.Get($"requests.json?service_request_id={number}")).ShouldBeError(404, "service_request_id");
        (await town.Get("requests.json?service_code=inspection")).ShouldBeError(404, "inspection");
        (await town.List("requests.json")).ShouldBeEmpty();
        (await town.List("servicerequestupdates.json")).ShouldBeEmpty();
        (await town.Post("servicerequestupdates.json", Town.UpdateOf(number, "1", ("description", "x"))))
            .ShouldBeError(404, "service_request_id");
        (await town.Post("requests.json", Town.Pothole(("service_code", "inspection")))).ShouldBeError(404, "inspection");
    }

    [Fact]
    public async Task One_town_does_not_see_anothers()
    {
        var (town, other) = (await Town.Found(host), await Town.Found(host));
        var id = await town.Report();
        await town.Staff(id, "status", new { status = "in_progress" });

        (await other.Get($"requests/{id}.json")).ShouldBeError(404, "service_request_id");
        (await other.Get($"tokens/{id}.xml")).ShouldBeError(404, "token");
        (await other.List("requests.json")).ShouldBeEmpty();
        (await other.List("servicerequestupdates.json")).ShouldBeEmpty();
        (await other.Post("servicerequestupdates.json", Town.UpdateOf(id, "1", ("status", "closed"))))
            .ShouldBeError(404, "service_request_id");
        (await town.List("requests.json")).ShouldHaveSingleItem();
    }
}

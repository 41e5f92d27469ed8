using System.Text;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Open311;

/// <summary>Reports that other systems hand in, good and bad.</summary>
[Collection(nameof(SharedHost))]
public sealed class PostingTests(SharedHost host)
{
    [Fact]
    public async Task A_report_gets_its_tracking_number_at_once_and_is_shown()
    {
        var town = await Town.Found(host);

        var posted = await town.Post("requests.xml", Town.Pothole(("account_id", "user-7"), ("lat", "40.5"), ("long", "-3.25")));

        var request = Town.Xml(posted, 201);
        request.Name.LocalName.ShouldBe("service_requests");
        var id = request.Element("request")!.Element("service_request_id")!.Value;
        id.ShouldMatch(Domain.Tickets.TrackingNumber.Pattern);
        request.Element("request")!.Element("token").ShouldBeNull("either an id or a token");
        request.Element("request")!.Element("account_id")!.Value.ShouldBe("user-7");
        var shown = await town.Show(id);
        shown.EnumerateObject().Select(p => p.Name).ShouldBe(
            [
                "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
                "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
                "address", "address_id", "zipcode", "lat", "long", "media_url",
            ]);
        shown.Text("status").ShouldBe("open");
        shown.Text("description").ShouldBe("A deep hole in the road");
        shown.Text("service_name").ShouldBe("Pothole");
        shown.GetProperty("lat").GetDouble().ShouldBe(40.5);
        shown.GetProperty("long").GetDouble().ShouldBe(-3.25);
        shown.Text("requested_datetime")!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        var xml = (await town.Xml($"requests/{id}.xml")).Element("request")!;
        xml.Elements().Select(e => e.Name.LocalName).ShouldBe(shown.EnumerateObject().Select(p => p.Name));
        xml.Element("lat")!.Value.ShouldBe("40.5");
        xml.Element("media_url")!.Value.ShouldBe("");
        (await host.Get($"/api/v1/tickets/{id}", town.Key))["channel"].GetString().ShouldBe("open311");
    }

    [Fact]
    public async Task A_place_may_be_an_address_or_the_number_of_one()
    {
        var town = await Town.Found(host);
        Dictionary<string, string> At(string name, string value) =>
            new() { ["service_code"] = "pothole", [name] = value, ["description"] = Guid.NewGuid().ToString() };

        var address = (await town.Post("requests.json", At("address_string", "Calle Mayor 5"))).Json[0];
        var number = (await town.Post("requests.json", At("address_id", "1234"))).Json[0];

        var byAddress = await town.Show(address.Text("service_request_id")!);
        byAddress.Text("address").ShouldBe("Calle Mayor 5");
        byAddress.GetProperty("lat").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var byNumber = await town.Show(number.Text("service_request_id")!);
        byNumber.Text("address_id").ShouldBe("1234");
        byNumber.Text("address").ShouldBeNull();
    }

    [Fact]
    public async Task Who_reported_it_is_claimed_and_told_to_nobody()
    {
        var town = await Town.Found(host);
        var id = await town.Report(
            ("email", "ana@example.org"), ("first_name", "Ana"), ("last_name", "Garcia"), ("phone", "111 111 1111"),
            ("device_id", "device-9"), ("account_id", "account-9"));

        foreach (var path in (string[])[$"requests/{id}.json?extensions=true", "requests.xml?extensions=true", "servicerequestupdates.xml"])
        {
            var answer = await town.Get(path);
            foreach (var personal in (string[])["ana@", "Ana", "Garcia", "1111", "device-9", "account-9"])
            {
                answer.Text.ShouldNotContain(personal);
            }
        }

        (await host.Lines($"""
            select i.kind, i.value, i.verification from customer_identifiers i join tickets t on t.customer_id = i.customer_id
            where t.tracking_number = '{id}' order by i.value
            """)).ShouldBe(
            ["external|account:account-9|claimed", "email|ana@example.org|claimed", "external|device:device-9|claimed"]);
        (await host.Lines($"""
            select e.data ->> 'text' from mt_events e join tickets t on t.id = e.stream_id
            where t.tracking_number = '{id}' and e.type = 'note_added'
            """)).ShouldBe(["phone: 111 111 1111"], "a number without a country is kept for people");
    }

    [Fact]
    public async Task Answers_to_a_services_questions_are_kept_and_what_was_chosen_is_shown()
    {
        var town = await Town.Found(host);
        await town.Define(
            "bench",
            steps:
            [
                Town.Question("size", "choice", "Small", "Large"), Town.Question("built", "date"),
                Town.Question("remark", "text"),
            ]);

        var id = await town.Report(
            ("service_code", "bench"), ("attribute[size]", "Large"), ("attribute[built]", "2019-05-01T00:00:00Z"),
            ("attribute[remark][]", "Señor Pérez built it"));

        var attributes = (await town.Show(id, "?extensions=true")).GetProperty("attributes").EnumerateArray()
            .Select(a => $"{a.Text("code")}={a.Text("value")}");
        attributes.ShouldBe(["size=Large", "built=2019-05-01T00:00:00Z"], "free words are for the office");
        (await host.Lines($"select answers ->> 2 from tickets where tracking_number = '{id}'"))[0].ShouldContain("Señor Pérez");
        (await town.Xml($"requests/{id}.xml?extensions=true")).Descendants("attribute").Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("attribute[size]", null, "attribute[size]: This service needs it.")]
    [InlineData("attribute[size]", "Medium", "attribute[size]: Use one of: Small, Large.")]
    [InlineData("attribute[colour]", "red", "attribute[colour]: This service has no such attribute.")]
    public async Task A_wrong_answer_is_named(string field, string? value, string says)
    {
        var town = await Town.Found(host);
        await town.Define("bench", steps: [Town.Question("size", "choice", "Small", "Large")]);
        var form = Town.Pothole(("service_code", "bench"), ("attribute[size]", "Small"));
        if (value is null)
        {
            form.Remove(field);
        }
        else
        {
            form[field] = value;
        }

        (await town.Post("requests.json", form)).ShouldBeError(400, says);
        (await town.Tickets()).ShouldBe(0);
    }

    [Theory]
    [InlineData("lat", null, 400, "Give lat and long together.")]
    [InlineData("long", null, 400, "Give lat and long together.")]
    [InlineData("lat", "91", 400, "lat: Write degrees")]
    [InlineData("lat", "NaN", 400, "lat: Write degrees")]
    [InlineData("long", "east", 400, "long: Write degrees")]
    [InlineData("service_code", null, 400, "service_code")]
    [InlineData("service_code", "dragons", 404, "dragons")]
    [InlineData("email", "ana at home", 400, "email")]
    [InlineData("media_url", "file:///etc/passwd", 400, "media_url")]
    [InlineData("jurisdiction_id", "nowhere", 404, "jurisdiction_id")]
    [InlineData("api_key", "wrong", 403, "api_key")]
    public async Task A_wrong_field_is_named_in_both_formats(string field, string? value, int status, string says)
    {
        var town = await Town.Found(host);
        var form = Town.Pothole((field, value ?? ""));

        (await town.Post("requests.json", form)).ShouldBeError(status, says);
        (await town.Post("requests.xml", form)).ShouldBeError(status, says);
        (await town.Tickets()).ShouldBe(0);
    }

    [Fact]
    public async Task A_report_without_any_place_or_with_too_many_words_is_refused()
    {
        var town = await Town.Found(host);

        (await town.Post("requests.json", new() { ["service_code"] = "pothole" })).ShouldBeError(400, "Give a location");
        (await town.Post("requests.json", Town.Pothole(("description", new string('a', 4_001)))))
            .ShouldBeError(400, "description: Write at most");
        (await town.Post("requests.json", Town.Pothole(("description", new string('a', 300_000)))))
            .ShouldBeError(400, "larger");
        (await town.Tickets()).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_of_another_role_or_none_may_not_report()
    {
        var town = await Town.Found(host);
        foreach (var role in (ApiRole[])[ApiRole.Staff, ApiRole.Analyst, ApiRole.Admin, ApiRole.Agent])
        {
            (await town.Post("requests.json", Town.Pothole(("api_key", await host.Key(role, town.Tenant)))))
                .ShouldBeError(403, "role integrator");
        }

        (await host.Post("/open311/v2/requests.json", new FormUrlEncodedContent(Town.Pothole()))).ShouldBeError(403, "api_key");
        (await host.Post("/open311/v2/requests.json", null)).ShouldBeError(403, "api_key");
        (await town.Tickets()).ShouldBe(0);
    }

    [Fact]
    public async Task The_key_may_come_in_our_header_or_the_query_too()
    {
        var town = await Town.Found(host);

        (await host.Post("/open311/v2/requests.json", new FormUrlEncodedContent(Town.Pothole()), town.Key)).Status.ShouldBe(201);
        (await host.Post($"/open311/v2/requests.json?api_key={town.Key}", new FormUrlEncodedContent(Town.Pothole())))
            .Status.ShouldBe(201);
    }

    [Fact]
    public async Task XML_is_never_read_so_that_a_bomb_is_but_a_wrong_body()
    {
        var town = await Town.Found(host);
        const string Bomb = """
            <?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">
            <!ENTITY x SYSTEM "file:///etc/passwd">]><request><description>&c;&x;</description></request>
            """;
        foreach (var type in (string[])["text/xml", "application/xml", "application/json", "text/plain"])
        {
            (await host.Post("/open311/v2/requests.xml", new StringContent(Bomb, Encoding.UTF8, type), town.Key))
                .ShouldBeError(400, "no other body is read");
        }

        var disguised = new StringContent(Bomb, Encoding.UTF8, "application/x-www-form-urlencoded");
        (await host.Post("/open311/v2/requests.xml", disguised, town.Key)).ShouldBeError(400, "service_code");
        (await town.Tickets()).ShouldBe(0);
    }

    [Fact]
    public async Task A_form_of_parts_is_read_but_files_in_it_are_refused()
    {
        var town = await Town.Found(host);
        MultipartFormDataContent Parts()
        {
            var form = new MultipartFormDataContent { { new StringContent(town.Key), "api_key" } };
            foreach (var (name, value) in Town.Pothole())
            {
                form.Add(new StringContent(value), name);
            }

            return form;
        }

        (await host.Post("/open311/v2/requests.json", Parts())).Status.ShouldBe(201);
        var withFile = Parts();
        withFile.Add(new ByteArrayContent([1, 2, 3]), "media", "photo.jpg");
        (await host.Post("/open311/v2/requests.json", withFile)).ShouldBeError(400, "media_url");
        var broken = new ByteArrayContent("--nonsense"u8.ToArray());
        broken.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=frontier");
        (await host.Post("/open311/v2/requests.json", broken, town.Key)).ShouldBeError(400, "cannot be read");
        (await town.Tickets()).ShouldBe(1);
    }

    [Fact]
    public async Task What_XML_cannot_hold_is_replaced_and_markup_is_text()
    {
        var town = await Town.Found(host);
        var id = await town.Report(("description", "a\u0001b\u000Bc \uFFFE <b>&amp;</b> ]]> \U0001F6A7\r\nend"));

        var xml = (await town.Xml($"requests/{id}.xml")).Element("request")!;

        xml.Element("description")!.Value.ShouldBe("a\uFFFDb\uFFFDc \uFFFD <b>&amp;</b> ]]> \U0001F6A7\r\nend");
        (await town.Show(id)).Text("description")!.ShouldContain("<b>&amp;</b> ]]> \U0001F6A7");
    }

    [Fact]
    public async Task A_token_is_any_name_of_the_request()
    {
        var town = await Town.Found(host);
        var id = await town.Report();
        var ticket = (await host.Get($"/api/v1/tickets/{id}", town.Key))["id"].GetString()!;

        foreach (var token in (string[])[id, id.ToLowerInvariant(), ticket])
        {
            var found = (await town.List($"tokens/{token}.json"))[0];
            found.Text("service_request_id").ShouldBe(id);
            found.Text("token").ShouldBe(token);
        }

        (await town.Xml($"tokens/{id}.xml")).Element("request")!.Element("service_request_id")!.Value.ShouldBe(id);
        (await town.Get("tokens/nonsense.xml")).ShouldBeError(404, "no such token");
    }
}

using System.Text.Json;
using CleanFte.Integration.Api;

namespace CleanFte.Integration.Open311;

/// <summary>What a client learns before it reports: where, what about, and what it is to tell.</summary>
[Collection(nameof(SharedHost))]
public sealed class CatalogueTests(SharedHost host)
{
    [Theory]
    [InlineData("discovery.json")]
    [InlineData("services.xml")]
    [InlineData("requests.json")]
    [InlineData("servicerequestupdates.xml")]
    public async Task What_may_be_read_has_a_head(string path)
    {
        var town = await Town.Found(host);
        var whole = await town.Get(path);

        var head = await host.Ask(HttpMethod.Head, $"/open311/v2/{path}?jurisdiction_id={town.Tenant}", null);

        head.Status.ShouldBe(200);
        head.Bytes.ShouldBeEmpty();
        head.Header("Content-Type").ShouldBe(whole.Header("Content-Type"));
    }

    [Fact]
    public async Task Discovery_tells_where_and_in_which_formats()
    {
        var town = await Town.Found(host);

        var xml = await town.Xml("discovery.xml");
        var json = (await town.Get("discovery.json")).Json;

        xml.Name.LocalName.ShouldBe("discovery");
        var endpoint = xml.Element("endpoints")!.Element("endpoint")!;
        endpoint.Element("url")!.Value.ShouldBe($"{RunningHost.PublicUrl}/open311/v2");
        endpoint.Element("formats")!.Elements("format").Select(f => f.Value).ShouldBe(["text/xml", "application/json"]);
        endpoint.Element("type")!.Value.ShouldBe("production");
        xml.Element("key_service")!.Value.ShouldContain("api_key");
        json.GetProperty("endpoints")[0].GetProperty("formats").EnumerateArray().Select(f => f.GetString())
            .ShouldBe(["text/xml", "application/json"]);
        json.Text("changeset").ShouldBe(xml.Element("changeset")!.Value);
    }

    [Fact]
    public async Task Only_what_the_public_may_report_is_a_service()
    {
        var town = await Town.Found(host);
        await town.Define("inspection", isPublic: false);
        await town.Define("opening_hours", "information");

        var listed = await town.List("services.json");

        var pothole = listed.Single(s => s.Text("service_code") == "pothole");
        pothole.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]);
        pothole.Text("service_name").ShouldBe("Pothole");
        pothole.GetProperty("metadata").GetBoolean().ShouldBeFalse();
        pothole.Text("type").ShouldBe("realtime");
        pothole.Text("group").ShouldBe("roads");
        pothole.Text("keywords")!.Split(',').Length.ShouldBeGreaterThan(1);
        listed.Select(s => s.Text("service_code")).ShouldNotContain("inspection");
        listed.Select(s => s.Text("service_code")).ShouldNotContain("opening_hours");
        (await town.Xml("services.xml")).Elements("service").Select(s => s.Element("service_code")!.Value)
            .ShouldBe(listed.Select(s => s.Text("service_code")!));
        (await town.Get("services/inspection.json")).ShouldBeError(404, "no such service_code");
        (await town.Get("services/opening_hours.xml")).ShouldBeError(404, "no such service_code");
        (await town.Get("services/dragons.json")).ShouldBeError(404, "no such service_code");
    }

    [Fact]
    public async Task A_service_tells_what_it_asks()
    {
        var town = await Town.Found(host);
        await town.Define(
            "bench", steps: [Town.Question("size", "choice", "Small", "Large"), Town.Question("seats", "number")]);

        var json = (await town.Get("services/bench.json")).Json;
        var xml = await town.Xml("services/bench.xml");

        json.ValueKind.ShouldBe(JsonValueKind.Object);
        json.Text("service_code").ShouldBe("bench");
        var size = json.GetProperty("attributes")[0];
        size.GetProperty("variable").GetBoolean().ShouldBeTrue();
        size.Text("code").ShouldBe("size");
        size.Text("datatype").ShouldBe("singlevaluelist");
        size.GetProperty("required").GetBoolean().ShouldBeTrue();
        size.GetProperty("order").GetInt32().ShouldBe(1);
        size.Text("description").ShouldBe("Which size?");
        size.GetProperty("values")[1].Text("key").ShouldBe("Large");
        json.GetProperty("attributes")[1].Text("datatype").ShouldBe("number");
        xml.Name.LocalName.ShouldBe("service_definition");
        var attributes = xml.Element("attributes")!.Elements("attribute").ToList();
        attributes.Select(a => a.Element("code")!.Value).ShouldBe(["size", "seats"]);
        attributes[0].Element("required")!.Value.ShouldBe("true");
        attributes[0].Element("values")!.Elements("value").Select(v => v.Element("name")!.Value).ShouldBe(["Small", "Large"]);
        (await town.List("services.json")).Single(s => s.Text("service_code") == "bench")
            .GetProperty("metadata").GetBoolean().ShouldBeTrue();
        (await town.Get("services/pothole.json")).Json.GetProperty("attributes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_jurisdiction_is_a_tenant_by_its_name_or_host()
    {
        (await host.Get($"/open311/v2/services.json?jurisdiction_id={RunningHost.OtherTenant}")).Status.ShouldBe(200);
        (await host.Get($"/open311/v2/services.json?jurisdiction_id={RunningHost.OtherTenantsHost}")).Status.ShouldBe(200);
        (await host.Get("/open311/v2/services.json?jurisdiction_id=")).Status.ShouldBe(200);
        (await host.Get("/open311/v2/services.json?jurisdiction_id=nowhere")).ShouldBeError(404, "jurisdiction_id");
        (await host.Get("/open311/v2/requests.xml?jurisdiction_id=nowhere")).ShouldBeError(404, "jurisdiction_id");
    }

    [Fact]
    public async Task A_key_that_is_wrong_is_refused_even_for_reading_and_one_of_another_town_too()
    {
        var town = await Town.Found(host);

        (await town.Get("services.json?api_key=nonsense")).ShouldBeError(403, "api_key");
        (await town.Get($"services.json?api_key={town.Key}")).Status.ShouldBe(200);
        (await host.Get($"/open311/v2/services.json?jurisdiction_id=default&api_key={town.Key}"))
            .ShouldBeError(403, "another jurisdiction_id");
    }

    [Fact]
    public async Task What_is_not_there_is_an_error_in_the_format_that_was_asked_for()
    {
        (await host.Get("/open311/v2/nothing.json")).ShouldBeError(404, "nothing at this address");
        (await host.Get("/open311/v2/nothing.xml")).ShouldBeError(404, "nothing at this address");
        (await host.Get("/open311/v2/services.yaml")).ShouldBeError(400, ".xml or .json");
        (await host.Ask(HttpMethod.Delete, "/open311/v2/services.json", null)).ShouldBeError(400, "method");
    }

    [Fact]
    public async Task Any_page_may_show_what_everybody_may_read() =>
        (await host.Get("/open311/v2/services.json", null, ("Origin", "https://map.example")))
            .Header("Access-Control-Allow-Origin").ShouldBe("*");
}

using System.Text;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Api;

/// <summary>The REST channel: messages of an integrator's own users.</summary>
[Collection(nameof(SharedHost))]
public sealed class RestMessageTests(SharedHost host)
{
    [Fact]
    public async Task A_posted_message_is_processed_and_its_reply_can_be_read()
    {
        var posted = await Post(new { externalId = NewPerson(), name = "Ana", text = "Hay un bache en la calle 5" });

        posted.Status.ShouldBe(202, posted.Text);
        var done = await Processed(posted.Header("Location")!);
        done["id"].GetString().ShouldBe(posted["id"].GetString());
        var number = done["trackingNumber"].GetString()!;
        done["replies"].EnumerateArray().ShouldHaveSingleItem().GetString().ShouldNotBeNull().ShouldContain(number);
        (await host.Get($"/api/v1/tickets/{number}"))["channel"].GetString().ShouldBe("rest");
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_has_no_effect()
    {
        var key = $"order 7/{Guid.NewGuid()}";
        var body = new { externalId = NewPerson(), text = "There is a pothole" };

        var first = await Post(body, ("Idempotency-Key", key));
        var second = await Post(body, ("Idempotency-Key", key));

        second.Status.ShouldBe(202);
        second["id"].GetString().ShouldBe(first["id"].GetString());
        (await Processed(first.Header("Location")!))["replies"].GetArrayLength().ShouldBe(1);
        (await host.Scalar<long>($"select count(*) from inbox_elements where element_key = 'm:{first["id"].GetString()}'"))
            .ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");
        var person = NewPerson();
        await Post(new { externalId = person, text = "There is a pothole" }, key);

        (await Post(new { externalId = person, text = "There are two" }, key))
            .ShouldBeProblem(422, "idempotency.mismatch");
    }

    [Fact]
    public async Task A_place_goes_with_the_message()
    {
        var posted = await Post(new
        {
            externalId = NewPerson(),
            text = "There is a pothole",
            location = new { latitude = 48.2082, longitude = 16.3738 },
        });

        var number = (await Processed(posted.Header("Location")!))["trackingNumber"].GetString();

        (await host.Get($"/api/v1/tickets/{number}", await host.Key(ApiRole.Staff)))["location"]
            .GetProperty("latitude").GetDouble().ShouldBe(48.2082);
    }

    [Theory]
    [InlineData("""{"text": "hello"}""", "externalId")]
    [InlineData("""{"externalId": "  ", "text": "hello"}""", "externalId")]
    [InlineData("""{"externalId": "7", "location": {"latitude": 91, "longitude": 0}}""", "location")]
    [InlineData("""{"externalId": "7", "location": {"latitude": 40}}""", "location")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        var answer = await Post(Json(body));

        answer.ShouldBeProblem(400, "request.malformed");
        answer.ErrorFields.ShouldBe([field]);
    }

    [Fact]
    public async Task Text_that_cannot_be_stored_is_made_storable()
    {
        var person = NewPerson();

        var posted = await Post(Json(
            $$"""{"externalId": "{{person}}\u0000", "name": "A\ud800", "text": "A pothole\ud83d here\u0000"}"""));

        posted.Status.ShouldBe(202, posted.Text);
        var number = (await Processed(posted.Header("Location")!))["trackingNumber"].GetString();
        (await host.Lines($"""
            select t.subject, c.name, i.value from tickets t join customers c on c.id = t.customer_id
            join customer_identifiers i on i.customer_id = c.id where t.tracking_number = '{number}'
            """)).ShouldBe([$"A pothole\uFFFD here\uFFFD|A\uFFFD|{person}\uFFFD"]);
    }

    [Fact]
    public async Task An_unknown_message_and_that_of_another_tenant_are_not_found()
    {
        var posted = await Post(new { externalId = NewPerson(), text = "There is a pothole" });
        var other = await host.Key(ApiRole.Integrator, RunningHost.OtherTenant);

        (await host.Get(posted.Header("Location")!, other)).ShouldBeProblem(404, "message.not_found");
        (await host.Get("/api/v1/messages/unknown", other)).ShouldBeProblem(404, "message.not_found");
    }

    private static string NewPerson() => $"person-{Guid.NewGuid():N}";

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<Answer> Post(object body, params (string Name, string Value)[] headers) =>
        await host.Post("/api/v1/messages", body, await host.Key(ApiRole.Integrator), headers);

    private async Task<Answer> Processed(string location)
    {
        var key = await host.Key(ApiRole.Integrator);
        var answer = await host.Get(location, key);
        await Wait.Until(
            async () => (answer = await host.Get(location, key)).Status != 200
                || answer["state"].GetString() != "pending",
            "the message is processed");
        answer.Status.ShouldBe(200, answer.Text);
        answer["state"].GetString().ShouldBe("processed");
        return answer;
    }
}

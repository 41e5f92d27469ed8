using System.Text;
using System.Text.Json;
using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Api;

/// <summary>The agent without a channel.</summary>
[Collection(nameof(SharedHost))]
public sealed class OrchestrateTests(SharedHost host)
{
    [Theory]
    [InlineData("rest")]
    [InlineData("whatsapp")]
    [InlineData("email")]
    [InlineData("web")]
    public async Task A_message_is_answered_in_the_channels_form_and_nothing_is_sent(string channel)
    {
        var person = NewPerson();

        var answer = await Post(person, "Hay un bache enorme en la calle 5", channel);

        answer.Status.ShouldBe(200, answer.Text);
        var number = answer["trackingNumber"].GetString()!;
        answer["decision"].GetString().ShouldBe("ask");
        answer["reason"].ValueKind.ShouldBe(JsonValueKind.Null);
        answer["evidence"].ValueKind.ShouldBe(JsonValueKind.Null);
        answer["priority"].GetString().ShouldBe("normal");
        answer["language"].GetString().ShouldBe("es");
        answer["sentiment"].GetDouble().ShouldBeInRange(0, 1);
        answer["replies"].EnumerateArray().ShouldHaveSingleItem().GetString()!.ShouldContain(number);
        answer["sources"].GetArrayLength().ShouldBe(0);
        answer["sessionId"].GetGuid().ShouldNotBe(Guid.Empty);
        answer["runId"].GetGuid().ShouldNotBe(Guid.Empty);
        var ticket = await host.Get($"/api/v1/tickets/{number}", await host.Key(ApiRole.Integrator));
        ticket["channel"].GetString().ShouldBe(channel);
        (await host.Get($"/api/v1/customers?identifier={person}", await host.Key(ApiRole.Integrator)))
            .Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_person_is_recognised_however_his_number_is_spelt()
    {
        var digits = Random.Shared.Next(100_000, 999_999);

        var first = await Ask(new { kind = "phone", value = $"+34 600 {digits}" }, "Hay un bache en la calle 5");
        var second = await Ask(new { kind = "phone", value = $"+34600{digits}" }, "Delante del número 7");

        second["trackingNumber"].GetString().ShouldBe(first["trackingNumber"].GetString());
        second["sessionId"].GetGuid().ShouldBe(first["sessionId"].GetGuid());
    }

    [Fact]
    public async Task A_dry_run_answers_and_stores_nothing()
    {
        var person = NewPerson();
        var before = await Stored();

        var answer = await Post(person, "There is a huge pothole", dryRun: true);

        answer.Status.ShouldBe(200, answer.Text);
        answer["decision"].GetString().ShouldBe("ask");
        answer["replies"].GetArrayLength().ShouldBe(1);
        answer["trackingNumber"].ValueKind.ShouldBe(JsonValueKind.Null);
        answer["sessionId"].ValueKind.ShouldBe(JsonValueKind.Null);
        answer["runId"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await Stored()).ShouldBe(before);

        async Task<string> Stored() => string.Join('\n', await host.Lines($"""
            select count(*) from mt_events where data::text like '%{person}%' union all
            select count(*) from inbox_elements where payload::text like '%{person}%' union all
            select count(*) from customer_identifiers where value = '{person}'
            """));
    }

    [Fact]
    public async Task A_dry_run_knows_what_went_before_and_changes_nothing_of_it()
    {
        var person = NewPerson();
        var real = await Post(person, "There is a huge pothole");

        var dry = await Post(person, "I want to talk to a human", dryRun: true);

        dry["decision"].GetString().ShouldBe("escalate");
        dry["reason"].GetString().ShouldBe("human_request");
        dry["evidence"].GetString().ShouldNotBeNullOrEmpty();
        dry["trackingNumber"].GetString().ShouldBe(real["trackingNumber"].GetString());
        var ticket = await host.Get(
            $"/api/v1/tickets/{real["trackingNumber"].GetString()}", await host.Key(ApiRole.Integrator));
        ticket["status"].GetString().ShouldBe("open");
    }

    [Fact]
    public async Task While_a_person_has_the_conversation_the_agent_is_silent()
    {
        var person = NewPerson();
        var escalated = await Post(person, "I want to talk to a human");
        escalated["decision"].GetString().ShouldBe("escalate");
        escalated["replies"].GetArrayLength().ShouldBe(1);

        var silent = await Post(person, "Are you there?");

        silent["decision"].GetString().ShouldBe("escalate");
        silent["reason"].GetString().ShouldBe("human_request");
        silent["replies"].GetArrayLength().ShouldBe(0);
        silent["runId"].ValueKind.ShouldBe(JsonValueKind.Null);
        silent["trackingNumber"].GetString().ShouldBe(escalated["trackingNumber"].GetString());
    }

    [Fact]
    public async Task What_is_escalated_by_request_is_a_persons_until_it_is_over()
    {
        var person = NewPerson();
        var first = await Post(person, "There is a huge pothole");
        var path = $"/api/v1/tickets/{first["trackingNumber"].GetString()}";
        var staff = await host.Key(ApiRole.Staff);
        var etag = (await host.Get(path, staff)).Header("ETag")!;
        (await host.Post($"{path}/escalate", new { reason = "complex" }, staff, ("If-Match", etag))).Status.ShouldBe(200);

        var silent = await Post(person, "When is the town hall open?");

        silent["replies"].GetArrayLength().ShouldBe(0);
        silent["reason"].GetString().ShouldBe("complex");

        etag = (await host.Get(path, staff)).Header("ETag")!;
        (await host.Post($"{path}/status", new { status = "resolved" }, staff, ("If-Match", etag))).Status.ShouldBe(200);
        (await Post(person, "There is a huge pothole"))["replies"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_is_answered_the_same_and_done_once()
    {
        var person = NewPerson();
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");

        var first = await Post(person, "There is a huge pothole", headers: key);
        var second = await Post(person, "There is a huge pothole", headers: key);

        second.Text.ShouldBe(first.Text);
        (await Post(person, "There are two", headers: key)).ShouldBeProblem(422, "idempotency.mismatch");
        (await host.Scalar<long>($"""
            select count(*) from messages m join customer_identifiers i on i.customer_id = m.customer_id
            where i.value = '{person}' and m.direction = 'in'
            """)).ShouldBe(1);
    }

    [Fact]
    public async Task Messages_of_one_person_take_their_turn()
    {
        var person = NewPerson();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Post(person, $"There is a pothole {i}")));

        answers.ShouldAllBe(a => a.Status == 200);
        answers.Select(a => a["trackingNumber"].GetString()).Distinct().ShouldHaveSingleItem();
        (await host.Scalar<long>($"""
            select count(*) from messages m join customer_identifiers i on i.customer_id = m.customer_id
            where i.value = '{person}' and m.direction = 'in'
            """)).ShouldBe(8);
    }

    [Fact]
    public async Task A_service_is_chosen_by_its_code_where_the_person_may_use_it()
    {
        var code = await NewService();
        var person = NewPerson();
        var refused = await Post(person, "Hello", service: code);
        (await Session(refused))["serviceCode"].GetString().ShouldNotBe(code);
        var customer = (await host.Get($"/api/v1/customers?identifier={person}", await host.Key(ApiRole.Integrator)))
            .Items.Single().GetProperty("id").GetGuid();
        var granted = await host.Post(
            $"/api/v1/customers/{customer}/roles", new { role = "parent" }, await host.Key(ApiRole.Integrator));
        granted["roles"].EnumerateArray().ShouldHaveSingleItem().GetProperty("role").GetString().ShouldBe("parent");

        var asked = await Post(person, "Hello", service: code);
        var opened = await Post(person, "SECRET-77");

        asked["decision"].GetString().ShouldBe("ask");
        asked["replies"][0].GetString()!.ShouldContain("Your code?");
        (await Session(asked))["serviceCode"].GetString().ShouldBe(code);
        opened["decision"].GetString().ShouldBe("answer");
        opened["replies"][0].GetString()!.ShouldContain("The first evening is on Monday");

        var revoked = await host.Ask(
            HttpMethod.Delete, $"/api/v1/customers/{customer}/roles/parent", null, await host.Key(ApiRole.Integrator));
        revoked["roles"].GetArrayLength().ShouldBe(0);
        (await Post(person, "Tell me again", service: code))["replies"][0].GetString()!.ShouldNotContain("Monday");
    }

    [Theory]
    [InlineData("""{"customer": {"kind": "external", "value": "7"}, "channel": "rest", "text": "  "}""", "text")]
    [InlineData("""{"customer": {"kind": "external", "value": "7"}, "channel": "fax", "text": "Hi"}""", "channel")]
    [InlineData("""{"customer": {"kind": "external", "value": "7"}, "channel": "open311", "text": "Hi"}""", "channel")]
    [InlineData("""{"customer": {"kind": "external", "value": " "}, "channel": "rest", "text": "Hi"}""", "customer.value")]
    [InlineData("""{"customer": {"kind": "phone", "value": "12"}, "channel": "rest", "text": "Hi"}""", "customer.value")]
    [InlineData("""{"customer": {"kind": "email", "value": "x"}, "channel": "rest", "text": "Hi"}""", "customer.value")]
    [InlineData("""{"customer": {"kind": "lid", "value": "7"}, "channel": "rest", "text": "Hi"}""", "customer.value")]
    [InlineData("""{"customer": {"kind": "hat", "value": "7"}, "channel": "rest", "text": "Hi"}""", "customer.kind")]
    [InlineData("""{"channel": "rest", "text": "Hi"}""", "customer.kind")]
    [InlineData("""
        {"customer": {"kind": "external", "value": "7"}, "channel": "rest", "text": "Hi", "serviceCode": "none"}
        """, "serviceCode")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        var answer = await host.Post(
            "/api/v1/orchestrate", new StringContent(body, Encoding.UTF8, "application/json"),
            await host.Key(ApiRole.Integrator));

        answer.ShouldBeProblem(400, "request.malformed");
        answer.ErrorFields.ShouldBe([field]);
    }

    private static string NewPerson() => $"person-{Guid.NewGuid():N}";

    private Task<Answer> Post(
        string person, string text, string channel = "rest", bool dryRun = false, string? service = null,
        params (string Name, string Value)[] headers) =>
        Ask(new { kind = "external", value = person }, text, channel, dryRun, service, headers);

    private async Task<Answer> Ask(
        object customer, string text, string channel = "rest", bool dryRun = false, string? service = null,
        params (string Name, string Value)[] headers) =>
        await host.Post(
            "/api/v1/orchestrate", new { customer, channel, text, serviceCode = service, dryRun },
            await host.Key(ApiRole.Integrator), headers);

    private async Task<Answer> Session(Answer answer) => await host.Get(
        $"/api/v1/sessions/{answer["sessionId"].GetGuid()}", await host.Key(ApiRole.Integrator));

    private async Task<string> NewService()
    {
        var code = $"guided_{Guid.NewGuid():N}"[..30];
        var made = await host.Ask(
            HttpMethod.Put, $"/api/v1/admin/services/{code}", GuidedServices.ForParents(code),
            await host.Key(ApiRole.Admin));
        made.Status.ShouldBe(201, made.Text);
        return code;
    }
}

using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Api;

/// <summary>Who a person is, over all channels.</summary>
[Collection(nameof(SharedHost))]
public sealed class CustomerTests(SharedHost host)
{
    [Fact]
    public async Task The_history_has_all_messages_in_time_order()
    {
        var citizen = new Citizen(host);
        await citizen.Reports("There is a pothole");
        await citizen.Reports("It is deep");

        var customer = (await Find(citizen.Phone)).Items.ShouldHaveSingleItem().GetProperty("id");
        var first = await History($"{customer}", "?limit=3");
        var second = await History($"{customer}", $"?limit=3&cursor={first["cursor"].GetString()}");

        var messages = first.Items.Concat(second.Items).ToArray();
        messages.Select(m => m.GetProperty("direction").GetString()).ShouldBe(["in", "out", "in", "out"]);
        messages.Select(m => m.GetProperty("text").GetString()).ShouldBe(
            ["There is a pothole", citizen.Replies[0].Body, "It is deep", citizen.Replies[1].Body]);
        messages.Select(m => m.GetProperty("at").GetDateTimeOffset()).ShouldBeInOrder();
        second["cursor"].GetString().ShouldBeNull();
    }

    [Fact]
    public async Task What_somebody_merely_typed_joins_him_to_nobody()
    {
        var citizen = new Citizen(host);
        await citizen.Reports();
        var form = FormTests.Report();
        form["phone"] = citizen.Phone;
        await host.Post(FormTests.Path, form);

        var found = (await Find(citizen.Phone)).Items;

        found.Count.ShouldBe(2);
        found.Select(c => c.GetProperty("identifiers").EnumerateArray()
                .Single(i => i.GetProperty("kind").GetString() == "phone").GetProperty("verification").GetString())
            .ShouldBe(["verified", "claimed"]);
        (await History($"{found[0].GetProperty("id")}")).Items.Count.ShouldBe(2);
        (await History($"{found[1].GetProperty("id")}")).Items.ShouldHaveSingleItem().GetProperty("channel").GetString().ShouldBe("web");
    }

    [Fact]
    public async Task What_was_reported_by_a_form_and_added_to_it_is_in_the_history()
    {
        var made = await host.Post(FormTests.Path, FormTests.Report("The kerb is broken too"));
        var number = made["trackingNumber"].GetString()!;
        (await host.Ask(
            HttpMethod.Post, $"/api/v1/tickets/{number}/comments", new { text = "It grows." }, null,
            ("X-Access-Code", made["accessCode"].GetString()!))).Status.ShouldBe(200);
        var ticket = await host.Get($"/api/v1/tickets/{number}", await host.Key(ApiRole.Staff));

        var history = (await History(ticket["customerId"].GetString()!)).Items;

        history.Select(m => m.GetProperty("text").GetString()!.Split('\n')[^1]).ShouldBe(["The kerb is broken too", "It grows."]);
        history.ShouldAllBe(m => m.GetProperty("ticketId").GetString() == ticket["id"].GetString()
            && m.GetProperty("conversationId").ValueKind == System.Text.Json.JsonValueKind.Null
            && m.GetProperty("direction").GetString() == "in");
    }

    [Fact]
    public async Task Another_tenants_customer_does_not_exist()
    {
        var citizen = new Citizen(host);
        await citizen.Reports();
        var customer = (await Find(citizen.Phone)).Items[0].GetProperty("id");
        var stranger = await host.Key(ApiRole.Staff, RunningHost.OtherTenant);

        (await host.Get($"/api/v1/customers/{customer}", stranger)).ShouldBeProblem(404, "customer.not_found");
        (await host.Get($"/api/v1/customers/{customer}/history", stranger)).ShouldBeProblem(404, "customer.not_found");
        (await host.Get($"/api/v1/customers?identifier={Uri.EscapeDataString(citizen.Phone)}", stranger))
            .Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_identifier_must_be_given() =>
        (await host.Get("/api/v1/customers", await host.Key(ApiRole.Staff))).ErrorFields.ShouldBe(["identifier"]);

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task A_page_has_a_limit(int limit) =>
        (await History($"{Guid.NewGuid()}", $"?limit={limit}")).ErrorFields.ShouldBe(["limit"]);

    private async Task<Answer> Find(string identifier) => await host.Get(
        $"/api/v1/customers?identifier={Uri.EscapeDataString(identifier)}", await host.Key(ApiRole.Integrator));

    private async Task<Answer> History(string customer, string query = "") =>
        await host.Get($"/api/v1/customers/{customer}/history{query}", await host.Key(ApiRole.Integrator));
}

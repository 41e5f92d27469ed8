using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.Integration.Mcp;
using CleanFte.Integration.Open311;

namespace CleanFte.Integration.Privacy;

/// <summary>Integrators name people by ids of their own, however short, and ask twice.</summary>
[Collection(nameof(SharedHost))]
public sealed class ErasedApiTests(SharedHost host)
{
    [Theory]
    [InlineData("external")]
    [InlineData("phone")]
    [InlineData("email")]
    public async Task Nothing_is_left_of_what_an_integrator_wrote_for_him(string kind)
    {
        var town = await Open311.Town.Found(host);
        var value = kind switch { "external" => "w42", "phone" => "+34600900111", _ => "pip@sundial.example" };
        var posted = kind == "external"
            ? await host.Post("/api/v1/messages", new { externalId = value, name = "Petronila", text = "A topsy sundial has a pothole" }, town.Key)
            : await host.Post(
                "/api/v1/orchestrate",
                new { customer = new { kind, value, name = "Petronila" }, channel = "web", text = "A topsy sundial has a pothole" }, town.Key);
        posted.Status.ShouldBeLessThan(300, posted.Text);
        await host.Idle();
        (await Dump.Find(host, host.MediaFolder, "topsy sundial")).ShouldNotBeEmpty();

        await Erase(town, await CustomerOf(town));

        (await Dump.Find(host, host.MediaFolder, "topsy sundial", "Petronila")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Answers_that_were_kept_for_a_repeat_are_forgotten_and_a_key_is_refused()
    {
        var town = await Open311.Town.Found(host);
        var form = Open311.Town.Pothole(("account_id", "u9x77q"), ("description", "A tilted turnstile blocks the way"));
        var id = await town.Report([.. form.Select(f => (f.Key, f.Value))]);
        (await town.Post("requests.json", form, ("Idempotency-Key", "mine"))).Status.ShouldBe(201);
        await host.Idle();

        // A claim joins nobody: each report has a customer of its own.
        var customer = await CustomerOf(town);
        var erased = await Erase(town, customer);
        foreach (var same in erased["namedBy"].EnumerateArray())
        {
            await Erase(town, same.GetGuid());
        }

        (await Dump.Find(host, host.MediaFolder, "u9x77q", "tilted turnstile")).ShouldBeEmpty();
        (await town.Post("requests.json", form, ("Idempotency-Key", "mine"))).ShouldBeError(400, "was erased");
        (await town.Tickets()).ShouldBe(2);
        var anew = await town.Post("requests.json", form);
        anew.Status.ShouldBe(201, "what nobody named is another report");
        anew.Text.ShouldNotContain(id);
        (await town.Tickets()).ShouldBe(3);
    }

    private async Task<Guid> CustomerOf(Open311.Town town) =>
        await host.Scalar<Guid>($"select id from customers where tenant_id = '{town.Tenant}' order by created_at limit 1");

    private async Task<Answer> Erase(Open311.Town town, Guid customer)
    {
        var erased = await host.Post($"/api/v1/customers/{customer}/erase", null, town.Key);
        erased.Status.ShouldBe(200, erased.Text);
        return erased;
    }
}

[Collection(nameof(McpHost))]
public sealed class ErasedMcpTests(McpHost host)
{
    [Fact]
    public async Task An_agents_answer_that_was_kept_for_a_repeat_is_forgotten()
    {
        var (_, conversation) = await host.Asked();
        await using var client = await host.Client(conversation, version: null);
        var said = await client.CallToolAsync(new ModelContextProtocol.Protocol.CallToolRequestParams
        {
            Name = "send_response",
            Arguments = new Dictionary<string, System.Text.Json.JsonElement>
            {
                ["text"] = System.Text.Json.JsonSerializer.SerializeToElement("We noted the flummoxed fountain."),
                ["expects_reply"] = System.Text.Json.JsonSerializer.SerializeToElement(false),
            },
            Meta = new System.Text.Json.Nodes.JsonObject { ["cleanfte/idempotency-key"] = Guid.NewGuid().ToString() },
        });
        said.IsError.ShouldNotBe(true);
        await host.Idle();
        (await Dump.Find(host, null, "flummoxed fountain")).ShouldNotBeEmpty();

        var customer = await host.Scalar<Guid>($"select customer_id from conversations where id = '{conversation}'");
        (await host.Post($"/api/v1/customers/{customer}/erase", null, await host.Key(ApiRole.Admin))).Status.ShouldBe(200);

        (await Dump.Find(host, null, "flummoxed fountain")).ShouldBeEmpty();
    }
}

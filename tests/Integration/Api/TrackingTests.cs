using System.Text.Json;
using CleanFte.Application.Tenants;

namespace CleanFte.Integration.Api;

/// <summary>What everybody may read who has a tracking number.</summary>
[Collection(nameof(SharedHost))]
public sealed class TrackingTests(SharedHost host)
{
    [Fact]
    public async Task The_public_view_shows_nothing_of_the_reporter()
    {
        var number = await Report();

        var shown = (await host.Get($"/api/v1/tickets/{number}")).Json.EnumerateObject();

        shown.Select(p => p.Name).ShouldBe(
            [
                "trackingNumber", "status", "category", "priority", "channel", "publicText", "createdAt", "updatedAt",
                "resolvedAt",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Any_spelling_of_the_number_is_read()
    {
        var number = await Report();
        var symbols = number.Replace("-", "", StringComparison.Ordinal)[3..];

        foreach (var spelling in (string[])[
            number.ToLowerInvariant(), $"TKT{symbols}", $" tkt {symbols[..4]} {symbols[4..]} ",
            number.Replace('0', 'o').Replace('1', 'l')])
        {
            var answer = await host.Get($"/api/v1/tickets/{Uri.EscapeDataString(spelling)}");
            answer.Status.ShouldBe(200, spelling);
            answer["trackingNumber"].GetString().ShouldBe(number);
        }
    }

    [Fact]
    public async Task A_misread_number_is_refused_by_field()
    {
        var number = await Report();
        var misread = number[..^1] + (number[^1] == '7' ? '8' : '7');

        var answer = await host.Get($"/api/v1/tickets/{misread}");

        answer.ShouldBeProblem(400, "ticket.number_unreadable");
        answer.ErrorFields.ShouldBe(["ticket"]);
    }

    [Fact]
    public async Task Unknown_tickets_and_those_of_other_tenants_look_the_same()
    {
        var number = await Report();
        var unknown = Domain.Tickets.TrackingNumber.Draw().Value;

        Answer[] answers =
        [
            await host.Get($"/api/v1/tickets/{unknown}"),
            await host.Get($"/api/v1/tickets/{Guid.NewGuid()}"),
            await host.Get($"/api/v1/tickets/{number}?tenant={RunningHost.OtherTenant}"),
            await host.Get($"/api/v1/tickets/{number}", null, ("Host", RunningHost.OtherTenantsHost)),
            await host.Get($"/api/v1/tickets/{number}", await host.Key(ApiRole.Staff, RunningHost.OtherTenant)),
        ];

        answers.ShouldAllBe(a => a.Status == 404);
        answers.Select(a => a.Shape()).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_tenant_is_found_by_its_host_name_or_named_in_the_query()
    {
        var elsewhere =
            await host.Post(FormTests.Path, FormTests.Report(), null, ("Host", RunningHost.OtherTenantsHost));
        var path = $"/api/v1/tickets/{elsewhere["trackingNumber"].GetString()}";

        (await host.Get(path, null, ("Host", RunningHost.OtherTenantsHost))).Status.ShouldBe(200);
        (await host.Get($"{path}?tenant={RunningHost.OtherTenant}")).Status.ShouldBe(200);
        (await host.Get(path)).Status.ShouldBe(404);
        (await host.Get($"{path}?tenant=nowhere")).ShouldBeProblem(404, "tenant.not_found");
    }

    [Fact]
    public async Task Writing_cannot_choose_the_tenant_by_query()
    {
        var answer = await host.Post($"{FormTests.Path}?tenant={RunningHost.OtherTenant}", FormTests.Report());

        (await host.Lines($"select tenant_id from tickets where id = '{answer["id"].GetGuid()}'"))
            .ShouldBe([ITenants.Default]);
    }

    [Fact]
    public async Task A_key_that_may_work_on_tickets_shows_all_of_it_with_its_version()
    {
        var number = await Report();

        var full = await host.Get($"/api/v1/tickets/{number}", await host.Key(ApiRole.Staff));

        full.Header("ETag").ShouldBe("\"1\"");
        full["version"].GetInt64().ShouldBe(1);
        full["subject"].GetString().ShouldBe("A pothole");
        (await host.Get($"/api/v1/tickets/{full["id"].GetGuid()}", await host.Key(ApiRole.Integrator)))
            .Text.ShouldBe(full.Text);
        (await host.Get($"/api/v1/tickets/{number}", await host.Key(ApiRole.Admin))).Text.ShouldBe(full.Text);
    }

    [Theory]
    [InlineData(ApiRole.Agent)]
    [InlineData(ApiRole.Analyst)]
    [InlineData(ApiRole.Operator)]
    public async Task A_key_that_may_not_work_on_tickets_shows_what_everybody_sees(ApiRole role)
    {
        var number = await Report();
        var everybodys = await host.Get($"/api/v1/tickets/{number}");

        var shown = await host.Get($"/api/v1/tickets/{number}", await host.Key(role));

        shown.Status.ShouldBe(200, shown.Text);
        shown.Text.ShouldBe(everybodys.Text);
        shown.Header("ETag").ShouldBeNull();
    }

    [Fact]
    public async Task The_catalogue_is_public() =>
        (await host.Get("/api/v1/services")).Json.EnumerateArray()
            .Select(s => s.GetProperty("code").GetString()).ShouldContain("pothole");

    private async Task<string> Report() =>
        (await host.Post(FormTests.Path, FormTests.Report()))["trackingNumber"].GetString()!;
}
